/** What the page of an explanation shows: why two runs differ. */
import {
  type ExplainedEffect,
  type ExplainedRuns,
  isFound,
  judgementOf,
} from "../../evaluation/mod.ts";
import { cell } from "../html/numbers.ts";
import { altText, picture } from "../html/picture.ts";
import { type Markup, plain } from "../html/safe.ts";
import { runOfCorner, type SiteExplanation } from "../runs/explanations.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { formatChange, formatFigure, formatNumber, listed, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import {
  type ExplainedMetric,
  stepCharts,
  titleOf,
  verdictText,
  wayOf,
} from "./explanation_steps.ts";

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
  });
  const metrics = cases?.metrics ?? [];
  return {
    title: text.title(a, b),
    description: plain(question),
    question,
    ...verdictView(explained),
    way: text.steps.sentence[wayOf(explained)],
    charts: metrics.flatMap((metric) => stepCharts(explained, metric)),
    tables: metrics.map((metric) => effectsTable(explained, metric)),
    factors: factors.flatMap(({ title, settings, requires, why }) =>
      settings.map(({ name, from, to }, i) => ({
        title: i === 0 ? title : "",
        name,
        from: said(from),
        to: said(to),
        remark: i > 0 ? "" : [
          ...requires === undefined ? [] : [text.factors.requires(titleOf(explained, requires))],
          ...why === undefined ? [] : [why],
        ].join("; "),
      }))
    ),
    corners: cornerTable(explained),
    changes: explained.changes.map((change) => changeView(one, change, runs))
      .filter(({ cases }) => cases.length > 0),
    limits: limitsOf(explained),
  };
}

/** What gives the difference, and what doesn't; measured on what. */
export function verdictView(
  explained: ExplainedRuns,
): { verdict: string; measured?: string } {
  const text = words.explanation.verdict, judged = judgementOf(explained);
  const { cases, figures: [first] } = explained;
  if (judged === undefined || cases === undefined) return { verdict: text.none };
  const [metric] = cases.metrics;
  const { total, found, rest, missing } = judged;
  return {
    verdict: verdictText({
      total: total && formatChange(total.value, metric),
      found: found.map(({ title, effect }) => ({
        title,
        change: formatChange(effect.value, metric),
      })),
      rest,
      missing,
    }),
    measured: text.measured(metric.title, first.cases),
  };
}

/** What each effect is, of all classes together and of each. */
function effectsTable(explained: ExplainedRuns, metric: ExplainedMetric) {
  const text = words.explanation.effects;
  const figures = explained.figures.filter((one) => one.metric === metric.id);
  const title = metric.unit ? `${metric.title}, ${metric.unit}` : metric.title;
  return {
    title,
    region: text.region(title),
    classes: figures.map((one) => ({
      name: one.class ?? words.explanation.steps.all,
      rows: one.effects.map((effect) => effectRow(effect, explained, metric)),
    })).filter(({ rows }) => rows.length > 0),
  };
}

function effectRow(effect: ExplainedEffect, explained: ExplainedRuns, metric: ExplainedMetric) {
  const text = words.explanation.effects, { names: [a, b] } = explained;
  const kind = text.kinds[effect.kind];
  const beside = (effect.beside ?? []).map((id) => titleOf(explained, id));
  const name = effect.kind === "between" ? listed(beside) : effect.kind === "forward" ? a : b;
  const { value, interval: [low, high], p, seedSpread = NaN } = effect;
  const change = (value: number) => formatChange(value, metric);
  return {
    name: text.with(effect.factors.map((id) => titleOf(explained, id))),
    kind: typeof kind === "string" ? kind : kind(name),
    isFound: isFound(effect),
    cells: [
      cell(change(value), value),
      cell(text.range(change(low), change(high)), NaN, [low, high]),
      cell(formatFigure(seedSpread, { better: "lower" }, 2), seedSpread),
      cell(p < 0.001 ? "< 0.001" : formatNumber(p, 3), p),
    ],
  };
}

/** A value of a setting. */
function said(value: unknown): string {
  if (value === null || value === undefined) return words.explanation.factors.unset;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function cornerTable(explained: ExplainedRuns) {
  const { cases, figures, corners, seeds } = explained, text = words.explanation.corners;
  const metric = cases?.metrics[0];
  const shown = figures.filter((one) => one.metric === metric?.id);
  return {
    head: metric === undefined
      ? []
      : shown.map((one) => one.class ?? words.explanation.steps.all).map((name) =>
        `${metric.title}, ${name}`
      ),
    rows: corners.map((corner, c) => ({
      name: corner.name,
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

/** The photograph, what the model without the change drew, and the one with it. */
function picturesOf(id: string, without: SiteRun, full: SiteRun) {
  const text = words.explanation.changes, sides: [string, Markup, string][] = [];
  if (full.case(id) === undefined || without.case(id) === undefined) return [];
  sides.push([
    full.caseUrl(id),
    picture(full, id, { alt: altText(id, text.photograph) }),
    text.photograph,
  ]);
  for (const [run, name] of [[without, text.without], [full, text.with]] as const) {
    const first = run.headline ?? run.classes[0];
    const drawn = picture(run, id, { layer: `p${first.index}`, alt: altText(id, name) });
    sides.push([run.caseUrl(id), drawn, name]);
  }
  return sides.map(([url, picture, caption]) => ({ url, picture, caption }));
}

/** What the experiment can't say. */
export function limitsOf({ corners, seeds, scale, tune, figures }: ExplainedRuns): string[] {
  const text = words.explanation.limits, wanted = corners.length * seeds;
  const done = corners.reduce((sum, corner) => sum + corner.seeds.length, 0);
  const isFull = figures[0]?.effects.some(({ kind }) => kind === "shapley");
  return [
    ...done < wanted ? [text.partial(done, wanted)] : [],
    ...seeds === 1 ? [text.oneSeed] : [],
    ...seeds > 1 && figures[0]?.effects.some(({ seedSpread }) => seedSpread === undefined)
      ? [text.someOneSeed]
      : [],
    ...scale < 1 ? [text.scaled(scale)] : [],
    ...tune ? [text.tuned] : [],
    ...isFull ? [] : [text.alone],
    text.best,
  ];
}
