/** One page a run. */
import { words } from "./text/mod.ts";
import type { SitePage } from "./page.ts";
import { runLinks } from "./page.ts";
import { runView } from "./views/run.ts";
import { runFigures } from "./views/run_figures.ts";
import type { SiteRun } from "./runs/site_run.ts";

/** The pages of all runs. */
export default function* ({ runs }: { runs: SiteRun[] }): Generator<SitePage> {
  for (const run of runs) {
    yield {
      url: `${run.base}index.html`,
      layout: "layouts/run.vto",
      show: () => ({
        ...runView(run),
        palette: run.palette,
        crumbs: [{ name: words.frame.crumbs.runs, url: "/index.html" }, { name: run.name }],
        links: runLinks(run, runs),
        scripts: [
          "/assets/keys.js",
          "/assets/charts.js",
          "/assets/choices.js",
          "/assets/paper.js",
          "/assets/matrix.js",
          "/assets/save.js",
          "/assets/drawings.js",
        ],
      }),
    };
    yield { url: `${run.base}figures.js`, content: runFigures(run) };
  }
}
