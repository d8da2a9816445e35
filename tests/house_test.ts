// The architecture shows in the folders; this holds it: who may import whom, and what the import
// map may not hold.
import assert from "node:assert/strict";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The rooms each room may import, as docs/architecture.md has them; every room may import itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  metrics: [],
  engine: [],
  core: [],
  drawing: [],
  cli: [],
  io: ["core"],
  data: ["metrics", "io", "core"],
  model: ["engine", "io", "core"],
  evaluation: ["metrics", "io", "core"],
  prediction: ["core", "io", "data", "model"],
  export: ["core", "io", "model"],
  training: ["metrics", "engine", "core", "cli", "io", "data", "model", "evaluation"],
  page: ["metrics", "engine", "drawing", "core", "io", "data", "model", "prediction"],
  site: ["drawing", "evaluation", "metrics", "io", "core"],
  commands: [
    "metrics",
    "engine",
    "drawing",
    "core",
    "cli",
    "io",
    "data",
    "model",
    "evaluation",
    "prediction",
    "export",
    "training",
    "page",
    "site",
  ],
};

Deno.test("docs/architecture.md says who may import whom", async () => {
  const page = await Deno.readTextFile(join(root, "docs/architecture.md"));
  const rows = [...page.matchAll(/^\| `(\w+)\/` +\|[^|]*\| (.*?) +\|$/gm)];
  const rooms = rows.map(([, room]) => room);
  const said = rows.map(([, room, imports], i) => {
    const names = [...imports.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    return [room, imports === "all of the above" ? rooms.slice(0, i) : names] as const;
  });
  const sorted = (table: Iterable<readonly [string, readonly string[]]>) =>
    Object.fromEntries([...table].map(([room, imports]) => [room, imports.toSorted()]));
  assert.deepEqual(sorted(said), sorted(Object.entries(MAY_IMPORT)));
});

Deno.test("every folder of code is a room", () => {
  const folders = new Set(sources(root).map(roomOf)).difference(new Set(["", "bench", "tests"]));
  assert.deepEqual([...folders].sort(), Object.keys(MAY_IMPORT).sort());
});

Deno.test("each room imports only the rooms that the design allows", () => {
  const broken = imports().filter(({ from, to }) => {
    const [room, target] = [roomOf(from), roomOf(to)];
    return room !== target && room in MAY_IMPORT && !MAY_IMPORT[room].includes(target);
  });
  assert.deepEqual(broken, []);
});

Deno.test("a room is entered by its door, mod.ts", () => {
  const broken = imports().filter(({ from, to, typeOnly }) =>
    roomOf(to) in MAY_IMPORT && roomOf(from) !== roomOf(to) && to !== `${roomOf(to)}/mod.ts` &&
    !typeOnly &&
    !from.startsWith("tests/") && !from.startsWith("bench/")
  );
  assert.deepEqual(broken, []);
});

Deno.test("nothing imports a command, and nothing but tests the front door train.ts", () => {
  const broken = imports().filter(({ from, to }) =>
    (to.startsWith("commands/") && !from.startsWith("commands/") && !from.startsWith("tests/")) ||
    to === "train.ts"
  );
  assert.deepEqual(broken, []);
});

Deno.test("no file imports in a circle", () => {
  const edges = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports()) {
    if (!typeOnly) edges.set(from, [...edges.get(from) ?? [], to]);
  }
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path, file];
    if (done.has(file)) return undefined;
    done.add(file);
    for (const next of edges.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle) return circle;
    }
  };
  for (const file of edges.keys()) assert.equal(visit(file, []), undefined);
});

Deno.test("the import map is exact, and holds nothing that only some users need", async () => {
  const { imports } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  for (const [name, target] of Object.entries<string>(imports)) {
    assert.match(target, /@\d+\.\d+\.\d+(\/|$)/, `${name} needs an exact version`);
    assert.doesNotMatch(
      name,
      /tfjs-node|assemblyscript|playwright|axe/,
      `${name} is for few users`,
    );
  }
});

Deno.test("the lock file makes nobody download what only tests and builds need", async () => {
  const lock = await Deno.readTextFile(join(root, "deno.lock"));
  assert.doesNotMatch(lock, /tfjs-node|assemblyscript|playwright|axe-core/);
});

Deno.test("nothing imports tfjs-node: Deno would write even a dynamic npm: import into the lock file", () => {
  const importers = sources(root).filter((file) =>
    /["'`]npm:@tensorflow\/tfjs-node/.test(Deno.readTextFileSync(join(root, file)))
  );
  assert.deepEqual(importers, []);
});

Deno.test("no task takes all permissions, all of the environment, the system or the network", async () => {
  for (const member of ["", "engine", "metrics"]) {
    const { tasks = {} } = JSON.parse(await Deno.readTextFile(join(root, member, "deno.json")));
    for (const [name, task] of Object.entries<{ command?: string; description?: string }>(tasks)) {
      assert.doesNotMatch(task.command ?? "", / (-A|--allow-all)\b/, name);
      assert.doesNotMatch(task.command ?? "", /--allow-(env|sys|net)(?!=)/, `${name} names each`);
      assert.ok(task.description, `task ${name} needs a description`);
    }
  }
});

Deno.test("a test that is ignored says why", () => {
  const silent = sources(join(root, "tests")).filter((file) => file.endsWith("_test.ts"))
    .flatMap((file) => {
      const text = Deno.readTextFileSync(join(root, file));
      return [...text.matchAll(/^\s*ignore\b(?!:\s*(\[|(ignoreUnless|without\w+)\()).*$/gm)]
        .map(([line]) => `${file}: ${line.trim()}`);
    });
  assert.deepEqual(silent, []);
});

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

/** Every import of one file of ours by another, both relative to the repository. */
function imports(): Import[] {
  const pattern =
    /^\s*(import|export)(\s+type)?\b[^;"'`]*?\bfrom\s+["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/gm;
  return sources(root).flatMap((from) => {
    const text = Deno.readTextFileSync(join(root, from)).replace(/\/\*\*[\s\S]*?\*\//g, "");
    return [...text.matchAll(pattern)].flatMap((match): Import[] => {
      const to = resolve(from, match[3] ?? match[4]);
      return to === undefined ? [] : [{ from, to, typeOnly: match[2] !== undefined }];
    });
  });
}

/** The file that a specifier names, relative to the repository; undefined for others' packages. */
function resolve(from: string, specifier: string): string | undefined {
  const member = specifier.match(/^@triptych\/(\w+)$/)?.[1];
  if (member) return `${member}/mod.ts`;
  if (!specifier.startsWith(".") || !specifier.endsWith(".ts")) return undefined;
  return normalize(join(dirname(from), specifier));
}

function roomOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.indexOf("/")) : "";
}

function sources(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry): string[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory) {
      return /^(\.|node_modules|runs|_site)/.test(entry.name) ? [] : sources(path);
    }
    return entry.name.endsWith(".ts") ? [relative(root, path)] : [];
  });
}
