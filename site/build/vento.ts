/** The builder for where Lume can't be reached: the same pages to the same files, from npm alone. */
import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import vento from "ventojs";
import autoTrim from "ventojs/plugins/auto_trim.js";
import * as shared from "../_data.ts";
import type { SiteData, SitePage } from "../page.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { makeFolder, writeFileAtOnce } from "../../io/mod.ts";
import { relativeLinks } from "../html/links.ts";
import { pages } from "../pages.ts";

const HERE = fileURLToPath(new URL("..", import.meta.url));

/**
 * Renders all pages and copies the static files.
 *
 * @param data What the pages are made from.
 * @param out The site's folder.
 * @param base The site's root on its host.
 */
export async function buildWithVento(data: SiteData, out: string, base: string): Promise<void> {
  await writePages(pages.values().flatMap((generate) => generate(data)), out, base);
  await Deno.mkdir(`${out}/assets`, { recursive: true });
  for await (const { name } of Deno.readDir(`${HERE}assets`)) {
    await Deno.writeFile(`${out}/assets/${name}`, await Deno.readFile(`${HERE}assets/${name}`));
  }
}

/**
 * Renders pages.
 *
 * @param some The pages.
 * @param out The site's folder.
 * @param base The site's root on its host.
 */
export async function writePages(
  some: Iterable<SitePage>,
  out: string,
  base = "/",
): Promise<void> {
  const engine = templates(), made = new Set<string>();
  for (const page of some) {
    // a server that builds its site again answers in between
    await setImmediate();
    const path = `${out}${page.url}`, folder = dirname(path);
    if (!made.has(folder)) await makeFolder(folder);
    made.add(folder);
    writeFileAtOnce(path, relativeLinks(await render(engine, page), page.url, base));
  }
}

/**
 * The runs whose own pages can't be made, each with the reason: a run folder may say things that pass
 * every check, and that no page expects.
 *
 * @param runs The runs.
 */
export async function failingRuns(runs: readonly SiteRun[]): Promise<Map<SiteRun, Error>> {
  const engine = templates();
  const failing = new Map<SiteRun, Error>();
  for (const run of runs) {
    try {
      for (const generate of pages) {
        for (const page of generate({ runs: [run], broken: [] })) await render(engine, page);
      }
    } catch (error) {
      const reason = `Cannot show ${run.folder.path}: its pages can't be made (${
        (error as Error).message.split("\n")[0]
      })`;
      failing.set(run, new Error(reason, { cause: error }));
    }
  }
  return failing;
}

/**
 * One page as text, its addresses from the site's root.
 *
 * @param page The page.
 * @param data What every layout has, where it differs from the site's.
 */
export async function renderPage(page: SitePage, data: Record<string, unknown>): Promise<string> {
  return await render(templates(), page, data);
}

function templates() {
  const engine = vento({ includes: `${HERE}_includes`, autoescape: true });
  engine.use(autoTrim());
  return engine;
}

async function render(
  engine: ReturnType<typeof vento>,
  page: SitePage,
  data: Record<string, unknown> = {},
): Promise<string> {
  if (!page.layout) return page.content ?? "";
  return (await engine.run(page.layout, { ...shared, ...data, ...page })).content;
}
