// docs/permissions.md lists each permission with its reason and the tasks that take it; the tasks
// are those of deno.json.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const read = (path: string): string =>
  Deno.readTextFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)));

Deno.test("docs/permissions.md lists the permissions of every task in deno.json", () => {
  const { tasks } = JSON.parse(read("deno.json")) as { tasks: Record<string, { command: string }> };
  const taken = Object.entries(tasks).flatMap(([task, { command }]) =>
    programs(task, command).flatMap(({ name, words }) =>
      permissionsOf(words).map((permission) => ({ task: name, permission }))
    )
  );
  const expected = Object.fromEntries(
    Object.entries(Object.groupBy(taken, ({ permission }) => permission)).map((
      [permission, tasks = []],
    ) => [permission, [...new Set(tasks.map(({ task }) => task))].sort()]),
  );
  const listed = Object.fromEntries(rows().map(([permission, tasks]) => [permission, tasks]));
  assert.deepEqual(listed, expected);
});

Deno.test("docs/permissions.md gives a reason for each permission", () => {
  assert.deepEqual(rows().filter(([, , reason]) => reason === ""), []);
});

Deno.test("the launcher may start this Deno and nothing else, and what it starts may start nothing", () => {
  const { tasks } = JSON.parse(read("deno.json")) as { tasks: Record<string, { command: string }> };
  const launched = Object.entries(tasks).map(([task, { command }]) => programs(task, command))
    .filter((found) => found.length > 1);
  assert.deepEqual(
    launched.map(([, { name }]) => name),
    ["train", "reproduce", "predict", "explain"],
  );
  for (const [launcher, program] of launched) {
    assert.match(launcher.words, /^deno run --allow-env=DENO_V8_FLAGS --allow-run=deno $/);
    assert.doesNotMatch(program.words, /--allow-run/);
  }
});

/** What a task runs: its program and, before it, the launcher that some are started by. */
function programs(task: string, command: string): { name: string; words: string }[] {
  const [launcher, program] = command.split("commands/launch.ts");
  if (program === undefined) return [{ name: task, words: command }];
  // of all that may be called deno, this is the one that runs
  const words = launcher.replace(`"$(deno eval -p 'Deno.execPath()')"`, "deno");
  return [{ name: "launcher", words }, { name: task, words: program }];
}

/** Each permission of a command on its own: `read`, `env=HOME`, `net=pypi.org`. */
function permissionsOf(command: string): string[] {
  return [...command.matchAll(/--allow-(\w+)(?:=(\S+))?/g)].flatMap(([, kind, names]) =>
    names === undefined ? [kind] : names.split(",").map((name) => `${kind}=${name}`)
  );
}

/** The page's rows: the permission, its tasks in order, the reason. */
function rows(): [string, string[], string][] {
  return [...read("docs/permissions.md").matchAll(/^\| `([^`]+)` *\| (.+?) *\| (.*?) *\|$/gm)].map(
    ([, permission, reason, tasks]) => [
      permission,
      [...tasks.matchAll(/`([^`]+)`/g)].map(([, task]) => task).sort(),
      reason,
    ],
  );
}
