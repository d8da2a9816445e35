/**
 * Starts a task's program with V8's flags for speed, where this V8 takes them and the command line has no
 * `--safe`. What follows the launcher's name is Deno's command line with the program's own permissions:
 * `commands/launch.ts run --allow-read train.ts --epochs 3`. The launcher may do nothing but start Deno,
 * and lives as long as the program: signals and the exit code are passed on.
 *
 * It imports nothing that the programs do: under other flags V8 takes its cached code for stale, and each
 * process would compile again what the other has left.
 *
 * @module
 */
import { FAST_FLAGS } from "@triptych/engine/v8-flags";

/** V8's flags reach a process and its workers by this variable. */
const VARIABLE = "DENO_V8_FLAGS";

/** Signals that ask a program to stop. Windows has only Ctrl-C, and sends it to both processes itself. */
const SIGNALS: readonly Deno.Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

if (import.meta.main) Deno.exit(await launch(Deno.args));

/** Starts the program, waits for its end and gives its exit code. */
async function launch(args: readonly string[]): Promise<number> {
  // --fast was how to ask for what is now the default
  const [run, ...words] = args.filter((word) => word !== "--fast");
  try {
    const speed = isSafe(words) ? {} : await fasterEnvironment();
    const env = { ...speed, TRIPTYCH_LAUNCHER: String(Deno.pid) };
    const watch = new URL("./launch/end_with_launcher.ts", import.meta.url).href;
    const command = { args: [run, `--preload=${watch}`, ...words], env };
    const child = new Deno.Command(Deno.execPath(), command).spawn();
    passSignals(child);
    const { code, signal } = await child.status;
    if (signal !== null && !SIGNALS.includes(signal)) console.error(`error: ${obituary(signal)}`);
    return code;
  } catch (error) {
    console.error(`error: Cannot start Deno again: ${(error as Error).message}`);
    return 1;
  }
}

/** Whether bounds checks are to stay; the program checks the command line. */
function isSafe(words: readonly string[]): boolean {
  const last = words.findLast((word) => /^--(no-)?safe(=|$)/.test(word));
  return last === "--safe" || last === "--safe=true";
}

/** The variable with the flags for speed added to those that it had; nothing where V8 refuses them. */
async function fasterEnvironment(): Promise<Record<string, string>> {
  const given = Deno.env.get(VARIABLE);
  const env = { [VARIABLE]: [...given ? [given] : [], ...FAST_FLAGS].join(",") };
  const refusal = await refusalOf(env);
  if (refusal === undefined) return env;
  console.error(`note: continuing without V8's flags for speed: ${refusal}`);
  return {};
}

/** Why Deno doesn't start in this environment: a flag that V8 doesn't know. Undefined when it does. */
async function refusalOf(env: Record<string, string>): Promise<string | undefined> {
  const args = ["eval", "--no-config", ""];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, env }).output();
  return success ? undefined : new TextDecoder().decode(stderr).trim().split("\n")[0];
}

function passSignals(child: Deno.ChildProcess): void {
  if (Deno.build.os === "windows") return Deno.addSignalListener("SIGINT", () => {});
  for (const signal of SIGNALS) {
    Deno.addSignalListener(signal, () => {
      try {
        child.kill(signal);
      } catch {
        // it has just ended
      }
    });
  }
}

/** What ended a program that had no say in it. */
function obituary(signal: Deno.Signal): string {
  const why = signal === "SIGKILL"
    ? "kill -9, or the system because memory ran out"
    : "if a fault in a kernel did that, --safe turns it into an error that names the kernel";
  return `The program was ended by ${signal}: ${why}`;
}
