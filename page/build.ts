/**
 * `deno task build:page`: bundles mod.ts into site/assets/try/program.js, JavaScript without imports for a
 * classic script.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** Where the bundle stands. */
export const PROGRAM = new URL("../site/try/program.js", import.meta.url);

const at = (path: string): string => new URL(path, import.meta.url).href;

/** What of Node.js a page has, by our own means: names of these files, others are absent. */
const OWN: Record<string, string> = {
  "node:buffer": "node/buffer.ts",
  "node:timers/promises": "node/timers_promises.ts",
  "node:zlib": "node/zlib.ts",
};

/** The rooms whose files a bundle may reach. */
const ROOMS = ["core", "data", "drawing", "engine", "io", "metrics", "model", "prediction"];

/**
 * What no page does: files, codecs that are read from files, TensorFlow's library. Rooms are entered by their
 * doors, through which the bundler sees all of them; nothing that runs in a page reaches these.
 */
const ABSENT = /^(node:.*|@jsquash\/.*|jpeg-js|nifti-reader-js|@std\/.*|yaml|modern-tar)$/;

/**
 * Bundles the program.
 *
 * @returns The text of program.js.
 * @throws {Error} What the bundler complains of.
 */
export async function generate(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-page-" });
  try {
    await Deno.writeTextFile(`${folder}/map.json`, JSON.stringify(await importMap(folder)));
    const args = [
      ...[
        "bundle",
        "--no-lock",
        "--quiet",
        "--minify",
        "--platform",
        "browser",
        "--format",
        "iife",
      ],
      ...["--import-map", `${folder}/map.json`, fileURLToPath(at("mod.ts"))],
    ];
    const { success, stdout, stderr } = await new Deno.Command("deno", { args }).output();
    const text = new TextDecoder();
    if (!success) throw new Error(`Cannot bundle the page's program: ${text.decode(stderr)}`);
    return `// made by deno task build:page from page/\n${text.decode(stdout).trim()}\n`;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Our packages by name, and modules that stand in for what is absent. */
async function importMap(folder: string): Promise<{ imports: Record<string, string> }> {
  const root: { imports: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(new URL("../deno.json", import.meta.url)),
  );
  const found = new Map<string, Set<string>>([[at("../engine/tensorflow/mod.ts"), new Set()]]);
  for (const room of ROOMS) {
    for (const { module, imported } of importsIn(new URL(`../${room}/`, import.meta.url))) {
      if (ABSENT.test(module)) found.set(module, imported.union(found.get(module) ?? new Set()));
    }
  }
  const imports: Record<string, string> = {
    ...root.imports,
    "@triptych/engine": at("../engine/mod.ts"),
    "@triptych/metrics": at("../metrics/mod.ts"),
  };
  for (const [i, [module, names]] of [...found].entries()) {
    imports[module] = `file://${folder}/${i}.js`;
    await Deno.writeTextFile(`${folder}/${i}.js`, standIn(names, OWN[module]));
  }
  return { imports };
}

/** A module with these names: those of a file of ours, and others that refuse. */
function standIn(names: ReadonlySet<string>, file: string | undefined): string {
  const text = file === undefined ? "" : Deno.readTextFileSync(new URL(file, import.meta.url));
  const own = new Set(
    [...text.matchAll(/^export (?:function|class) (\w+)/gm)].map(([, name]) => name),
  );
  const list = (some: Set<string>) => [...some].sort();
  return 'function absent() { throw new Error("pages have no such thing, which is not supported"); }\n' +
    "export default absent;\n" +
    list(names.difference(own)).map((name) => `export const ${name} = absent;\n`).join("") +
    (file ? `export { ${list(own.intersection(names)).join(", ")} } from "${at(file)}";\n` : "");
}

/** What the files of a folder import of others' modules. */
function* importsIn(folder: URL): Generator<{ module: string; imported: Set<string> }> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = new URL(name + (isDirectory ? "/" : ""), folder);
    if (isDirectory) yield* importsIn(path);
    else if (name.endsWith(".ts")) {
      const text = Deno.readTextFileSync(path);
      const pattern =
        /import\s+(?:type\s+)?(?:\{([^}]*)\}|[\w*\s]+)\s+from\s+"([^".]+[^"]*)"|import\("([^"]+)"\)/g;
      for (const [, names = "", module, dynamic] of text.matchAll(pattern)) {
        const imported = names.split(",").map((one) =>
          one.trim().replace(/^type\s+|\s+as\s.*$/g, "")
        );
        yield {
          module: module ?? dynamic,
          imported: new Set(imported.filter((one) => one !== "")),
        };
      }
    }
  }
}

if (import.meta.main) await Deno.writeTextFile(PROGRAM, await generate());
