/** The slides of each run and each comparison. */
import { plain, safe } from "./html/safe.ts";
import type { PageView, SitePage } from "./page.ts";
import { compareUrl, comparisons } from "./runs/comparisons.ts";
import type { SiteRun } from "./runs/site_run.ts";
import { words } from "./text/mod.ts";
import { compareSlides, runSlides, type Slide } from "./views/slides.ts";
import { slidesUrl } from "./page.ts";

/** The slides of all runs with cases and of all comparisons. */
export default function* ({ runs }: { runs: SiteRun[] }): Generator<SitePage> {
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
      id: `slide-${i + 1}`,
      place: words.slides.place(i + 1, slides.length),
    })),
    crumbs: [{ name: words.frame.crumbs.runs, url: "/index.html" }, { name: title, url }],
    scripts: ["/assets/talk.js"],
  };
}
