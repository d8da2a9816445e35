/**
 * Builds kernels.generated.ts from assembly/: `deno run --allow-read --allow-write --allow-env
 * --allow-net=registry.npmjs.org model/backends/simd/build.ts`.
 *
 * @module
 */

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

/**
 * Compiles the kernels.
 *
 * @param relaxed Whether relaxed SIMD (fused multiply-add) may be used.
 * @returns The WebAssembly module's bytes.
 * @throws {Error} What the compiler complains of.
 */
export async function compile(relaxed: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const { default: asc } = await import(COMPILER);
  const folder = new URL("assembly/", import.meta.url);
  let bytes = new Uint8Array(0);
  const result = await asc.main(["index.ts", "--outFile=out.wasm", ...FLAGS], {
    readFile: (name: string) => {
      try {
        // the compiler adds an extension to the one that Deno wants
        const text: string = Deno.readTextFileSync(
          new URL(name.replace(/\.ts\.ts$/, ".ts"), folder),
        );
        // decorators of functions are no TypeScript, so that they are comments in the sources
        const source = text.replaceAll(/^\/\/ @inline$/gm, "@inline");
        return relaxed ? source : source.replace("RELAXED: bool = true", "RELAXED: bool = false");
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

/**
 * Writes both modules as a TypeScript file, which needs no permission to load and no server.
 *
 * @returns The text of kernels.generated.ts.
 */
export async function generate(): Promise<string> {
  const [relaxed, plain] = [await compile(true), await compile(false)];
  return `// made by build.ts from assembly/
/** The kernels with relaxed SIMD, in base64. */
export const RELAXED =
  "${relaxed.toBase64()}";
/** The kernels with plain SIMD, in base64. */
export const PLAIN =
  "${plain.toBase64()}";
`;
}

if (import.meta.main) {
  const file = new URL("kernels.generated.ts", import.meta.url);
  await Deno.writeTextFile(file, await generate());
}
