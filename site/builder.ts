/** The builder for where Lume can't be reached: the same pages to the same files, from npm alone. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import vento from "ventojs";
import autoTrim from "ventojs/plugins/auto_trim.js";
import * as shared from "./_data.ts";
import type { SiteData, SitePage } from "./page.ts";
import { relativeLinks } from "./links.ts";
import { pages } from "./pages.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/**
 * Renders all pages and copies the static files.
 *
 * @param data What the pages are made from.
 * @param out The site's folder.
 * @param base The site's root on its host.
 */
export async function buildWithVento(data: SiteData, out: string, base: string): Promise<void> {
  const engine = vento({ includes: `${HERE}_includes`, autoescape: true });
  engine.use(autoTrim());
  for (const generate of pages) {
    for (const page of generate(data)) {
      await writeText(
        `${out}${page.url}`,
        relativeLinks(await render(engine, page), page.url, base),
      );
    }
  }
  await Deno.mkdir(`${out}/assets`, { recursive: true });
  for await (const { name } of Deno.readDir(`${HERE}assets`)) {
    await Deno.writeFile(`${out}/assets/${name}`, await Deno.readFile(`${HERE}assets/${name}`));
  }
}

async function render(engine: ReturnType<typeof vento>, page: SitePage): Promise<string> {
  if (!page.layout) return page.content ?? "";
  return (await engine.run(page.layout, { ...shared, ...page })).content;
}

async function writeText(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text);
}
