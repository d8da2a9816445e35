/** Addresses of pages and pictures, and how they are made relative. */

/**
 * Turns the addresses of a page that begin with `/` into relative ones, so that the site works from
 * any sub-path and from the file system. Text is escaped before it reaches a page, so that
 * `href="/` can only be markup of ours.
 *
 * @param html The page, with addresses from the site's root.
 * @param path Where the page lies, from the site's root: `/runs/a/index.html`.
 * @param base The site's root on its host. Only `/404.html`, which is shown at any depth, needs it.
 * @returns The page with links that work.
 */
export function relativeLinks(html: string, path: string, base = "/"): string {
  const up = path === "/404.html"
    ? base
    : "../".repeat(path.replace(/^\//, "").split("/").length - 1) || "./";
  return html.replace(/\b(href|src|data-href)="\/(?!\/)/g, (_, name) => `${name}="${up}`);
}

/**
 * File names for texts of any kind: letters, digits, point, hyphen and underline are kept, others
 * become hyphens, devices of Windows (`con`) get an underline, and names that are no longer distinct
 * (also on file systems that ignore case) a number.
 *
 * @param texts Ids or names; equal ones get different file names.
 * @returns One file name a text, in the same order.
 */
export function fileNames(texts: readonly string[]): string[] {
  const taken = new Set<string>(), numbers = new Map<string, number>();
  return texts.map((text) => {
    const base = text.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+|\.+$/g, "").slice(0, 80);
    const free = DEVICE.test(base) ? `_${base}` : base || "unnamed";
    let name = free, number = numbers.get(free.toLowerCase()) ?? 1;
    while (taken.has(name.toLowerCase())) name = `${free}-${++number}`;
    taken.add(name.toLowerCase());
    numbers.set(free.toLowerCase(), number);
    return name;
  });
}

/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
