import { Interruption } from "./stop.ts";

/** A command line that cannot be followed: its text says what was expected and what was found. Exit code 2. */
export class UsageError extends Error {
  /** The class's name, for messages and tests. */
  override name = "UsageError";
}

/** Thrown by `parseFlags` for `--help`; `runCommand` prints the page and ends well. */
export class HelpRequest extends Error {
  /** The class's name. */
  override name = "HelpRequest";

  /** @param page The help page, ready to print. */
  constructor(readonly page: string) {
    super("Help was asked for");
  }
}

/** What `runCommand` needs of the world; tests bring their own. */
export interface CommandHost {
  /** The command line; `--verbose` in it adds the stack trace to an error. */
  args: readonly string[];
  /** Prints a help page. */
  print: (text: string) => void;
  /** Prints an error. */
  printError: (text: string) => void;
  /** Ends the program. */
  exit: (code: number) => void;
}

/**
 * Runs a command and ends the program: exit code 0 when `main` returns, 1 when the work failed, 2 for
 * a command line that could not be followed, above 128 when a signal interrupted it. Errors are
 * printed as `error: …`, without a stack trace unless the command line holds `--verbose`. Ends with
 * an explicit exit, so that nothing left waiting, a worker or a request, holds the program up.
 *
 * @param main The command.
 * @param host The command line and where to print; Deno's own when left out.
 */
export async function runCommand(
  main: () => void | Promise<void>,
  host: CommandHost = DENO_HOST,
): Promise<void> {
  try {
    await main();
    host.exit(0);
  } catch (error) {
    if (error instanceof HelpRequest) {
      host.print(error.page);
      host.exit(0);
      return;
    }
    if (error instanceof Interruption) return host.exit(error.exitCode);
    host.printError(`error: ${errorText(error, host.args.includes("--verbose"))}`);
    host.exit(error instanceof UsageError ? 2 : 1);
  }
}

const DENO_HOST: CommandHost = {
  args: Deno.args,
  print: (text) => console.log(text),
  printError: (text) => console.error(text),
  exit: (code) => Deno.exit(code),
};

function errorText(error: unknown, verbose: boolean): string {
  // with the stack trace and the causes
  if (verbose) return Deno.inspect(error);
  return error instanceof Error ? error.message || error.name : String(error);
}
