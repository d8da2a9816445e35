/** The builder that is used wherever it can be reached: Lume, by `_config.ts`. */
import { pages } from "../pages.ts";
import type { SiteData } from "../page.ts";

// a constant, so that no type check follows it to a host that may be out of reach
const CONFIG = "../_config.ts";

/**
 * Renders all pages with Lume.
 *
 * @param data What the pages are made from.
 * @param out The site's folder.
 * @param base The site's root on its host.
 * @returns Whether Lume could be reached; without it nothing was written.
 */
export async function buildWithLume(
  data: SiteData,
  out: string,
  base: string,
): Promise<boolean> {
  // Lume prints a line a page unless told otherwise
  if (!Deno.env.has("LUME_LOGS")) Deno.env.set("LUME_LOGS", "WARNING");
  const config = await import(CONFIG).catch((error) => {
    if (isUnreachable(error)) return undefined;
    throw error;
  });
  if (config === undefined) return false;
  const site = config.default(data, out, base);
  await site.build();
  checkComplete(site.pages.length, data);
  return true;
}

/** Lume prints an error of a template and goes on; a site with holes must not look finished. */
function checkComplete(built: number, data: SiteData): void {
  let expected = 0;
  for (const generate of pages) for (const _ of generate(data)) expected++;
  if (built !== expected) {
    throw new Error(`Cannot build the site: Lume must render ${expected} pages, got ${built}`);
  }
}

/** Whether Lume could not be loaded: no network, or no permission for it. */
function isUnreachable(error: unknown): boolean {
  const { message = "" } = error as { message?: string };
  return /^(Import 'https?:|Requires import access)/.test(message);
}
