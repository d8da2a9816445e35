/** The page of each run's model, on which it meets other images. */
import { predictingPolicy } from "./_data.ts";
import { runLinks, type SitePage } from "./page.ts";
import type { SiteRun } from "./runs/site_run.ts";
import { words } from "./text/mod.ts";
import { tryView } from "./views/try.ts";

/** The pages of all models that a page may load, and of those that it says why not. */
export default function* ({ runs }: { runs: SiteRun[] }): Generator<SitePage> {
  for (const run of runs) {
    const { model } = run;
    if (model === undefined) continue;
    yield {
      url: run.tryUrl,
      layout: "layouts/try.vto",
      show: () => ({
        ...tryView(run, model),
        palette: run.palette,
        policy: "about" in model ? predictingPolicy : undefined,
        crumbs: [
          { name: words.frame.crumbs.runs, url: "/index.html" },
          { name: run.name, url: `${run.base}index.html` },
          { name: words.tryText.title },
        ],
        links: runLinks(run, runs)?.filter(({ url }) => url !== run.tryUrl),
        scripts: ["/assets/keys.js", ..."about" in model ? ["/assets/try.js"] : []],
      }),
    };
  }
}
