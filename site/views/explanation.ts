/** What the page of an explanation shows: why two runs differ. */
import {
  type ExplainedEffect,
  type ExplainedMetric,
  type ExplainedRuns,
  fewDraws,
  figuresOf,
  isFound,
  judgementOf,
  type Limit,
  limitsOf,
  metricValue,
  notesOf,
  titleOf,
} from "../../evaluation/mod.ts";
import { cell } from "../html/numbers.ts";
import { altText, picture } from "../html/picture.ts";
import { type Markup, plain } from "../html/safe.ts";
import { runOfCorner, type SiteExplanation } from "../runs/explanations.ts";
import type { SiteRun } from "../runs/site_run.ts";
import {
  formatChange,
  formatFigure,
  formatNumber,
  formatP,
  formatValue,
  readable,
} from "../text/format.ts";
import { words } from "../text/mod.ts";
import {
  nameOf,
  placeText,
  rangeText,
  stepCharts,
  verdictText,
  wayText,
} from "./explanation_steps.ts";

/** So many charts of single classes stand in the open. */
const MANY = 8;

/** Of each factor so many cases that gain most are shown, and so many that lose most. */
const GAINING = 3, LOSING = 1;

/**
 * Everything the page shows.
 *
 * @param one The explanation.
 * @param runs The runs of the site.
 */
export function explanationView(one: SiteExplanation, runs: readonly SiteRun[]) {
  const { explained } = one, { names: [a, b], factors, corners, seeds, cases } = explained;
  const text = words.explanation;
  const question = text.question({
    a,
    b,
    factors: factors.map(({ title }) => title),
    corners: corners.length,
    seeds,
    done: trainingsOf(corners),
  });
  const metrics = cases?.metrics ?? [], judged = judgementOf(explained);
  const charts = metrics.flatMap((metric) => stepCharts(explained, metric));
  const tables = metrics.flatMap((metric) => effectsTables(explained, metric));
  const steps = b === undefined ? text.steps.changes : text.steps.title;
  const changed = explained.changes.map((change) => changeView(one, change, runs))
    .filter(({ cases }) => cases.length > 0);
  return {
    contents: contentsOf({ steps: charts, effects: tables, changes: changed }, steps),
    steps,
    title: text.title(a, b),
    description: plain(question),
    question,
    ...verdictView(explained),
    way: judged && wayText(explained, judged.isSeeded),
    charts: inParts(charts, MANY),
    tables: inParts(tables, 0),
    counted: (b === undefined ? "" : text.effects.counted) + text.effects.sentence,
    changing: text.changes.sentence(
      b !== undefined,
      factors.some(({ requires }) => requires !== undefined),
    ),
    factors: factorsTable(explained),
    corners: cornerTable(one, runs),
    notes: notesOf(explained).map((note) => text.corners.note(note.corners, note.text)),
    changes: changed,
    limits: limitTexts(explained),
  };
}

/** The sections of the page, in its order. */
function contentsOf(lists: Record<"steps" | "effects" | "changes", unknown[]>, steps: string) {
  const { factors, effects, corners, changes, limits } = words.explanation;
  return Object.entries({ steps: { title: steps }, factors, effects, corners, changes, limits })
    .filter(([id]) => lists[id as keyof typeof lists]?.length !== 0)
    .map(([id, { title }]) => ({ id, name: title }));
}

/** What is of all classes, and, behind a click if there is much of it, what is of one. */
function inParts<One extends { isOfAll: boolean }>(all: One[], most: number) {
  const own = all.filter(({ isOfAll }) => !isOfAll);
  if (own.length <= most) return [{ name: "", list: all }];
  return [
    { name: "", list: all.filter(({ isOfAll }) => isOfAll) },
    { name: words.explanation.steps.classes, list: own },
  ].filter(({ list }) => list.length > 0);
}

/** What gives the difference, and what doesn't; measured on what. */
export function verdictView(
  explained: ExplainedRuns,
): { verdict: string; measured?: string } {
  const text = words.explanation.verdict, judged = judgementOf(explained);
  const { cases, figures: [first] } = explained;
  if (judged === undefined || cases === undefined) return { verdict: text.none };
  const [metric] = cases.metrics;
  return {
    verdict: verdictText(judged, explained),
    measured: text.measured({
      metric: metric.title,
      cases: first.cases,
      classes: cases.classes.length,
      isSeeded: judged.isSeeded,
      few: fewDraws({ ...explained, figures: [first] }),
    }),
  };
}

/** What each effect is, of all classes together and of each. */
function effectsTables(explained: ExplainedRuns, metric: ExplainedMetric) {
  const text = words.explanation.effects;
  const title = metric.unit ? `${metric.title}, ${metric.unit}` : metric.title;
  return figuresOf(explained, metric).map((one) => ({
    title,
    region: text.region(title),
    isOfAll: one.class === undefined,
    name: nameOf(explained, one),
    rows: one.effects.map((effect) => effectRow(effect, explained, metric)),
  })).filter(({ rows }) => rows.length > 0);
}

function effectRow(effect: ExplainedEffect, explained: ExplainedRuns, metric: ExplainedMetric) {
  const text = words.explanation.effects, { names: [, b] } = explained;
  const kind = text.kinds[b === undefined ? "change" : effect.kind];
  const { value, interval, p, adjustedP = p, seedSpread = NaN } = effect;
  return {
    name: text.names(effect.factors.map((id) => titleOf(explained, id))),
    kind: typeof kind === "string"
      ? kind
      : kind(effect.kind === "also" ? b : placeText(effect, explained)),
    isFound: isFound(effect),
    cells: [
      cell(formatChange(value, metric), value),
      interval
        ? cell(rangeText(interval, metric), NaN, [interval[0], interval[1]])
        : cell("–", NaN),
      cell(formatFigure(seedSpread, metric, 1), seedSpread),
      cell(formatP(adjustedP), adjustedP),
    ],
  };
}

/** A row per setting of each factor; remarks where one has any. */
function factorsTable(explained: ExplainedRuns) {
  const text = words.explanation.factors;
  const rows = explained.factors.flatMap(({ title, settings, requires, why }) =>
    settings.map(({ name, from, to }, i) => ({
      title: i === 0 ? title : "",
      name,
      from: said(from),
      to: said(to),
      remark: i > 0 ? "" : [
        ...requires === undefined ? [] : [text.requires(titleOf(explained, requires))],
        ...why === undefined ? [] : [why],
      ].join("; "),
    }))
  );
  const areRemarked = rows.some(({ remark }) => remark !== "");
  return { rows, areRemarked, head: [...text.head, ...areRemarked ? [text.remark] : []] };
}

/** A value of a setting. */
function said(value: unknown): string {
  if (value === null || value === undefined) return words.explanation.factors.unset;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function cornerTable(one: SiteExplanation, runs: readonly SiteRun[]) {
  const { explained } = one, { cases, corners, seeds } = explained;
  const metric = cases?.metrics[0], text = words.explanation.corners;
  const shown = metric === undefined ? [] : figuresOf(explained, metric);
  return {
    head: metric === undefined
      ? []
      : shown.map((figures) => `${metric.title}, ${nameOf(explained, figures)}`),
    rows: corners.map((corner, c) => ({
      name: corner.name,
      url: pageOf(runOfCorner(one, corner.key, runs)),
      changes: [
        ...corner.factors.map((id) => titleOf(explained, id)),
        ...corner.also === undefined ? [] : [corner.also],
      ].join(", ") || text.none,
      trained: text.trained(corner.seeds.length, seeds),
      minutes: cell(
        formatNumber(corner.seconds === undefined ? NaN : corner.seconds / 60, 1),
        corner.seconds === undefined ? NaN : corner.seconds / 60,
      ),
      cells: shown.map(({ means }) => {
        const value = means[c] ?? NaN;
        return cell(formatFigure(value, metric!, 1), value);
      }),
    })),
  };
}

/** The page of a run that is on the site. */
function pageOf(run: SiteRun | undefined): string | undefined {
  return run && `${run.base}index.html`;
}

function changeView(
  one: SiteExplanation,
  { factor, corners, cases }: ExplainedRuns["changes"][number],
  runs: readonly SiteRun[],
) {
  const text = words.explanation.changes, [metric] = one.explained.cases!.metrics;
  const [without, full] = corners.map((key) => runOfCorner(one, key, runs));
  const gaining = cases.filter(({ change }) => change > 0).slice(0, GAINING);
  const losing = cases.filter(({ change }) => change < 0).slice(-LOSING);
  const chosen = [...gaining, ...losing];
  const labelled = chosen.map(({ id, change }) =>
    text.case(readable(id), formatChange(change, metric))
  );
  return {
    title: text.heading(titleOf(one.explained, factor)),
    listed: without && full ? undefined : text.listed(labelled),
    palette: full?.palette,
    cases: chosen.map(({ id, change }) => ({
      label: readable(id),
      change: formatChange(change, metric),
      url: full?.caseUrl(id),
      pictures: without && full ? picturesOf(id, without, full) : [],
    })),
  };
}

/** The image, what the model without the change drew, and the one with it. */
function picturesOf(id: string, without: SiteRun, full: SiteRun) {
  const text = words.explanation.changes, sides: [string, Markup, string][] = [];
  if (full.case(id) === undefined || without.case(id) === undefined) return [];
  sides.push([
    full.caseUrl(id),
    picture(full, id, { alt: altText(id, text.image) }),
    text.image,
  ]);
  for (const [run, name] of [[without, text.without], [full, text.with]] as const) {
    const first = run.headline ?? run.classes[0], metric = run.overlap;
    const drawn = picture(run, id, { layer: `p${first.index}`, alt: altText(id, name) });
    const value = metric && metricValue(run.case(id)!, first.name, metric);
    const caption = metric === undefined
      ? name
      : text.side(name, metric.title, formatValue(value!, metric));
    sides.push([run.caseUrl(id), drawn, caption]);
  }
  return sides.map(([url, picture, caption]) => ({ url, picture, caption }));
}

function trainingsOf(corners: ExplainedRuns["corners"]): number {
  return corners.reduce((sum, { seeds }) => sum + seeds.length, 0);
}

/** What the experiment can't say. */
export function limitTexts(explained: ExplainedRuns): string[] {
  return limitsOf(explained).map(limitText);
}

function limitText(limit: Limit): string {
  const text = words.explanation.limits;
  switch (limit.kind) {
    case "partial":
      return text.partial(limit.done, limit.wanted);
    case "few":
      return text.few(limit.draws);
    case "scaled":
      return text.scaled(limit.scale);
    default:
      return text[limit.kind];
  }
}
