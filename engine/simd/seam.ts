/**
 * The seam between kernels and their callers: reads assembly/ and writes down what each kernel takes.
 *
 * @module
 */

/** A kernel that the module exports. */
export interface Signature {
  /** Its name. */
  name: string;
  /** The first sentence of its comment. */
  summary: string;
  /** Its arguments in order, without part and thread. */
  parameters: { name: string; type: "usize" | "i32" | "f32" | "f64" }[];
}

/**
 * The signatures of the kernels that `assembly/index.ts` exports.
 *
 * @param read Gives the text of a file of assembly/.
 * @returns One per kernel, in the order of the index.
 * @throws {Error} When an exported function can't be found.
 */
export function signaturesOf(read: (file: string) => string): Signature[] {
  const exported = read("index.ts").matchAll(/export \{([^}]*)\} from "\.\/(\w+\.ts)"/g);
  return [...exported].flatMap(([, names, file]) =>
    names.split(",").map((name) => name.trim()).filter((name) => name !== "")
      .map((name) => signatureOf(name, read(file)))
  );
}

function signatureOf(name: string, source: string): Signature {
  const pattern = new RegExp(
    `/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s*(?:// @inline\\s*)?export function ${name}\\(([^)]*)\\)`,
  );
  const found = pattern.exec(source);
  if (found === null) throw new Error(`Cannot describe the kernel ${name}: it has no comment`);
  const parameters = found[2].split(",").map((text) => text.trim()).filter((text) => text !== "")
    .map((text) => {
      const [parameter, type] = text.split(": ");
      return { name: parameter, type: type as Signature["parameters"][number]["type"] };
    });
  const isCut = /^_?part$/.test(parameters.at(-2)?.name ?? "");
  const words = found[1].replaceAll(/\s*\n\s*\*?\s*/g, " ").trim();
  return {
    name,
    summary: /^.*?[.;](?=\s|$)/.exec(words)?.[0].replace(/;$/, ".") ?? `${words}.`,
    parameters: isCut ? parameters.slice(0, -2) : parameters,
  };
}

/**
 * The text of `seam.generated.ts`: the arguments of each kernel as a type and as names in order, and the
 * constants of `assembly/constants.ts`.
 *
 * @param read Gives the text of a file of assembly/.
 * @returns TypeScript, as `deno fmt` has it.
 */
export function seamText(read: (file: string) => string): string {
  const signatures = signaturesOf(read);
  const types = signatures.map(({ name, summary, parameters }) =>
    `  /** ${summary} */\n  ${name}: {\n` +
    parameters.map(({ name, type }) => `    ${name}: ${type === "usize" ? "Address" : "number"};\n`)
      .join("") +
    "  };\n"
  );
  const orders = signatures.map(({ name, parameters }) =>
    `  ${name}: [\n${parameters.map(({ name }) => `    "${name}",\n`).join("")}  ],\n`
  );
  const constants = read("constants.ts").matchAll(
    /(\/\*\*.*\*\/)\nexport const (\w+): \w+ = (\d+);/g,
  );
  return `// made by build.ts from assembly/
import type { Address } from "./arena.ts";

/** What each kernel takes; the part and the thread follow. */
export interface KernelArguments {
${types.join("")}}

/** The order in which each kernel takes its arguments. */
export const ORDER: {
  readonly [Name in keyof KernelArguments]: readonly (keyof KernelArguments[Name])[];
} = {
${orders.join("")}};

${
    [...constants].map(([, comment, name, value]) =>
      `${comment}\nexport const ${name} = ${value};\n`
    ).join("")
  }`;
}
