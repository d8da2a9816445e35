/**
 * The lines of a list that are no comment, without blanks around them.
 *
 * @param text A text file's content; Windows editors put a byte order mark first.
 */
export function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, "").split(/\r?\n/).map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
