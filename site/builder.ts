/** The builder for where Lume can't be reached: the same pages to the same files, from npm alone. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import vento from "ventojs";
import autoTrim from "ventojs/plugins/auto_trim.js";
import * as shared from "./_data.ts";
import type { SitePage } from "./page.ts";
import type { SiteRun } from "./views/site_run.ts";
import { relativeLinks } from "./links.ts";
import { pages } from "./pages.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/**
 * Renders all pages and copies the static files.
 *
 * @param runs The runs.
 * @param out The site's folder.
 */
export async function buildWithVento(runs: SiteRun[], out: string): Promise<void> {
  const engine = vento({ includes: `${HERE}_includes`, autoescape: true });
  engine.use(autoTrim());
  for (const generate of pages) {
    for (const page of generate({ runs })) await writePage(engine, page, out);
  }
  await Deno.mkdir(`${out}/assets`, { recursive: true });
  for await (const { name } of Deno.readDir(`${HERE}assets`)) {
    await Deno.writeFile(`${out}/assets/${name}`, await Deno.readFile(`${HERE}assets/${name}`));
  }
}

async function writePage(
  engine: ReturnType<typeof vento>,
  page: SitePage,
  out: string,
): Promise<void> {
  const content = page.layout
    ? (await engine.run(page.layout, { ...shared, ...page })).content
    : page.content ?? "";
  await Deno.mkdir(dirname(`${out}${page.url}`), { recursive: true });
  await Deno.writeTextFile(`${out}${page.url}`, relativeLinks(content, page.url));
}
