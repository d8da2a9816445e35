/** The overview of all runs. */
import type { SitePage } from "./page.ts";
import { overviewView } from "./views/overview_view.ts";
import type { SiteRun } from "./views/site_run.ts";

/** The site's first page. */
export default function* ({ runs }: { runs: SiteRun[] }): Generator<SitePage> {
  yield {
    url: "/index.html",
    layout: "layouts/index.vto",
    show: () => ({
      ...overviewView(runs),
      crumbs: [{ name: "Runs" }],
      links: [],
      scripts: ["/assets/runs.js", "/assets/save.js"],
    }),
  };
}
