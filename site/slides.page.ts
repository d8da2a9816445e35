/** The slides of each run, comparison, ranking and explanation. */
import { plain, safe } from "./html/safe.ts";
import type { PageView, SiteData, SitePage } from "./page.ts";
import { compareUrl, comparisons } from "./runs/comparisons.ts";
import { rankings } from "./runs/rankings.ts";
import { words } from "./text/mod.ts";
import { compareSlides } from "./views/compare_slides.ts";
import { explanationSlides } from "./views/explanation_slides.ts";
import { modelsSlides } from "./views/models_slides.ts";
import { runSlides, type Slide } from "./views/slides.ts";
import { slidesUrl } from "./page.ts";

/** The slides of all runs with cases, of all comparisons, rankings and explanations. */
export default function* ({ runs, explanations = [] }: SiteData): Generator<SitePage> {
  for (const run of runs) {
    if (!run.cases.length || !run.headline) continue;
    const url = `${run.base}index.html`;
    yield {
      url: slidesUrl(url),
      layout: "layouts/slides.vto",
      show: () => view(runSlides(run), { title: run.title, url, palette: run.palette }),
    };
  }
  for (const { before, after } of comparisons(runs).pairs) {
    const url = compareUrl(before, after);
    const title = words.compare.title(before.title, after.title);
    yield {
      url: slidesUrl(url),
      layout: "layouts/slides.vto",
      show: () => view(compareSlides(before, after), { title, url, palette: before.palette }),
    };
  }
  for (const ranking of rankings(runs)) {
    const { url, runs: [{ palette }], comparison: { models } } = ranking;
    yield {
      url: slidesUrl(url),
      layout: "layouts/slides.vto",
      show: () =>
        view(modelsSlides(ranking), { title: words.models.title(models.length), url, palette }),
    };
  }
  for (const one of explanations) {
    const { url, explained: { names: [a, b] } } = one, title = words.explanation.title(a, b);
    yield {
      url: slidesUrl(url),
      layout: "layouts/slides.vto",
      show: () => view(explanationSlides(one, runs), { title, url, palette: "" }),
    };
  }
}

function view(
  slides: Slide[],
  { title, url, palette }: { title: string; url: string; palette: string },
): PageView {
  return {
    title,
    tab: words.slides.tab(title),
    description: plain(safe`${slides[0].lead ?? title}`),
    palette: `${palette} deck`,
    slides: slides.map((slide, i) => ({
      ...slide,
      // texts from files are escaped, markup of ours stays
      title: safe`${slide.title}`,
      lead: slide.lead && safe`${slide.lead}`,
      pictures: slide.pictures?.map((one) => ({ ...one, caption: safe`${one.caption}` })),
      list: slide.list?.map(({ term, text }) => ({ term: safe`${term}`, text: safe`${text}` })),
      look: lookOf(slide, i),
      id: `slide-${i + 1}`,
      place: words.slides.place(i + 1, slides.length),
    })),
    crumbs: [{ name: words.frame.crumbs.runs, url: "/index.html" }, { name: title, url }],
    scripts: ["/assets/keys.js", "/assets/slides.js"],
  };
}

/** Lists of more letters are set smaller, and those of fewer larger. */
const DENSE = 800, ROOMY = 300;

/** So many rows of large letters have room below small figures. */
const BELOW_FACTS = 4;

/** How a slide is set: pictures and charts fill what words leave, little text stands in the middle. */
function lookOf({ lead, facts, pictures = [], charts = [], list = [] }: Slide, i: number): string {
  if (pictures.length > 0 && pictures.length < 3 && lead !== undefined) return "filled beside";
  const letters = list.reduce(
    (sum, { term, text }) => sum + plain(safe`${term} ${text}`).length,
    0,
  );
  const isShort = letters <= ROOMY && (facts === undefined || list.length <= BELOW_FACTS);
  const size = letters > DENSE ? "dense" : isShort ? "roomy" : "";
  if (pictures.length + charts.length > 0) return "filled";
  return i === 0 ? "first" : letters === 0 ? "alone" : size;
}
