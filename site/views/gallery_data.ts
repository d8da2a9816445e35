/** The cases of a run for the gallery's script: a classic script, since `file://` has no fetch. */
import { type Case, ERROR_KINDS, mostlyOf } from "../../evaluation/mod.ts";
import { countedIn } from "./extent.ts";
import { courseLetters } from "./learned.ts";
import { hasLayers } from "../html/picture.ts";
import { words } from "../text/mod.ts";
import { fieldOf, pixelsOf, short, surelyWrongOf } from "../runs/filtered.ts";
import { MOST_CONFUSED } from "../runs/wrong_pixels.ts";
import { formatNumber } from "../text/format.ts";
import type { SiteRun } from "../runs/site_run.ts";

/**
 * A script that hands the gallery its cases, a row per case, and their order for each class and metric.
 *
 * @param run The run.
 * @param order All cases, worst first.
 */
export function galleryData(run: SiteRun, order: Case[]): string {
  const text = words.caseText.gallery, unit = countedIn(run);
  const cases = order.map((one) => [
    one.id,
    run.file(one.id),
    one.group ?? "",
    photographOf(run, one),
    hasLayers(run, one.id) ? 1 : 0,
    pixelsOf(one) ?? 0,
    one.member ?? 0,
    // pixels in the truth, in the prediction, in both: they say which masks are empty
    ...run.classes.map(({ name }) => {
      const figures = one.classes[name];
      const { tp, fp, fn } = figures;
      const mostly = mostlyOf(one, name);
      return [
        ...[tp + fn, tp + fp, tp, ...run.metrics.map(({ id }) => shortened(figures[id] ?? null))],
        ...mostly ? [mostly] : [],
      ];
    }),
    // behind all classes
    ...isSureKnown(run) ? [surelyWrongPercent(one)] : [],
  ]);
  const data = {
    run: run.name,
    classes: run.classes.map((c) => c.name),
    metrics: run.metrics,
    first: run.headline!.index,
    bare: !run.hasPictures,
    // what the script says, with # for what it fills in
    words: {
      all: text.all(order.length),
      some: text.some("#", order.length),
      worst: text.heading("#", "#", "#", text.worst),
      best: text.heading("#", "#", "#", text.best),
      none: text.nothing,
      place: text.place("#", "#", "#"),
      alt: words.frame.alt.of("#", "#"),
      nothing: words.frame.alt.nothing("#"),
      kinds: words.frame.kinds,
      most: text.most("#", "#", "#", unit),
      capped: text.capped("#", formatNumber(MOST_CONFUSED), "#", "#", unit),
      confused: text.confused("#", "#"),
      noClass: words.figures.confusion.noClass,
      pixels: text.count[unit],
      surely: words.sure.heading("#"),
      surelyWrong: words.sure.beside,
      chips: {
        ...text.chips,
        mostly: words.errors.filter.chip,
        learned: words.learned.filter.chip,
        doubt: words.truths.filter.chip,
      },
      courses: words.learned.courses,
      errors: Object.fromEntries(ERROR_KINDS.map((kind) => [kind, words.errors.kinds[kind][0]])),
    },
    fields: fieldsOf(run),
    mostConfused: MOST_CONFUSED,
    // a letter per case for each class
    learned: courseLetters(run, order),
    doubted: doubtedRows(run, order),
    ...orders(run, order),
    cases,
  };
  return `window.triptych = ${JSON.stringify(data)};\n`;
}

/**
 * A script that hands the gallery the cases of each confusion, by their rows: [row, pixels, row, pixels, …], most first. A
 * page loads it when its address asks for one.
 *
 * @param run The run.
 * @param order All cases, in the gallery's order.
 */
export function confusionData(run: SiteRun, order: Case[]): string {
  const rows = new Map(order.map(({ id }, row) => [id, row]));
  const cases = [...run.wrong.confusions].map(([key, those]) => [
    key,
    those.flatMap(({ id, pixels }) => [rows.get(id)!, pixels]),
  ]);
  return `window.triptychConfused = ${JSON.stringify(Object.fromEntries(cases))};\n`;
}

/** The rows of the cases whose truth of each class may be wrong; undefined where there are none. */
function doubtedRows({ classes, doubted }: SiteRun, order: Case[]): number[][] | undefined {
  if (doubted.size === 0) return undefined;
  return classes.map(({ name }) =>
    order.flatMap(({ id }, row) => doubted.get(name)?.has(id) ? [row] : [])
  );
}

/** Whether it was measured of any case how sure the model is. */
export function isSureKnown({ cases }: SiteRun): boolean {
  return cases.some(({ confidence }) => confidence !== undefined);
}

function surelyWrongPercent(one: Case): number | null {
  const share = surelyWrongOf(one);
  return share === undefined ? null : short(100 * share);
}

/**
 * What cases can be filtered by from one value to another: all metrics, the share of the image, and that which
 * is surely wrong.
 */
export function fieldsOf(run: SiteRun): { name: string; title: string }[] {
  const metrics = run.metrics.map((metric) => ({
    name: fieldOf(metric),
    title: metric.unit ? `${metric.title}, ${metric.unit}` : metric.title,
  }));
  return [
    ...metrics,
    { name: "size", title: words.caseText.gallery.size },
    ...isSureKnown(run) ? [{ name: "sure", title: words.sure.field(countedIn(run)) }] : [],
  ];
}

/** The photograph's address, none, or 0 for masks without one, which have a plain ground. */
function photographOf(run: SiteRun, { id, pictures }: Case): string | 0 {
  if (pictures?.image) return run.smallUrl(id)!.slice(run.base.length);
  return pictures?.volume || hasLayers(run, id) ? 0 : "";
}

/**
 * The ranked cases, best first, by their place among the rows; many orders are the same, as those of
 * Dice and IoU are, and are written once.
 */
function orders(run: SiteRun, cases: Case[]): { orders: number[][]; orderOf: number[][] } {
  const rows = new Map(cases.map((one, row) => [one.id, row]));
  const places = new Map<string, number>(), orders: number[][] = [];
  const orderOf = run.classes.map(({ name }) =>
    run.metrics.map((metric) => {
      const order = run.ranking(name, metric).ranked.map(({ id }) => rows.get(id)!);
      const key = order.join();
      if (!places.has(key)) places.set(key, orders.push(order) - 1);
      return places.get(key)!;
    })
  );
  return { orders, orderOf };
}

function shortened(value: number | null): number | null {
  return value === null ? null : short(value);
}
