/**
 * Parses JSON; errors have the same words in every JavaScript engine, and quote nothing of the file.
 *
 * @param text The text.
 * @returns What it says.
 * @throws {SyntaxError} If it isn't JSON; the message says from where.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => parseJson("[1,\n2"), { message: "it must be JSON, and ends too early" });
 * assert.throws(() => parseJson("[1,\n2}"), {
 *   message: "it must be JSON, and fails at line 2, column 2",
 * });
 * ```
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as SyntaxError;
    const position = /position (\d+)/.exec(message)?.[1];
    const at = position === undefined ? undefined : Number(position);
    const isCut = /Unexpected end|Unterminated/.test(message) || (at ?? 0) >= text.length;
    const fails = at === undefined ? "isn't" : `fails at ${placeOf(text, at)}`;
    const found = isCut ? "ends too early" : fails;
    throw new SyntaxError(`it must be JSON, and ${found}`, { cause });
  }
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at), line = before.split("\n").length;
  return `line ${line}, column ${at - before.lastIndexOf("\n")}`;
}
