/** One page a group of runs over the same cases: truths that may be wrong. */
import { words } from "./text/mod.ts";
import type { SitePage } from "./page.ts";
import { doubtsOf } from "./runs/doubts.ts";
import type { SiteRun } from "./runs/site_run.ts";
import { truthsView } from "./views/truths.ts";

/** The pages of all groups. */
export default function* ({ runs }: { runs: SiteRun[] }): Generator<SitePage> {
  for (const doubts of doubtsOf(runs)) {
    yield {
      url: doubts.url,
      layout: "layouts/truths.vto",
      show: () => ({
        ...truthsView(doubts),
        palette: doubts.shown[0].palette,
        crumbs: [{ name: words.frame.crumbs.runs, url: "/index.html" }, {
          name: words.truths.crumb,
        }],
        links: [],
        scripts: ["/assets/choices.js"],
      }),
    };
  }
}
