/** A run as slides: a talk that makes itself of what its page says. */
import { type Case, metricValue } from "../../evaluation/mod.ts";
import { altText, hasLayers, picture } from "../html/picture.ts";
import { type Markup, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import { kindOf, type SiteRun } from "../runs/site_run.ts";
import { formatValue, heading, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { confusionView } from "./confusion.ts";
import { worstFirst } from "./gallery.ts";
import { curveView } from "./curve.ts";
import { learningView } from "./learning.ts";
import { membersView } from "./members.ts";
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
  /** Charts side by side. */
  charts?: { svg: Markup; k?: number; name?: Markup }[];
  /** Whether those of a phone are shown: beside each other their letters are larger. */
  areNarrow?: boolean;
  /** Terms and what they are. */
  list?: { term: Markup | string; text: Markup | string }[];
  /** Whether its terms are numbers. */
  isNumbered?: boolean;
  /** Whether its pictures are far wider than tall. */
  areStrips?: boolean;
}

/** The most rows that have room. */
export const ROWS = 8;

/** The most classes and cases of a run that have room. */
const CLASSES = 40, WORST = 6;

/** Pictures so many times as wide as tall stand one below the other. */
const STRIP = 2.4;

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
    curve(run),
    members(run),
    learning(run),
    worst(run),
    wrong(run),
    // the date alone stands on the first
    origin.length > 1 && { title: text.origin, list: origin },
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

/** The class that the page speaks of first, where there are others. */
function termOfSeveral({ classes, headline }: SiteRun): Markup | false {
  return classes.length > 1 && headline !== undefined && termOf(headline);
}

/** Best, median and worst of the class that the page speaks of first. */
function threeSlides(run: SiteRun): Slide[] {
  const text = words.slides.titles;
  const panel = triptychsView(run).panels.find(({ c, m }) => c === run.headline?.index && m === 0);
  return (panel?.rows ?? []).filter(({ pictures }) => pictures.length > 0)
    .map(({ id, name, value, label, pictures }) => {
      const [width, height] = run.pictureSize(id) ?? [1, 1];
      return {
        title: safe`${
          text.cases(name, termOfSeveral(run))
        }: ${value} <span class="soft">${label}</span>`,
        pictures,
        areStrips: width >= STRIP * height,
      };
    });
}

function curve(run: SiteRun): Slide | undefined {
  const view = curveView(run);
  return view && {
    title: words.curve.title,
    lead: view.sentence,
    facts: [safe`${words.curve.reading}`],
    charts: [{ svg: view.svg }],
    areNarrow: true,
  };
}

/** Between which medians the models of a run lie, those of the classes first that differ most. */
function members(run: SiteRun): Slide | undefined {
  const figures = membersView(run)?.figures;
  return figures && {
    title: words.members.title,
    lead: figures.sentence,
    list: figures.rows.toSorted((a, b) => b.spread - a.spread).slice(0, ROWS)
      .flatMap(({ term, said }) => said === undefined ? [] : [{ term, text: said }]),
  };
}

function learning(run: SiteRun): Slide | undefined {
  if (!run.history.length) return undefined;
  const { sentence, charts } = learningView(run);
  return {
    title: words.slides.titles.learning,
    lead: sentence,
    charts: charts.slice(0, 2).map((svg) => ({ svg })),
    areNarrow: true,
  };
}

/** The worst cases by the metric and the class that the page speaks of first. */
function worst(run: SiteRun): Slide | undefined {
  const first = run.headline;
  if (!first || !run.hasPictures) return undefined;
  const shown = worstFirst(run).slice(0, WORST).filter(({ id }) => hasLayers(run, id));
  return shown.length === 0 ? undefined : {
    title: words.slides.titles.cases(words.slides.titles.worst, termOfSeveral(run)),
    pictures: shown.map((one) => ({
      picture: picture(run, one.id, {
        layer: `p${first.index}`,
        alt: altText(one.id, words.frame.alt.prediction(first.name)),
      }),
      caption: safe`<b>${figureOf(run, one, first)}</b> ${readable(one.id)}`,
    })),
  };
}

/** How a case fared in a class. */
function figureOf({ overlap }: SiteRun, one: Case, { name }: SiteClass): string {
  const kind = kindOf(one, name);
  if (kind !== "found" || overlap === undefined) return words.frame.kinds[kind];
  return `${overlap.title} ${formatValue(metricValue(one, name, overlap), overlap)}`;
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
