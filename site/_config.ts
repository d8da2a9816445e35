/** The site as Lume builds it; the one file here that imports Lume. */
import lume from "lume/mod.ts";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { relativeLinks } from "./html/links.ts";
import type { SiteData } from "./page.ts";

/**
 * Lume, set up for some runs.
 *
 * @param data What the pages are made from.
 * @param out The site's folder; the pictures are there already.
 * @param base The site's root on its host.
 */
export default function site(data: SiteData, out: string, base: string) {
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  const options = {
    cwd,
    // Lume takes the folder from its own
    dest: relative(cwd, resolve(out)),
    emptyDest: false,
    prettyUrls: false,
  };
  return lume(options, { vento: { options: { autoescape: true } } }, false)
    .data("runs", data.runs)
    .data("broken", data.broken)
    .data("explanations", data.explanations ?? [])
    .add("assets")
    .process([".html"], (pages) => {
      for (const page of pages) page.text = relativeLinks(page.text, page.outputPath, base);
    });
}
