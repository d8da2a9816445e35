// Test files run at once, in one process: none touches what belongs to all of it.
import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const tests = fileURLToPath(new URL(".", import.meta.url));

/** What the process has once, and a port that is the machine's. */
const SHARED = RegExp(
  [
    /^Deno\.(env\.(set|delete)|chdir|exit|exitCode|umask|memoryUsage|addSignalListener)$/,
    /^process\.(env\.\w+|chdir|exit|exitCode|umask|memoryUsage|cpuUsage|on|once)$/,
  ].map(({ source }) => source).join("|"),
);

/** They run as programs, in processes of their own. */
const PROGRAMS = [
  ...["main.ts", "io/refusals.ts", "site/build_and_tell.ts"],
  ...["campaigns/main.ts", "campaigns/mutation_child.ts", "campaigns/selftest.ts"],
];

/** They serve files, whose addresses are paths. */
const SERVERS = [
  ...["commands/setup_tensorflow_test.ts", "export/tfjs_test.ts", "model/save_test.ts"],
  ...["packages_test.ts", "site/browser.ts"],
];

Deno.test("no test changes or measures what all tests of the process share; processes of its own may", () => {
  const found = sources(tests).flatMap((file) => sharedIn(file));
  const inTests = found.filter(({ file }) => !PROGRAMS.includes(file));
  assert.deepEqual(inTests, []);
});

Deno.test("what is shared is found in code, and not in programs that are text", () => {
  const code = `Deno.env.set("A", "b"); Deno.chdir(".");
    const { rss } = Deno.memoryUsage(), text = "Deno.exit(1)", other = Deno.env.get("A");
    Deno.serve({ port: 8000 }); Deno.serve({ port: 0 });`;
  assert.deepEqual(sharedIn("a.ts", code).map(({ what }) => what), [
    ...["Deno.env.set", "Deno.chdir", "Deno.memoryUsage", "port: 8000"],
  ]);
});

Deno.test("no test takes a URL's pathname, in which blanks are %20, for a path", () => {
  const found = sources(tests).filter((file) =>
    /new URL\([^()]*\)\.pathname/.test(Deno.readTextFileSync(join(tests, file)))
  );
  // there it is a request's
  assert.deepEqual(found.filter((file) => !SERVERS.includes(file)), []);
});

/** Where a file's code names what is shared. */
function sharedIn(
  file: string,
  source = Deno.readTextFileSync(join(tests, file)),
): { file: string; what: string }[] {
  const found: { file: string; what: string }[] = [];
  const look = (isShared: RegExp) => ({ range: [from, to] }: { range: [number, number] }): void => {
    const what = source.slice(from, to);
    if (isShared.test(what)) found.push({ file, what });
  };
  const create = () => ({ MemberExpression: look(SHARED), Property: look(/^port: [1-9]/) });
  Deno.lint.runPlugin({ name: "house", rules: { shared: { create } } }, file, source);
  return found;
}

function sources(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry): string[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory) return sources(path);
    return entry.name.endsWith(".ts") ? [relative(tests, path)] : [];
  });
}
