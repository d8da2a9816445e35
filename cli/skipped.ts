/** A file that was skipped, and why. */
export interface SkippedFile {
  /** Its name or path, as the user knows it. */
  file: string;
  /** The reason, without the file's name, so that files with the same reason share a line. */
  reason: string;
}

/**
 * What was skipped, one line per reason: up to three names, and the count if there are more.
 *
 * @param skipped The files, in the order in which they were found.
 * @returns Lines to print, none if nothing was skipped.
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
 * The first three of many names, and `…` for the rest.
 *
 * @param names All names.
 * @returns `a, b, c, …`
 */
export function firstNames(names: readonly string[]): string {
  return [...names.slice(0, NAMED), ...names.length > NAMED ? ["…"] : []].join(", ");
}

/** How many names are shown per reason. */
const NAMED = 3;
