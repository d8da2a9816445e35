/** Commands as processes that can be killed, for campaigns. */
import { fileURLToPath } from "node:url";
import { programArgs } from "../program_args.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A program that takes longer hangs; the slowest of a campaign takes a few seconds. */
const PATIENCE = 180_000;

/** How a process ended. */
export interface Ended {
  /** Its exit code. */
  code: number;
  /** What it wrote to the two streams. */
  output: string;
  /** Whether it had to be killed because it came to no end. */
  hung: boolean;
}

/** A process that was started. */
export interface Running {
  /** How it ends. */
  ended: Promise<Ended>;
  /** Whether it has ended. */
  isOver(): boolean;
  /** Ends it at once, as `kill -9` does. */
  kill(): void;
}

/**
 * Starts a task's program with the program's own permissions.
 *
 * @param task A task of `deno.json`.
 * @param args Its arguments.
 * @param shell What a shell does before it becomes the process, `ulimit -f 8`.
 */
export function startTask(task: string, args: readonly string[], shell?: string): Running {
  const words = ["deno", ...programArgs(task), ...args];
  const [command, ...others] = shell === undefined
    ? words
    : ["sh", "-c", `${shell}; exec "$@"`, "sh", ...words];
  const child = new Deno.Command(command, {
    args: others,
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let over = false, hung = false;
  const kill = (): void => {
    try {
      child.kill("SIGKILL");
    } catch {
      // it has ended already
    }
  };
  const timer = setTimeout(() => {
    hung = true;
    kill();
  }, PATIENCE);
  const ended = child.output().then(({ code, stdout, stderr }) => {
    over = true;
    clearTimeout(timer);
    const text = new TextDecoder();
    return { code, output: text.decode(stdout) + text.decode(stderr), hung };
  });
  return { ended, isOver: () => over, kill };
}
