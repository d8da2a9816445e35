/** What the page of one case says. */
import { type Case, type MetricInfo, metricValue } from "../../evaluation/mod.ts";
import { stripChart } from "../charts/strip.ts";
import {
  formatFigure,
  formatNumber,
  formatPercent,
  formatValue,
  isLength,
  readable,
} from "../text/format.ts";
import { ignoredText, sizesText } from "./extent.ts";
import { Markup, safe } from "../html/safe.ts";
import { altText, picture } from "../html/picture.ts";
import { kindOf, type SiteClass, type SiteRun } from "../runs/site_run.ts";

/** The ways to look at a case, in the order of the choices. */
const MODES = [
  { name: "Errors", layer: "e", says: "errors" },
  { name: "Prediction", layer: "p", says: "prediction" },
  { name: "Truth", layer: "t", says: "truth" },
] as const;

/**
 * Everything a case's page shows.
 *
 * @param run The run.
 * @param one The case.
 * @param order All cases, worst first, and where this one stands, from 0.
 * @param runs All runs.
 */
export function caseView(
  run: SiteRun,
  one: Case,
  order: { cases: Case[]; at: number },
  runs: SiteRun[],
) {
  const first = run.headline!, metric = run.overlap!;
  const worse = order.cases[order.at - 1], better = order.cases[order.at + 1];
  const label = readable(one.id);
  const both = Boolean(one.pictures?.truth && one.pictures?.prediction);
  return {
    title: label,
    place: place(run, one),
    before: neighbour(run, one, worse, "worse"),
    after: neighbour(run, one, better, "better"),
    photograph: run.hasPictures ? picture(run, one.id, { alt: label, eager: true }) : undefined,
    modes: both ? MODES : [],
    layers: both
      ? MODES.flatMap((mode, m) =>
        run.classes.map((c) => ({
          m,
          c: c.index,
          src: `${run.overlayUrl(one.id)}#${mode.layer}${c.index}`,
          alt: altText(one.id, `${mode.says} of ${c.name}`),
        }))
      )
      : [],
    classes: run.classes,
    first: first.index,
    sentences: run.classes.map((c) => ({ c: c.index, text: sentence(one, c) })),
    head: run.metrics.map((m) => m.unit ? `${m.title}, ${m.unit}` : m.title),
    rows: run.classes.map((c) => row(run, one, c, metric)),
    note: note(run, one, metric),
    strips: strips(run, one, metric),
    sides: run.hasPictures ? sides(run, one) : [],
    elsewhere: elsewhere(run, one.id, runs),
  };
}

/** The case's rank for the headline class, as the gallery has it. */
function place(run: SiteRun, one: Case): string {
  const first = run.headline!, metric = run.overlap!, rank = run.rank(one.id, first.name, metric);
  if (rank === undefined) return `without rank by ${metric.title} of ${first.name}`;
  const all = run.ranking(first.name, metric).ranked.length;
  return `rank ${formatNumber(rank)} of ${formatNumber(all)} by ${metric.title} of ${first.name}`;
}

/** The case before or after in the gallery; what has no rank is neither worse nor better. */
function neighbour(run: SiteRun, one: Case, other: Case | undefined, word: "worse" | "better") {
  const isRanked = (it: Case) => run.rank(it.id, run.headline!.name, run.overlap!) !== undefined;
  const plain = { worse: "previous", better: "next" }[word];
  return {
    name: isRanked(one) && (!other || isRanked(other)) ? word : plain,
    url: other && run.caseUrl(other.id),
  };
}

function note(run: SiteRun, one: Case, metric: MetricInfo): string {
  const ignored = ignoredText(run, [one]), sizes = sizesText([one]);
  return [
    `Rank 1 is the best of all by ${metric.title}.`,
    sizes && `The picture has ${sizes}.`,
    ignored && `${ignored}.`,
    one.group !== undefined && `Group: ${readable(one.group)}.`,
  ].filter(Boolean).join(" ");
}

function sentence(one: Case, c: SiteClass): Markup {
  const { tp, fp, fn } = one.classes[c.name], kind = kindOf(one, c.name);
  if (kind === "empty") return safe`Neither truth nor prediction holds any ${c.term}.`;
  if (kind === "missed") return safe`The ${c.term} was missed: nothing of it was drawn.`;
  if (kind === "invented") {
    return safe`The ${c.term} was invented: the truth holds none. The annotation may be at fault.`;
  }
  if (kind === "misplaced") {
    return safe`The ${c.term} was misplaced: some was drawn, but none of it where the truth has any.`;
  }
  return safe`Of the true ${c.term}, ${formatPercent(tp / (tp + fn))} was found; ${
    formatPercent(fp / (tp + fp))
  } of what was drawn lies outside it.`;
}

function row(run: SiteRun, one: Case, c: SiteClass, metric: MetricInfo) {
  const kind = kindOf(one, c.name), ranked = run.ranking(c.name, metric).ranked.length;
  const rank = run.rank(one.id, c.name, metric);
  return {
    term: c.term,
    cells: kind === "empty"
      ? run.metrics.map(() => "–")
      : run.metrics.map((m) => formatFigure(metricValue(one, c.name, m), m)),
    rank: rank === undefined ? "–" : `${formatNumber(rank)}\u00a0/\u00a0${formatNumber(ranked)}`,
    kind: kind === "found" ? "" : kind === "empty" ? "none" : kind,
  };
}

/** Where the case stands among all, a strip a class. */
function strips(run: SiteRun, one: Case, metric: MetricInfo) {
  if (isLength(metric) || run.cases.length > 2000) return [];
  const isRanked = (c: SiteClass) => run.rank(one.id, c.name, metric) !== undefined;
  return run.classes.filter(isRanked).map((c) => ({
    k: c.index,
    name: c.name,
    svg: new Markup(stripChart({
      id: `ticks-${c.index}`,
      all: [...run.values(c.name, metric)],
      here: metricValue(one, c.name, metric),
    })),
  }));
}

/** How many other runs a case's page shows. */
const OTHERS = 8;

/** The predictions of the headline class for the same picture in other runs. */
function elsewhere(run: SiteRun, id: string, runs: SiteRun[]) {
  const first = run.headline!, metric = run.overlap!;
  return runs.flatMap((other) => {
    const one = other === run ? undefined : other.case(id);
    const c = other.classes.find(({ name }) => name === first.name);
    if (!one || !c || !other.metrics.some((m) => m.id === metric.id)) return [];
    const value = formatValue(metricValue(one, c.name, metric), metric), kind = kindOf(one, c.name);
    return [{
      url: other.caseUrl(id),
      picture: picture(other, id, {
        layer: `p${c.index}`,
        alt: altText(id, `prediction of ${c.name} in ${other.name}`),
      }),
      caption: safe`<b>${other.name}</b>&ensp;${
        kind === "found" ? `${metric.title} ${value}` : kind === "empty" ? "none" : kind
      }`,
    }];
  }).slice(0, OTHERS);
}

/** The picture four times: as it is, truth, prediction, errors of the headline class. */
function sides(run: SiteRun, one: Case) {
  const label = readable(one.id), first = run.headline!;
  const all = [
    { name: safe`<b>Photograph</b>`, picture: picture(run, one.id, { alt: label }) },
    one.pictures?.truth && {
      name: safe`<b>Truth</b>, all classes`,
      picture: picture(run, one.id, { alt: altText(one.id, "truth, all classes"), layer: "t" }),
    },
    one.pictures?.prediction && {
      name: safe`<b>Prediction</b>, all classes`,
      picture: picture(run, one.id, {
        alt: altText(one.id, "prediction, all classes"),
        layer: "p",
      }),
    },
    one.pictures?.truth && one.pictures?.prediction && {
      name: safe`<b>Errors</b> of ${first.term}`,
      picture: picture(run, one.id, {
        alt: altText(one.id, `errors of ${first.name}`),
        layer: `e${first.index}`,
      }),
    },
  ];
  return all.filter((side) => typeof side === "object");
}
