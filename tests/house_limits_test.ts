// A file fits a few screens, a function one: what grows beyond is two ideas.
import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Kernels are long loops, some of them in AssemblyScript. */
const KERNELS = /^engine\/.*\b(assembly|kernels)\//;

/** The most lines of a file, and of code in a function's body. */
const FILE = 300, FUNCTION = 60;

Deno.test(`no TypeScript file has more than ${FILE} lines, but generated ones`, () => {
  const long = sources(root).map((file) => `${file}: ${linesOf(read(file)).length}`)
    .filter((text) => Number(text.split(": ")[1]) > FILE);
  assert.deepEqual(long, []);
});

Deno.test(`no function has more than ${FUNCTION} lines of code, but kernels`, () => {
  const long = sources(root).filter((file) => !KERNELS.test(file))
    .flatMap((file) => longFunctions(file, read(file)));
  assert.deepEqual(long, []);
});

/** The functions of a file whose bodies are too long, without comments and empty lines. */
function longFunctions(file: string, source: string): string[] {
  const found: string[] = [];
  const look = ({ body }: { body: Deno.lint.Node | null }): void => {
    if (body === null) return;
    const code = linesOf(source.slice(...body.range)).slice(1, -1)
      .filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line));
    const line = linesOf(source.slice(0, body.range[0])).length;
    if (code.length > FUNCTION) found.push(`${file}:${line}: ${code.length}`);
  };
  Deno.lint.runPlugin(
    {
      name: "house",
      rules: {
        length: {
          create: () => ({
            FunctionDeclaration: look,
            FunctionExpression: look,
            ArrowFunctionExpression: look,
          }),
        },
      },
    },
    file,
    source,
  );
  return found;
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, "").split("\n");
}

function read(file: string): string {
  return Deno.readTextFileSync(join(root, file));
}

function sources(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry): string[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory) {
      // what runs leave lies at the root: site/runs/ is code
      const left = folder === root && /^(runs|_site)/.test(entry.name);
      return left || /^(\.|node_modules)/.test(entry.name) ? [] : sources(path);
    }
    return /(?<!\.generated)\.ts$/.test(entry.name) ? [relative(root, path)] : [];
  });
}
