/** One page a pair of runs. */
import { words } from "./text/mod.ts";
import { type SitePage, slidesLink } from "./page.ts";
import { compareView } from "./views/compare.ts";
import { compareUrl, comparisons } from "./runs/comparisons.ts";
import { doubtsOf } from "./runs/doubts.ts";
import { rankings } from "./runs/rankings.ts";
import type { SiteRun } from "./runs/site_run.ts";

/** The pages of all comparisons, the earlier run on the left. */
export default function* ({ runs }: { runs: SiteRun[] }): Generator<SitePage> {
  for (const { before, after } of comparisons(runs).pairs) {
    yield {
      url: compareUrl(before, after),
      layout: "layouts/compare.vto",
      show: () => ({
        ...compareView(before, after),
        palette: before.palette,
        crumbs: [{ name: words.frame.crumbs.runs, url: "/index.html" }, {
          name: words.frame.crumbs.comparison,
        }],
        scripts: [
          "/assets/keys.js",
          "/assets/charts.js",
          "/assets/choices.js",
          "/assets/paper.js",
          "/assets/save.js",
          "/assets/drawings.js",
        ],
        links: [
          ...[before, after].map((run) => ({ name: run.name, url: `${run.base}index.html` })),
          ...doubtsOf(runs).filter((doubts) => doubts.shown.includes(after))
            .map(({ url }) => ({ name: words.truths.linkOf, url })),
          ...rankings(runs).filter((one) => one.runs.includes(after))
            .map(({ url, runs }) => ({ name: words.models.link(runs.length), url })),
          slidesLink(compareUrl(before, after)),
        ],
      }),
    };
  }
}
