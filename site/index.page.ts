/** The overview of all runs. */
import type { SiteData, SitePage } from "./page.ts";
import { overviewView } from "./views/overview.ts";
import { words } from "./text/mod.ts";

/** The site's first page. */
export default function* ({ runs, broken, explanations }: SiteData): Generator<SitePage> {
  yield {
    url: "/index.html",
    layout: "layouts/index.vto",
    show: () => ({
      ...overviewView(runs, explanations),
      broken: broken.length ? words.overview.broken(broken) : undefined,
      crumbs: [{ name: words.frame.crumbs.runs }],
      links: [],
      scripts: ["/assets/runs.js", "/assets/paper.js", "/assets/save.js"],
    }),
  };
}
