/** What the pages of runs and cases are called. */

/**
 * A file name for texts of any kind: letters, digits, point, hyphen and underline are kept, others
 * become hyphens, devices of Windows (`con`) and pages of a gallery (`index`) get an underline, and names
 * that are no longer distinct (also on file systems that ignore case) a number.
 *
 * @param texts Ids or names; equal ones get different file names.
 * @returns One file name per text, in the same order.
 */
export function pageNames(texts: readonly string[]): string[] {
  const taken = new Set<string>(), numbers = new Map<string, number>();
  return texts.map((text) => {
    const base = text.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+|\.+$/g, "").slice(0, 80);
    const free = TAKEN.test(base) ? `_${base}` : base || "unnamed";
    let name = free, number = numbers.get(free.toLowerCase()) ?? 1;
    while (taken.has(name.toLowerCase())) name = `${free}-${++number}`;
    taken.add(name.toLowerCase());
    numbers.set(free.toLowerCase(), number);
    return name;
  });
}

/** Names that Windows keeps for devices, with any ending, and those of a gallery's own pages. */
const TAKEN = /^((con|prn|aux|nul|com\d|lpt\d)(\.|$)|(index|page-\d+)$)/i;

/** The page names of ids, by id. */
export function pageNamesOf(ids: string[]): Map<string, string> {
  const names = pageNames(ids);
  return new Map(ids.map((id, i) => [id, names[i]]));
}
