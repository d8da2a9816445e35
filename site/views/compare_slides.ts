/** A comparison as slides. */
import { type Markup, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { words } from "../text/mod.ts";
import { compareView } from "./compare.ts";
import { ROWS, type Slide } from "./slides.ts";

/** The most classes, and the most cases at one end of the changes, that have room. */
const PANELS = 3, ENDS = 2;

/**
 * The slides of a comparison.
 *
 * @param before The earlier run.
 * @param after The later run.
 */
export function compareSlides(before: SiteRun, after: SiteRun): Slide[] {
  const view = compareView(before, after), text = words.slides.titles, [first] = view.paired;
  const changed = view.settings.filter(({ differs }) => differs).slice(0, ROWS);
  const ends = view.differences.find(({ c }) => c === view.first)!;
  const term = first.panels.length > 1 && termOf(before.classes[view.first]);
  const most = new Set(view.changedMost.slice(0, PANELS));
  const all: (Slide | false | undefined)[] = [
    {
      title: safe`${view.titles[0]} <span class="soft">${words.compare.to}</span> ${
        view.titles[1]
      }`,
      facts: view.facts,
    },
    changed.length > 0 && {
      title: text.settings,
      list: changed.map((row) => ({
        term: row.key,
        text: words.slides.change(String(row.before), String(row.after)),
      })),
    },
    {
      title: text.verdict,
      lead: view.verdict,
      pictures: view.median?.pictures.map(({ picture }, i) => ({
        picture,
        caption: words.compare.differences.side(
          i ? words.compare.After : words.compare.Before,
          first.name,
          view.median!.values[i],
        ),
      })),
    },
    {
      title: text.paired(first.name),
      facts: first.panels.length > PANELS
        ? [words.slides.most(PANELS, first.panels.length, first.name)]
        : undefined,
      charts: first.panels.filter(({ k }) => most.has(k)).flatMap(({ svg, k, term }) =>
        svg ? [{ svg, k, name: term }] : []
      ),
    },
    ...([[text.improved, ends.improved], [text.worsened, ends.worsened]] as const).flatMap(
      ([title, cases]) => endSlides(text.changes(title, first.name, term), cases),
    ),
    view.curves && {
      title: text.learning,
      lead: view.curves.sentence,
      charts: view.curves.charts.map((svg) => ({ svg })),
      areNarrow: true,
    },
  ];
  return all.filter((slide) => typeof slide === "object");
}

/** The cases at one end of the changes: a slide for each, or without pictures one of all. */
function endSlides(
  title: Markup,
  cases: ReturnType<typeof compareView>["differences"][number]["improved"],
): Slide[] {
  if (cases.length > 0 && cases.every(({ pictures }) => pictures.length === 0)) {
    const list = cases.map(({ change, label, values }) => ({
      term: safe`<b>${change}</b>`,
      text: safe`${label} <span class="soft">${values}</span>`,
    }));
    return [{ title, list }];
  }
  return cases.slice(0, ENDS).map(({ change, label, pictures }) => ({
    title: safe`${title}: ${change} <span class="soft">${label}</span>`,
    pictures,
  }));
}
