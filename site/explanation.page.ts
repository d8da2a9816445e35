/** One page an explanation of why two runs differ. */
import { words } from "./text/mod.ts";
import { type SiteData, type SitePage, slidesLink } from "./page.ts";
import { explanationView } from "./views/explanation.ts";

/** The pages of all explanations. */
export default function* ({ runs, explanations = [] }: SiteData): Generator<SitePage> {
  for (const one of explanations) {
    yield {
      url: one.url,
      layout: "layouts/explanation.vto",
      show: () => ({
        ...explanationView(one, runs),
        crumbs: [{ name: words.frame.crumbs.runs, url: "/index.html" }, {
          name: words.explanation.crumb(one.explained.names[1]),
        }],
        links: [slidesLink(one.url)],
        scripts: [
          "/assets/keys.js",
          "/assets/paper.js",
          "/assets/save.js",
          "/assets/drawings.js",
        ],
      }),
    };
  }
}
