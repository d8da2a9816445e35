/** Where a site may be written: over nothing that it reads, and over nothing that isn't a site. */
import { join } from "node:path";
import { exists, keepApart, readInside } from "../../io/mod.ts";

/** What stands at the top of every site. */
const TOP = ["index.html", "404.html", "assets", "runs"];

/**
 * Refuses a folder in which a site would write over something else.
 *
 * @param out The site's folder, which need not exist.
 * @param runs What the site is built from.
 * @param what What each of these is, for the message.
 * @throws {Error} When it holds a run, lies in one, or holds other things of the names that a site has.
 */
export async function checkPlace(
  out: string,
  runs: readonly string[],
  what = "the run",
): Promise<void> {
  const inputs = await Promise.all(runs.map(async (path) => ({
    path,
    what,
    whole: await Deno.stat(path).then((file) => file.isDirectory, () => false),
  })));
  await keepApart(inputs, [{ path: out, what: "the pages", whole: true }]);
  if (await isSite(out)) return;
  for (const name of TOP) {
    if (!await exists(join(out, name))) continue;
    throw new Error(
      `Cannot write the pages to ${out}: it must be a new or empty folder, or hold an earlier site, ` +
        `got one with a ${name} that is no site's; choose another place`,
    );
  }
}

/** Whether the first page is one of ours. */
async function isSite(out: string): Promise<boolean> {
  try {
    const page = new TextDecoder().decode(await readInside(out, "index.html"));
    return page.includes('<meta name="generator" content="Triptych">');
  } catch {
    return false;
  }
}

/**
 * The folders of runs in a site that are none of its runs' now.
 *
 * @param out The site's folder.
 * @param bases The addresses of its runs: `/runs/a/`.
 */
export async function earlierRuns(out: string, bases: readonly string[]): Promise<string[]> {
  if (!await exists(join(out, "runs"))) return [];
  const found = await Array.fromAsync(Deno.readDir(join(out, "runs")));
  return found.filter(({ name, isDirectory }) => isDirectory && !bases.includes(`/runs/${name}/`))
    .map(({ name }) => join(out, "runs", name)).sort();
}
