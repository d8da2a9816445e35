/**
 * A count with its noun in singular or plural, for the terminal.
 *
 * @param count How many.
 * @param one The noun in the singular.
 * @param many The noun in the plural.
 * @returns `1 case`, `12 cases`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([counted(1, "case"), counted(0, "case")], ["1 case", "0 cases"]);
 * ```
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/**
 * A list of words as in a sentence.
 *
 * @param words The words.
 * @param last What stands before the last of them.
 * @returns `a`, `a and b`, `a, b and c`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(listed(["a", "b", "c"]), "a, b and c");
 * ```
 */
export function listed(words: readonly string[], last: "and" | "or" = "and"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/**
 * Whether a setting's name takes a plural verb.
 *
 * @param name The name, in words.
 * @returns True for `class weights` and `epochs in b`, false for `loss` and `schedule of the rate`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(["epochs", "loss"].map(isPlural), [true, false]);
 * ```
 */
export function isPlural(name: string): boolean {
  const [noun] = name.split(/ (?:per|of|in|from|beside) /);
  return /[^s]s$/.test(noun);
}

/**
 * A size on disk or in memory, for people.
 *
 * @param bytes How many.
 * @returns `3.3 GB`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(gigabytes(3_321_000_000), "3.3 GB");
 * ```
 */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/**
 * A text as a shell takes it for one word, for commands to be pasted.
 *
 * @param text A path, say.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(quote("runs/a-1"), "runs/a-1");
 * assert.equal(quote("my runs/it's"), `'my runs/it'\\''s'`);
 * ```
 */
export function quote(text: string): string {
  return /^[\w./:=+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
