/** One page a case, and the gallery of all. */
import { words } from "./text/mod.ts";
import { caseView } from "./views/case.ts";
import { casesView, PAGE, pageUrl, worstFirst } from "./views/gallery.ts";
import { confusionData, galleryData } from "./views/gallery_data.ts";
import { runLinks, type SitePage } from "./page.ts";
import type { SiteRun } from "./runs/site_run.ts";

/** The pages of all cases of all runs. */
export default function* ({ runs }: { runs: SiteRun[] }): Generator<SitePage> {
  for (const run of runs) {
    if (run.cases.length && run.headline) yield* pagesOf(run, runs);
  }
}

function* pagesOf(run: SiteRun, runs: SiteRun[]): Generator<SitePage> {
  const order = worstFirst(run);
  const { palette } = run;
  const crumbs = [
    { name: words.frame.crumbs.runs, url: "/index.html" },
    { name: run.name, url: `${run.base}index.html` },
  ];
  yield { url: `${run.base}cases/data.js`, content: galleryData(run, order) };
  yield { url: `${run.base}cases/confused.js`, content: confusionData(run, order) };
  for (let page = 0; page * PAGE < order.length; page++) {
    yield {
      url: pageUrl(run, page),
      layout: "layouts/cases.vto",
      show: () => ({
        ...casesView(run, order, page),
        palette,
        crumbs: [...crumbs, { name: words.frame.crumbs.cases }],
        links: runLinks(run, runs, "cases"),
        scripts: [
          `${run.base}cases/data.js`,
          ...[
            "/assets/save.js",
            "/assets/order.js",
            "/assets/filters.js",
            "/assets/gallery.js",
            "/assets/keys.js",
          ],
        ],
      }),
    };
  }
  for (let at = 0; at < order.length; at++) {
    yield {
      url: run.caseUrl(order[at].id),
      layout: "layouts/case.vto",
      show: () => {
        const view = caseView(run, order[at], { cases: order, at }, runs);
        return {
          ...view,
          palette,
          crumbs: [...crumbs, { name: words.frame.crumbs.cases, url: pageUrl(run, 0) }, {
            name: view.title,
          }],
          links: runLinks(run, runs),
          scripts: [
            "/assets/order.js",
            "/assets/case.js",
            "/assets/keys.js",
            "/assets/viewer.js",
            "/assets/choices.js",
            ...view.volume?.board
              ? ["/assets/contour.js", "/assets/layer.js", "/assets/planes.js", "/assets/volume.js"]
              : [],
            ...view.film ? ["/assets/contour.js", "/assets/layer.js", "/assets/film.js"] : [],
            "/assets/paper.js",
            "/assets/save.js",
          ],
        };
      },
    };
  }
}
