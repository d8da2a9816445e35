// docs/permissions.md lists each permission with its reason and the tasks that take it; the tasks
// are those of deno.json.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const read = (path: string): string =>
  Deno.readTextFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)));

Deno.test("docs/permissions.md lists the permissions of every task in deno.json", () => {
  const { tasks } = JSON.parse(read("deno.json")) as { tasks: Record<string, { command: string }> };
  const taken = Object.entries(tasks).flatMap(([task, { command }]) =>
    permissionsOf(command).map((permission) => ({ task, permission }))
  );
  const expected = Object.fromEntries(
    Object.entries(Object.groupBy(taken, ({ permission }) => permission)).map((
      [permission, tasks = []],
    ) => [permission, tasks.map(({ task }) => task).sort()]),
  );
  const listed = Object.fromEntries(rows().map(([permission, tasks]) => [permission, tasks]));
  assert.deepEqual(listed, expected);
});

Deno.test("docs/permissions.md gives a reason for each permission", () => {
  assert.deepEqual(rows().filter(([, , reason]) => reason === ""), []);
});

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
