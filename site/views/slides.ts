/** A run or a comparison as slides: a talk that makes itself of what its page says. */
import { altText, hasLayers, picture } from "../html/picture.ts";
import { type Markup, plain, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { heading, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { compareView } from "./compare.ts";
import { confusionView } from "./confusion.ts";
import { worstFirst } from "./gallery.ts";
import { learningView } from "./learning.ts";
import { miniBoxesOf } from "./mini_boxes.ts";
import { provenance } from "./provenance.ts";
import { facts, medianPicture } from "./run.ts";
import { triptychsView } from "./triptychs.ts";
import { unmeasured, verdict } from "./verdict.ts";

/** What one slide shows, in this order. */
export interface Slide {
  title: Markup | string;
  /** A sentence in large letters. */
  lead?: Markup | string;
  /** Small figures in a line. */
  facts?: Markup[];
  /** Pictures side by side. */
  pictures?: { picture: Markup; caption: Markup | string }[];
  /** Charts side by side, or of curves one below the other. */
  charts?: { svg: Markup; k?: number; name?: Markup }[];
  areStacked?: boolean;
  /** Terms and what they are. */
  list?: { term: Markup | string; text: Markup | string }[];
  /** Whether its terms are numbers. */
  isNumbered?: boolean;
  /** Whether it says so much that its letters are smaller. */
  isDense?: boolean;
  /** Whether its pictures are far wider than tall. */
  areStrips?: boolean;
}

/** More rows would not fit. */
const ROWS = 8, CLASSES = 40, WORST = 6, PANELS = 3, ENDS = 2;

/** Pictures so many times as wide as tall stand one below the other. */
const STRIP = 2.4;

/** More letters of provenance are set smaller. */
const DENSE = 500;

/** More boxes stand in two charts beside each other. */
const TALL = 8;

/**
 * The slides of a run.
 *
 * @param run A run with cases.
 */
export function runSlides(run: SiteRun): Slide[] {
  const text = words.slides.titles, median = medianPicture(run), boxes = boxCharts(run);
  const origin = terms(run, [
    "settings",
    "weights",
    "engine",
    "hardware",
    "time",
    "date",
    "command",
  ]);
  const all: (Slide | false | undefined)[] = [
    {
      title: heading(run.title),
      lead: words.slides.question(run.classes.map(termOf)),
      facts: facts(run),
    },
    { title: text.data, list: terms(run, ["data", "classes", "resolution", "ignored"]) },
    {
      title: text.verdict,
      lead: verdict(run) ?? unmeasured(run),
      pictures: median && [median],
    },
    boxes.length > 0 && {
      title: text.boxes,
      facts: run.classes.length > CLASSES
        ? [safe`${words.overview.moreClasses(run.classes.length - CLASSES)}`]
        : undefined,
      charts: boxes.map((svg) => ({ svg })),
    },
    ...threeSlides(run),
    learning(run),
    worst(run),
    wrong(run),
    {
      title: text.origin,
      list: origin,
      isDense: origin.reduce((sum, { text }) => sum + plain(safe`${text}`).length, 0) > DENSE,
    },
  ];
  return all.filter((slide) => typeof slide === "object");
}

/** The boxes of the classes, in two charts where one would be too tall. */
function boxCharts(run: SiteRun): Markup[] {
  const classes = run.classes.slice(0, CLASSES);
  const half = classes.length > TALL ? Math.ceil(classes.length / 2) : classes.length;
  return [classes.slice(0, half), classes.slice(half)].flatMap((some) =>
    miniBoxesOf(run, some) ?? []
  );
}

/** What the page says of some terms. */
function terms(run: SiteRun, names: (keyof typeof words.provenance.terms)[]) {
  const wanted = new Set<string>(names.map((name) => words.provenance.terms[name]));
  return provenance(run).filter(({ term }) => wanted.has(term));
}

/** Best, median and worst of the class that the page speaks of first. */
function threeSlides(run: SiteRun): Slide[] {
  const panel = triptychsView(run).panels.find(({ c, m }) => c === run.headline?.index && m === 0);
  return (panel?.rows ?? []).filter(({ pictures }) => pictures.length > 0)
    .map(({ id, name, value, label, pictures }) => {
      const [width, height] = run.pictureSize(id) ?? [1, 1];
      return {
        title: safe`${name}: ${value} <span class="soft">${label}</span>`,
        pictures,
        areStrips: width >= STRIP * height,
      };
    });
}

function learning(run: SiteRun): Slide | undefined {
  if (!run.history.length) return undefined;
  const { sentence, charts } = learningView(run);
  return {
    title: words.slides.titles.learning,
    lead: sentence,
    charts: charts.slice(0, 2).map((svg) => ({ svg })),
    areStacked: true,
  };
}

/** The worst cases by the metric and the class that the page speaks of first. */
function worst(run: SiteRun): Slide | undefined {
  const first = run.headline;
  if (!first || !run.hasPictures) return undefined;
  const shown = worstFirst(run).slice(0, WORST).filter(({ id }) => hasLayers(run, id));
  return {
    title: words.slides.titles.worst,
    pictures: shown.map(({ id }) => ({
      picture: picture(run, id, {
        layer: `p${first.index}`,
        alt: altText(id, words.frame.alt.prediction(first.name)),
      }),
      caption: readable(id),
    })),
  };
}

function wrong(run: SiteRun): Slide | undefined {
  const confusion = confusionView(run);
  if (!confusion) return undefined;
  return {
    title: words.slides.titles.wrong,
    lead: confusion.sentence,
    list: confusion.largest.slice(0, ROWS).map((text, i) => ({ term: `${i + 1}.`, text })),
    isNumbered: true,
    charts: confusion.largest.length ? undefined : [{ svg: confusion.picture }],
  };
}

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
        caption: i ? words.compare.After : words.compare.Before,
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
      ([title, cases]) => endSlides(title, cases),
    ),
    view.curves && {
      title: text.learning,
      lead: view.curves.sentence,
      charts: view.curves.charts.map((svg) => ({ svg })),
      areStacked: true,
    },
  ];
  return all.filter((slide) => typeof slide === "object");
}

/** The cases at one end of the changes: a slide for each, or without pictures one of all. */
function endSlides(
  title: string,
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
