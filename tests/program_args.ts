/** The tasks' programs as processes of their own, for tests and campaigns. */
import project from "../deno.json" with { type: "json" };

/**
 * What Deno is given to run a task's program with the program's permissions. `deno task` and the launcher
 * are left out: where a test kills them, the program lives on for a moment.
 */
export function programArgs(task: string): string[] {
  const { command } = project.tasks[task as keyof typeof project.tasks];
  return command.slice(startOf(command)).split(" ");
}

/** Where in a task's command the arguments of the Deno begin that runs the program. */
function startOf(command: string): number {
  const launcher = "commands/launch.ts ", at = command.indexOf(launcher);
  return at === -1 ? "deno ".length : at + launcher.length;
}
