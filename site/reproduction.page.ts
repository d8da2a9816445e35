/** Published figures beside ours, where a run repeats work that has some. */
import { words } from "./text/mod.ts";
import type { SiteData, SitePage } from "./page.ts";
import { hasPublishedFigures, REPRODUCTION_URL } from "./runs/published.ts";
import { reproductionView } from "./views/reproduction.ts";

/** The page of a reproduction, or none. */
export default function* ({ runs, explanations }: SiteData): Generator<SitePage> {
  if (!runs.some(hasPublishedFigures)) return;
  yield {
    url: REPRODUCTION_URL,
    layout: "layouts/reproduction.vto",
    show: () => ({
      ...reproductionView(runs, explanations),
      palette: runs.find(hasPublishedFigures)!.palette,
      crumbs: [{ name: words.frame.crumbs.runs, url: "/index.html" }, {
        name: words.frame.crumbs.reproduction,
      }],
      scripts: ["/assets/paper.js", "/assets/save.js", "/assets/drawings.js"],
    }),
  };
}
