/**
 * A language to test with: English in letters of another alphabet. What still has letters of the Latin
 * one on a page was not taken from `site/text/en`.
 */
import { Markup } from "../../site/html/safe.ts";

/** A text in other letters; what is in them already stays. */
export function translated(text: string): string {
  // full-width letters: upper and lower case are told apart, as in every script that has them
  return text.replace(/[A-Za-z]/g, (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0));
}

/** Words, tables of words and functions that make words, in the other language. */
// deno-lint-ignore no-explicit-any -- words are of many shapes
export function spoken(words: any): any {
  if (typeof words === "string") return translated(words);
  if (words instanceof Markup) {
    return new Markup(
      words.text.replace(
        /<[^>]*>|&[#\w]+;|[^<&]+/g,
        (part) => /^[<&]/.test(part) ? part : translated(part),
      ),
    );
  }
  if (Array.isArray(words)) return words.map(spoken);
  if (typeof words === "function") return (...values: unknown[]) => spoken(words(...values));
  if (typeof words !== "object" || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([name, value]) => [name, spoken(value)]));
}

/**
 * Writes an import map that puts the other language in the place of English.
 *
 * @param folder Where to.
 * @returns Its path.
 */
export async function writeImportMap(folder: string): Promise<string> {
  const at = (path: string) => new URL(path, import.meta.url).href;
  const english = at("../../site/text/en/mod.ts"), other = `file://${folder}/other.ts`;
  const names = Object.keys(await import(english));
  await Deno.writeTextFile(
    `${folder}/other.ts`,
    `import * as english from "${english}";\nimport { spoken } from "${import.meta.url}";\n` +
      names.map((name) => `export const ${name} = spoken(english.${name});\n`).join(""),
  );
  const { imports } = JSON.parse(await Deno.readTextFile(new URL(at("../../deno.json"))));
  // what deno.json does by itself: files in packages
  const inside = Object.entries<string>(imports).filter(([, target]) => target.startsWith("npm:"))
    .map(([name, target]) => [`${name}/`, `${target.replace("npm:", "npm:/")}/`]);
  const map = {
    imports: {
      ...imports,
      ...Object.fromEntries(inside),
      "@triptych/engine": at("../../engine/mod.ts"),
      "@triptych/metrics": at("../../metrics/mod.ts"),
      [english]: other,
    },
    scopes: { [other]: { [english]: english } },
  };
  await Deno.writeTextFile(`${folder}/map.json`, JSON.stringify(map));
  return `${folder}/map.json`;
}
