/**
 * `deno task build:simd`: compiles assembly/ into kernels.generated.ts, writes down in
 * seam.generated.ts what the kernels take, and bundles worker.ts into worker.generated.ts.
 *
 * @module
 */
import { seamText } from "./seam.ts";
import { tileSource } from "./tile_source.ts";
import { transformSource } from "./transform_source.ts";

/** A constant, not an import: the compiler is only for those who change a kernel. */
export const COMPILER = "npm:assemblyscript@0.28.20/asc";
const FLAGS = [
  "-O3",
  "--runtime=stub",
  "--noAssert",
  "--enable=simd,relaxed-simd,threads",
  "--importMemory",
  "--noExportMemory",
  "--sharedMemory",
  "--initialMemory=1",
  "--maximumMemory=65536",
];

/** What differs between the modules; the values of constants in assembly/arithmetic.ts. */
export interface Variant {
  /** Whether relaxed SIMD (fused multiply-add) may be used. */
  relaxed: boolean;
  /** Whether tiles are made for vectors of 256 bits. */
  wide: boolean;
}

/**
 * Compiles the kernels.
 *
 * @param variant For what machine.
 * @returns The WebAssembly module's bytes.
 * @throws {Error} What the compiler complains of.
 */
export async function compile(variant: Variant): Promise<Uint8Array<ArrayBuffer>> {
  const { default: asc } = await import(COMPILER);
  const folder = new URL("assembly/", import.meta.url);
  let bytes = new Uint8Array(0);
  const result = await asc.main(["index.ts", "--outFile=out.wasm", ...FLAGS], {
    readFile: (name: string) => {
      try {
        // the compiler adds an extension to the one that Deno wants
        return sourceOf(new URL(name.replace(/\.ts\.ts$/, ".ts"), folder), variant);
      } catch {
        return null;
      }
    },
    writeFile: (_name: string, contents: Uint8Array<ArrayBuffer>) => bytes = contents,
    listFiles: () => [],
  });
  if (result.error) throw new Error(`Cannot compile the kernels: ${result.stderr}`);
  return bytes;
}

/** A file of assembly/ as the compiler takes it. */
function sourceOf(file: URL, { relaxed, wide }: Variant): string {
  // decorators of functions are no TypeScript, so that they are comments in the sources
  const text = Deno.readTextFileSync(file).replaceAll(/^\/\/ @inline$/gm, "@inline")
    .replace("RELAXED: bool = true", `RELAXED: bool = ${relaxed}`)
    .replace("WIDE: bool = false", `WIDE: bool = ${wide}`);
  if (file.pathname.endsWith("/tile.ts")) return text + tileSource();
  return file.pathname.endsWith("/winograd_transforms.ts") ? text + transformSource() : text;
}

/**
 * Writes the modules as a TypeScript file, which needs no permission to load and no server.
 *
 * @returns The text of kernels.generated.ts.
 */
export async function generate(): Promise<string> {
  const relaxed = await compile({ relaxed: true, wide: false });
  const plain = await compile({ relaxed: false, wide: false });
  const wide = await compile({ relaxed: true, wide: true });
  return `// made by build.ts from assembly/
/** The kernels with relaxed SIMD, in base64. */
export const RELAXED =
  "${relaxed.toBase64()}";
/** The kernels with plain SIMD, in base64. */
export const PLAIN =
  "${plain.toBase64()}";
/** The kernels for machines where V8 makes vectors of 256 bits of pairs, in base64. */
export const WIDE =
  "${wide.toBase64()}";
`;
}

/** @returns The text of seam.generated.ts. */
export function generateSeam(): string {
  return seamText((file) => Deno.readTextFileSync(new URL(`assembly/${file}`, import.meta.url)));
}

/**
 * Bundles the workers' program.
 *
 * @returns The text of worker.generated.ts.
 * @throws {Error} What the bundler complains of.
 */
export async function generateWorker(): Promise<string> {
  const worker = new URL("worker.ts", import.meta.url).pathname;
  const args = ["bundle", "--no-lock", "--quiet", "--minify", "--platform", "browser", worker];
  const { success, stdout, stderr } = await new Deno.Command("deno", { args }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`Cannot bundle the worker: ${text.decode(stderr)}`);
  return `// made by build.ts from worker.ts
/** The program of a worker, JavaScript without imports. */
export const WORKER =
  '${text.decode(stdout).trim().replaceAll(/[\\']/g, "\\$&")}';
`;
}

if (import.meta.main) {
  const write = (name: string, text: string) =>
    Deno.writeTextFile(new URL(name, import.meta.url), text);
  await write("seam.generated.ts", generateSeam());
  await write("kernels.generated.ts", await generate());
  // last: the bundler chooses its short names by the letters of every file, the kernels' too
  await write("worker.generated.ts", await generateWorker());
}
