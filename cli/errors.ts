import { Interruption } from "./stop.ts";

/** A wrong command line; the message says what was expected and what was found. Exit code 2. */
export class UsageError extends Error {
  /** The class's name, for messages and tests. */
  override name = "UsageError";
}

/** Thrown by `parseFlags` for `--help`; `runCommand` prints the page and exits with 0. */
export class HelpRequest extends Error {
  /** The class's name. */
  override name = "HelpRequest";

  /** @param page The help page, ready to print. */
  constructor(readonly page: string) {
    super("Help was asked for");
  }
}

/** What `runCommand` needs of its environment; tests pass their own. */
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
 * Runs a command and exits: with 0 if `main` returns, 1 if the work failed, 2 if the command line is
 * wrong, above 128 if a signal interrupted it. Errors are printed as `error: …`, with a stack trace only
 * if the command line contains `--verbose`. The exit is explicit, so that no pending worker or request
 * keeps the program running.
 *
 * @param main The command.
 * @param host The command line and where to print; Deno's by default.
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
  // with stack trace and causes
  if (verbose) return Deno.inspect(error);
  const message = error instanceof Error ? error.message || error.name : String(error);
  // the task has no such flag
  return message.replace(
    NO_NET,
    "this task may not reach $1, only the hosts that deno.json names for it",
  );
}

/** What Deno says of a host that a program may not reach. */
const NO_NET = /Requires net access to "([^"]+)", run again with the --allow-net flag/;
