/** How the models of a run differ that trained several. */
import { quantile } from "../../evaluation/mod.ts";
import { stripChart, stripTicks } from "../charts/strip.ts";
import { Markup, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { formatChange, formatFigure, formatNumber, formatP } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { learningView } from "./learning.ts";

/**
 * A row per class with the median of each model, a sentence on the first class, and each model's curves.
 *
 * @param run The run.
 * @returns Undefined where it trained a single model, or a learning curve's, or none has come to an epoch.
 */
export function membersView(run: SiteRun) {
  const { members } = run, text = words.members;
  const isCurve = run.folder.run?.curve !== undefined;
  if (isCurve || members.every(({ history }) => history.length === 0)) return undefined;
  return {
    figures: run.overlap && run.cases.length > 0 ? figures(run) : undefined,
    processing: processing(run),
    curves: members.flatMap((member, i) =>
      member.history.length === 0 ? [] : [{
        name: text.curves(i + 1, member.history.length),
        charts: learningView(member).charts,
      }]
    ),
  };
}

/** Whether each model measured images of its own. */
export function isOfFolds(run: SiteRun): boolean {
  return run.cases.some(({ member }) => member !== undefined);
}

function figures(run: SiteRun) {
  const { members, headline } = run, metric = run.overlap!, text = words.members;
  const isFolds = isOfFolds(run), format = (value: number) => formatFigure(value, metric);
  const rows = run.classes.map((c) => {
    const medians = members.map((member) => medianOf(member, c)), whole = medianOf(run, c);
    const known = medians.filter(Number.isFinite);
    const spread = known.length > 1 ? Math.max(...known) - Math.min(...known) : NaN;
    const beside = run.beside && [medianOf(run.beside, c)];
    return {
      k: c.index,
      term: termOf(c),
      spread: Number.isNaN(spread) ? 0 : spread,
      cells: [...medians, spread, whole, ...beside ?? []].map(format),
      said: known.length > 0
        ? text.row({
          isFolds,
          low: format(Math.min(...known)),
          high: format(Math.max(...known)),
          whole: format(whole),
        })
        : undefined,
      graphic: known.length > 0 && Number.isFinite(whole)
        ? new Markup(
          stripChart({ id: `members-${c.index}`, ticks: stripTicks(known), here: whole }),
        )
        : undefined,
    };
  });
  return {
    sentence: headline && sentence(run, headline),
    head: [
      ...members.map((_, i) => text.model(i + 1)),
      text.head.spread,
      text.whole(isFolds),
      ...run.beside ? [text.head.test] : [],
    ],
    images: [
      ...members.map(({ cases }) => formatNumber(cases.length)),
      "",
      formatNumber(run.cases.length),
      ...run.beside ? [formatNumber(run.beside.cases.length)] : [],
    ],
    rows,
    note: text.note(metric.title, isFolds),
  };
}

/** What is done to predictions, where it was tried. */
function processing(run: SiteRun): Markup | undefined {
  const { postProcessing } = run.folder.run ?? {}, metric = run.overlap, text = words.members;
  if (postProcessing === undefined || metric === undefined) return undefined;
  const kept = postProcessing.classes.flatMap(({ name, images, best, isKept }) => {
    const c = run.classes.find((one) => one.name === name);
    if (best === undefined || !isKept || c === undefined) return [];
    const { keep, change, p } = best, about = { keep, images, p: formatP(p) };
    return text.processed({
      ...about,
      term: termOf(c),
      metric: metric.title,
      change: formatChange(change, metric),
    });
  });
  if (kept.length === 0) return text.unprocessed(metric.title);
  return safe`${kept}${text.kept}`;
}

/** Between which medians of a class the models lie; undefined where they have none. */
function sentence(run: SiteRun, c: SiteClass): Markup | undefined {
  const metric = run.overlap!, format = (value: number) => formatFigure(value, metric);
  const medians = run.members.map((member, i) => ({ value: medianOf(member, c), member: i + 1 }))
    .filter(({ value }) => Number.isFinite(value)).sort((a, b) => a.value - b.value);
  const low = medians.at(0), high = medians.at(-1);
  if (low === undefined || high === undefined) return undefined;
  return words.members.sentence({
    isFolds: isOfFolds(run),
    metric: metric.title,
    term: termOf(c),
    low: { ...low, value: format(low.value) },
    high: { ...high, value: format(high.value) },
    whole: format(medianOf(run, c)),
  });
}

function medianOf(run: SiteRun, { name }: SiteClass): number {
  const { overlap, classes } = run;
  if (overlap === undefined || !classes.some((c) => c.name === name)) return NaN;
  const values = run.values(name, overlap);
  return values.length > 0 ? quantile(values, 0.5) : NaN;
}
