/**
 * A folder as it was typed, without slashes at its end, so that paths can be put together; `/` stays.
 *
 * @param text The value of a flag or a positional argument.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(["runs/", "runs//", "/", "runs"].map(folderOf), ["runs", "runs", "/", "runs"]);
 * ```
 */
export function folderOf(text: string): string {
  return text.replace(/(?<=[^/])\/+$/, "");
}
