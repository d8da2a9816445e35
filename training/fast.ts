/**
 * `--fast`: runs the program again in a Deno whose V8 computes faster and checks less.
 *
 * @module
 */
import { INTERRUPTED } from "../cli/mod.ts";
import { FAST_FLAGS } from "@triptych/engine";
import project from "../deno.json" with { type: "json" };

const FLAGS = FAST_FLAGS.join(",");
/** V8's flags reach the new process and its workers by this variable. */
const VARIABLE = "DENO_V8_FLAGS";

/**
 * Starts a task's script again with V8's flags and the task's permissions, waits for it and ends this
 * process with its exit code. Where this process has the flags already, or V8 refuses them, it returns,
 * and this process does the work.
 */
export async function restartFast(task: keyof typeof project.tasks, args: string[]): Promise<void> {
  if (isFast()) return endWithParent();
  const env = { [VARIABLE]: FLAGS };
  const refusal = await refusalOf(env);
  if (refusal !== undefined) {
    console.log(`fast    unavailable, continuing without it: ${refusal}`);
    return;
  }
  console.log(
    "fast    no memory bounds checks: a fault in a kernel would crash instead of throwing an error",
  );
  const [, ...words] = project.tasks[task].command.split(" ");
  const script = new URL(`../${words.pop()}`, import.meta.url).href;
  const child = new Deno.Command("deno", { args: [...words, script, ...args], env }).spawn();
  // a terminal sends Ctrl-C to both processes; what is sent to this one alone is passed on to the
  // other, which takes two signals at once for one
  Deno.addSignalListener("SIGINT", () => {});
  for (const name of Deno.build.os === "windows" ? [] : ["SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(name, () => child.kill(name));
  }
  Deno.exit((await child.status).code);
}

/** Whether V8 was started with the flags, so that wider kernels are worth a try. */
export function isFast(): boolean {
  return Deno.env.get(VARIABLE) === FLAGS;
}

/** A killed process must not leave another one behind that writes to the same run folder. */
function endWithParent(): void {
  const parent = Deno.ppid;
  const timer = setInterval(() => {
    if (Deno.ppid !== parent) Deno.exit(INTERRUPTED);
  }, 200);
  Deno.unrefTimer(timer);
}

/** Why Deno doesn't start with these variables; undefined when it does. */
async function refusalOf(env: Record<string, string>): Promise<string | undefined> {
  try {
    const { success, stderr } = await new Deno.Command("deno", { args: ["eval", ""], env })
      .output();
    return success ? undefined : new TextDecoder().decode(stderr).trim().split("\n")[0];
  } catch (error) {
    return (error as Error).message;
  }
}
