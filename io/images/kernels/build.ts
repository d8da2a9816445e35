/**
 * `deno task build:resize`: compiles resize.ts, which is AssemblyScript, into resize.generated.ts.
 *
 * @module
 */

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

/**
 * Compiles the kernels.
 *
 * @returns The text of resize.generated.ts, which needs no permission to load.
 * @throws {Error} What the compiler complains of.
 */
export async function generate(): Promise<string> {
  const { default: asc } = await import(COMPILER);
  let bytes = new Uint8Array(0);
  const result = await asc.main(
    ["resize.ts", "--outFile=out.wasm", ...FLAGS],
    {
      readFile: (name: string) => name === "resize.ts" ? source() : null,
      writeFile: (_name: string, contents: Uint8Array<ArrayBuffer>) => bytes = contents,
      listFiles: () => [],
    },
  );
  if (result.error) throw new Error(`Cannot compile the kernels: ${result.stderr}`);
  return `// made by build.ts from resize.ts
/** The kernels of resizing, in base64. */
export const RESIZE =
  "${bytes.toBase64()}";
`;
}

/** The source; decorators of functions are no TypeScript, so that they are comments in it. */
function source(): string {
  const text = Deno.readTextFileSync(new URL("resize.ts", import.meta.url));
  return text.replaceAll(/^\/\/ @inline$/gm, "@inline");
}

if (import.meta.main) {
  await Deno.writeTextFile(new URL("resize.generated.ts", import.meta.url), await generate());
}
