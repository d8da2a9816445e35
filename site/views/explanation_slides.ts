/** Why two runs differ, as slides. */
import { safe } from "../html/safe.ts";
import type { SiteExplanation } from "../runs/explanations.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { words } from "../text/mod.ts";
import { explanationView } from "./explanation.ts";
import { ROWS, type Slide } from "./slides.ts";

/**
 * The slides of an explanation.
 *
 * @param one The explanation.
 * @param runs The runs of the site.
 */
export function explanationSlides(one: SiteExplanation, runs: readonly SiteRun[]): Slide[] {
  const view = explanationView(one, runs), text = words.slides.titles;
  const charts = view.charts.flatMap(({ list }) => list).filter(({ isOfAll }) => isOfAll);
  const all: (Slide | false)[] = [
    { title: view.title, lead: view.question },
    {
      title: text.settings,
      list: view.factors.rows.slice(0, ROWS).map(({ name, from, to }) => ({
        term: name,
        text: words.slides.change(from, to),
      })),
    },
    {
      title: text.verdict,
      lead: view.verdict,
      facts: view.measured ? [safe`${view.measured}`] : undefined,
      charts: charts.map(({ title, chart }) => ({ svg: chart, name: safe`${title}` })),
      areNarrow: true,
    },
    // of each change the case that gains most
    ...view.changes.flatMap(({ title, cases: [first] }) =>
      first.pictures.length === 0 ? [] : [{
        title: safe`${title} <span class="soft">${first.label} ${first.change}</span>`,
        pictures: first.pictures,
      }]
    ),
    {
      title: words.explanation.limits.title,
      list: view.limits.map((limit, i) => ({ term: `${i + 1}.`, text: limit })),
      isNumbered: true,
    },
  ];
  return all.filter((slide) => typeof slide === "object");
}
