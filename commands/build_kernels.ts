/**
 * `deno task build:kernels`: compiles the kernels of resizing and of planes, which are AssemblyScript, into
 * modules that hold them in base64 and need no permission to load.
 *
 * @module
 */

/** Kernels: a file, what its compiled bytes are called, and what they are for. */
export interface KernelSource {
  file: string;
  name: string;
  about: string;
}

/** All of them; the engine simd has a builder of its own. */
export const KERNELS: readonly KernelSource[] = [
  { file: "io/images/kernels/resize.ts", name: "RESIZE", about: "The kernels of resizing" },
  { file: "metrics/plane/kernels.ts", name: "PLANE", about: "The kernels of planes" },
];

/** A constant, not an import: the compiler is only for those who change a kernel. */
export const COMPILER = "npm:assemblyscript@0.28.20/asc";
const FLAGS = [
  "-O3",
  "--runtime=stub",
  "--noAssert",
  "--enable=simd",
  "--importMemory",
  "--noExportMemory",
];

/** Where the compiled kernels stand. */
export function generatedOf({ file }: Pick<KernelSource, "file">): URL {
  return new URL(`../${file.replace(/\.ts$/, ".generated.ts")}`, import.meta.url);
}

/**
 * Compiles kernels.
 *
 * @param kernels Which.
 * @returns The text of their generated module.
 * @throws {Error} What the compiler complains of.
 */
export async function generate({ file, name, about }: KernelSource): Promise<string> {
  const { default: asc } = await import(COMPILER);
  let bytes = new Uint8Array(0);
  const result = await asc.main(
    ["kernels.ts", "--outFile=out.wasm", ...FLAGS],
    {
      readFile: (name: string) => name === "kernels.ts" ? sourceOf(file) : null,
      writeFile: (_name: string, contents: Uint8Array<ArrayBuffer>) => bytes = contents,
      listFiles: () => [],
    },
  );
  if (result.error) throw new Error(`Cannot compile ${file}: ${result.stderr}`);
  return `// made by deno task build:kernels from ${file}
/** ${about}, in base64. */
export const ${name} =
  "${bytes.toBase64()}";
`;
}

/** The source; decorators of functions are no TypeScript, so that they are comments in it. */
function sourceOf(file: string): string {
  const text = Deno.readTextFileSync(new URL(`../${file}`, import.meta.url));
  return text.replaceAll(/^\/\/ @inline$/gm, "@inline");
}

if (import.meta.main) {
  for (const kernels of KERNELS) {
    await Deno.writeTextFile(generatedOf(kernels), await generate(kernels));
  }
}
