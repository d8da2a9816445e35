/** What two runs of the same settings must have in common, byte by byte. */
import { filesIn } from "./files_in.ts";

/** Only people read the lock; when a file was made and how long it took is no result. */
const UNCOUNTED = [".lock", "run.json", "checkpoint/checkpoint.bin", "model/model.json"];

/**
 * The files of a run folder as they must be again: without the times in them, and without those that
 * consist of nothing else.
 *
 * @param folder The run folder.
 * @returns Their content by path.
 */
export async function resultsOf(folder: string): Promise<Map<string, string>> {
  const results = new Map<string, string>();
  for (const [path, bytes] of await filesIn(folder)) {
    if (!UNCOUNTED.includes(path)) results.set(path, timeless(path, bytes));
  }
  return results;
}

/**
 * The first difference of two folders' results.
 *
 * @param found What there is.
 * @param expected What there must be.
 * @returns In words; undefined where there is none.
 */
export function differenceOf(
  found: Map<string, string>,
  expected: Map<string, string>,
): string | undefined {
  for (const [path, content] of expected) {
    if (!found.has(path)) return `${path} is missing`;
    if (found.get(path) !== content) return `${path} differs`;
  }
  const more = [...found.keys()].find((path) => !expected.has(path));
  return more && `${more} is left over`;
}

/** The content without wall times, which no two runs share. */
function timeless(path: string, bytes: Uint8Array): string {
  if (!/\.jsonl?$|\.html$/.test(path)) return bytes.toHex();
  return new TextDecoder().decode(bytes)
    .replace(/"(createdAt|startedAt)": ?"[^"]*"/g, "")
    .replace(/"(seconds|imagesPerSecond)": ?[\d.e+-]+/g, "");
}
