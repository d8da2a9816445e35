/** One page a group of more than two runs that can be compared. */
import { words } from "./text/mod.ts";
import { type SitePage, slidesLink } from "./page.ts";
import { modelsView } from "./views/models.ts";
import { rankings } from "./runs/rankings.ts";
import type { SiteRun } from "./runs/site_run.ts";

/** The pages of all rankings. */
export default function* ({ runs }: { runs: SiteRun[] }): Generator<SitePage> {
  for (const ranking of rankings(runs)) {
    yield {
      url: ranking.url,
      layout: "layouts/models.vto",
      show: () => ({
        ...modelsView(ranking),
        palette: ranking.runs[0].palette,
        crumbs: [{ name: words.frame.crumbs.runs, url: "/index.html" }, {
          name: words.models.crumb,
        }],
        links: [slidesLink(ranking.url)],
        scripts: [
          "/assets/keys.js",
          "/assets/choices.js",
          "/assets/paper.js",
          "/assets/save.js",
        ],
      }),
    };
  }
}
