/** What the page of one case says. */
import { type Case, type MetricInfo, metricValue, SURE } from "../../evaluation/mod.ts";
import { stripChart, stripTicks } from "../charts/strip.ts";
import { formatFigure, formatPercent, formatValue, isLength, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { countedIn, ignoredText, sizesText, voxelText } from "./extent.ts";
import { classPicker } from "../html/class_picker.ts";
import { numbers } from "../html/numbers.ts";
import { Markup, plain, safe } from "../html/safe.ts";
import { altText, hasLayers, hasUncertainty, picture } from "../html/picture.ts";
import { counterpart } from "../runs/comparisons.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import { kindOf, type SiteRun } from "../runs/site_run.ts";
import { filmView } from "./learned.ts";
import { uncertaintyUrl } from "../runs/uncertainty.ts";
import { volumeView } from "./volume.ts";

/** The ways to look at a case, in the order of the choices. */
const MODES = [
  { name: words.frame.layers.errors, layer: "e", alt: words.frame.alt.errors },
  { name: words.frame.layers.prediction, layer: "p", alt: words.frame.alt.prediction },
  { name: words.frame.layers.truth, layer: "t", alt: words.frame.alt.truth },
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
  // of a volume whose prediction is missing, the truth is worth looking at
  const modes = both ? MODES : one.pictures?.volume ? MODES.slice(2) : [];
  const volume = volumeView(run, one, modes);
  return {
    title: label,
    tab: words.frame.tab(label, run.title),
    description: plain(safe`${run.title}: ${sentence(one, first)}`),
    place: place(run, one),
    file: run.file(one.id),
    before: neighbour(run, one, worse, "worse"),
    after: neighbour(run, one, better, "better"),
    photograph: run.hasPictures && !volume
      ? picture(run, one.id, { alt: label, eager: true, whole: true })
      : undefined,
    hasImage: run.photographUrl(one.id) !== undefined && !volume,
    volume,
    modes,
    layers: volume ? [] : modes.flatMap((mode, m) =>
      run.classes.map((c) => ({
        m,
        c: c.index,
        src: `${run.overlayUrl(one.id)}#${mode.layer}${c.index}`,
        alt: altText(one.id, mode.alt(c.name)),
        box: run.places.get(one.id)?.[c.index],
      }))
    ),
    tryUrl: run.model && "about" in run.model && run.photographUrl(one.id) && !volume
      ? `${run.tryUrl}#case=${run.file(one.id)}`
      : undefined,
    unsure: hasUncertainty(run, one.id) && modes.length > 0
      ? { src: uncertaintyUrl(run, one.id), alt: altText(one.id, words.sure.alt) }
      : undefined,
    classes: run.classes,
    headline: first,
    picker: classPicker(run.classes, "class", volume?.first ?? first.index),
    sentences: run.classes.map((c) => ({ c: c.index, text: sentence(one, c) })),
    head: run.metrics.map((m) => m.unit ? `${m.title}, ${m.unit}` : m.title),
    ...rowsOf(run, one, metric),
    sure: sureText(one),
    least: SURE,
    note: note(run, one, metric),
    specks: run.specks.get(one.id),
    strips: strips(run, one, metric),
    sides: run.hasPictures && !volume ? sides(run, one) : [],
    elsewhere: elsewhere(run, one.id, runs),
    film: filmView(run, one),
  };
}

/** The case's rank for the headline class, as the gallery has it. */
function place(run: SiteRun, one: Case): string {
  const first = run.headline!, metric = run.overlap!, rank = run.rank(one.id, first.name, metric);
  const text = words.caseText.place, by = text.by(metric.title, first.name);
  if (rank === undefined) return text.unranked(by);
  return text.ranked(rank, run.ranking(first.name, metric).ranked.length, by);
}

/** The case before or after in the gallery; what has no rank is neither worse nor better. */
function neighbour(run: SiteRun, one: Case, other: Case | undefined, word: "worse" | "better") {
  const isRanked = (it: Case) => run.rank(it.id, run.headline!.name, run.overlap!) !== undefined;
  const [ranked, plain] = words.caseText.neighbours[word];
  return {
    name: isRanked(one) && (!other || isRanked(other)) ? ranked : plain,
    url: other && run.caseUrl(other.id),
  };
}

function note(run: SiteRun, one: Case, metric: MetricInfo): string {
  const ignored = ignoredText(run, [one]), sizes = sizesText([one]);
  const text = words.caseText.note;
  return [
    text.rank(metric.title),
    sizes && text.size(sizes),
    one.pictures?.volume && text.volume(voxelText(run, one)),
    ignored && text.ignored(ignored),
    one.group !== undefined && text.group(readable(one.group)),
  ].filter(Boolean).join(" ");
}

/** How sure the model is; undefined where that wasn't measured. */
function sureText(one: Case): string | undefined {
  if (one.confidence === undefined) return undefined;
  const { mean, surelyWrong, pixels, auroc } = one.confidence;
  return words.sure.ofCase({
    mean: formatPercent(mean),
    surely: formatPercent(surelyWrong / pixels, 1),
    chance: auroc === null ? undefined : formatPercent(auroc),
  }, countedIn({ cases: [one] }));
}

function sentence(one: Case, c: SiteClass): Markup {
  const { tp, fp, fn } = one.classes[c.name], kind = kindOf(one, c.name);
  const text = words.caseText.fate;
  if (kind !== "found") return text[kind](termOf(c));
  return text.found(termOf(c), formatPercent(tp / (tp + fn)), formatPercent(fp / (tp + fp)));
}

/** Of more classes than these, those in neither mask are named below the table in place of rows. */
const MANY = 8;

/** The figures of the classes. */
function rowsOf(run: SiteRun, one: Case, metric: MetricInfo) {
  const isAbsent = ({ name }: SiteClass) =>
    run.classes.length > MANY && kindOf(one, name) === "empty";
  const absent = run.classes.filter(isAbsent).map(({ name }) => name);
  return {
    rows: run.classes.filter((c) => !isAbsent(c)).map((c) => row(run, one, c, metric)),
    absent: absent.length > 0 ? words.caseText.note.absent(absent) : undefined,
  };
}

function row(run: SiteRun, one: Case, c: SiteClass, metric: MetricInfo) {
  const kind = kindOf(one, c.name), ranked = run.ranking(c.name, metric).ranked.length;
  const rank = run.rank(one.id, c.name, metric);
  return {
    term: termOf(c),
    cells: run.metrics.map((m) => {
      const value = kind === "empty" ? NaN : metricValue(one, c.name, m);
      return { text: kind === "empty" ? "–" : formatFigure(value, m), numbers: numbers(value) };
    }),
    rank: rank === undefined ? "–" : words.caseText.place.short(rank, ranked),
    kind: kind === "found" ? "" : words.frame.kinds[kind],
  };
}

/** Where the case stands among all, a strip a class. */
function strips(run: SiteRun, one: Case, metric: MetricInfo) {
  if (isLength(metric)) return [];
  const isRanked = (c: SiteClass) => run.rank(one.id, c.name, metric) !== undefined;
  return run.classes.filter(isRanked).map((c) => ({
    k: c.index,
    name: c.name,
    svg: new Markup(stripChart({
      id: `ticks-${c.index}`,
      ticks: ticksOf(run.values(c.name, metric)),
      here: metricValue(one, c.name, metric),
    })),
  }));
}

// the page of each case shows all of them
const drawn = new WeakMap<Float64Array, string>();

function ticksOf(values: Float64Array): string {
  let ticks = drawn.get(values);
  if (ticks === undefined) drawn.set(values, ticks = stripTicks(values));
  return ticks;
}

/** How many other runs a case's page shows. */
const OTHERS = 8;

/** The predictions of the headline class for the same image in other runs. */
function elsewhere(run: SiteRun, id: string, runs: SiteRun[]) {
  const first = run.headline!, metric = run.overlap!;
  return runs.flatMap((other) => {
    const one = other === run ? undefined : other.case(id);
    const c = other.classes.find(({ name }) => name === first.name);
    if (!one || !c || !other.metrics.some((m) => m.id === metric.id)) return [];
    const value = formatValue(metricValue(one, c.name, metric), metric), kind = kindOf(one, c.name);
    return [{
      url: other.caseUrl(id),
      name: other.name,
      // only layers of the same size lie over this photograph
      beside: hasLayers(other, id) && String(run.case(id)!.shape) === String(one.shape)
        ? run.classes.map(({ name }) => counterpart(other, name)?.index ?? "-").join(" ")
        : undefined,
      picture: one.pictures && picture(other, id, {
        layer: `p${c.index}`,
        alt: altText(id, words.frame.alt.predictionIn(c.name, other.name)),
      }),
      caption: words.caseText.elsewhere.caption(
        other.name,
        kind === "found" ? `${metric.title} ${value}` : words.frame.kinds[kind],
      ),
    }];
  }).slice(0, OTHERS);
}

/** The image four times: as it is, truth, prediction, errors of the headline class. */
function sides(run: SiteRun, one: Case) {
  const label = readable(one.id), first = run.headline!;
  const text = words.caseText.sides, { alt } = words.frame;
  const all = [
    run.photographUrl(one.id) !== undefined &&
    { name: text.image, picture: picture(run, one.id, { alt: label }) },
    one.pictures?.truth && {
      name: text.truth,
      picture: picture(run, one.id, { alt: altText(one.id, alt.allTruths), layer: "t" }),
    },
    one.pictures?.prediction && {
      name: text.prediction,
      picture: picture(run, one.id, {
        alt: altText(one.id, alt.allPredictions),
        layer: "p",
      }),
    },
    one.pictures?.truth && one.pictures?.prediction && {
      name: text.errors(termOf(first)),
      picture: picture(run, one.id, {
        alt: altText(one.id, alt.errors(first.name)),
        layer: `e${first.index}`,
      }),
    },
  ];
  return all.filter((side) => typeof side === "object");
}
