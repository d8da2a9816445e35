/** A file that was left out, and why. */
export interface SkippedFile {
  /** Its name or path, as the user knows it. */
  file: string;
  /** The reason, without the file's name, so that equal ones can be told once. */
  reason: string;
}

/**
 * What was skipped, a line per reason: the first three names, and of more the count.
 *
 * @param skipped The files, in the order in which they were found.
 * @returns Lines to print, none where nothing was skipped.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const skipped = ["a.jpg", "b.jpg"].map((file) => ({ file, reason: "it is empty" }));
 * assert.deepEqual(skippedLines(skipped), ["skipped a.jpg, b.jpg: it is empty"]);
 * ```
 */
export function skippedLines(skipped: readonly SkippedFile[]): string[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].map(([reason, files]) => {
    const names = firstNames(files.map(({ file }) => file));
    const which = files.length > NAMED ? `${files.length} files (${names})` : names;
    return `skipped ${which}: ${reason}`;
  });
}

/**
 * Names for a line that speaks of many: the first three, and `…` for the others.
 *
 * @param names All names.
 * @returns `a, b, c, …`
 */
export function firstNames(names: readonly string[]): string {
  return [...names.slice(0, NAMED), ...names.length > NAMED ? ["…"] : []].join(", ");
}

/** Names of one reason that are shown. */
const NAMED = 3;
