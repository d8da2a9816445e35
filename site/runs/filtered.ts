/** Addresses of the gallery that show some of a run's cases: what each filter is called in them. */
import type { Case, MetricInfo } from "../../evaluation/mod.ts";
import type { SiteRun } from "./site_run.ts";

/** What the address calls other things, so that no metric may. */
const RESERVED = new Set([
  ...["class", "metric", "order", "group", "text", "kind", "member", "size", "truth", "predicted"],
  ...["show", "beside", "mostly", "sure", "learned", "epoch", "doubt", "at"],
]);

/** What an address calls a metric's values. */
export function fieldOf({ id }: Pick<MetricInfo, "id">): string {
  return RESERVED.has(id) ? `${id}-value` : id;
}

/**
 * The address of those of a run's cases that pass all filters.
 *
 * @param run The run.
 * @param filters Values by the filters' names.
 */
export function casesWhere(
  run: Pick<SiteRun, "base">,
  filters: Record<string, string | number>,
): string {
  const values = Object.entries(filters).map(([name, value]) => [name, String(value)]);
  return `${run.base}cases/index.html#${new URLSearchParams(values)}`;
}

/**
 * The cases whose pixels of one class were given another.
 *
 * @param run The run.
 * @param truth The true class by its place; undefined for none.
 * @param predicted The predicted one.
 */
export function casesConfused(
  run: Pick<SiteRun, "base">,
  truth: number | undefined,
  predicted: number | undefined,
): string {
  return casesWhere(run, {
    class: truth ?? predicted ?? 0,
    truth: truth ?? "none",
    predicted: predicted ?? "none",
    order: "most",
  });
}

/** Values from one to another, both included; infinite ends stay open. */
export function between(low: number, high: number): string {
  return `${end(low)}..${end(high)}`;
}

/** Values from one up to another, which is not included. */
export function upTo(low: number, high: number): string {
  return `${end(low)}..<${end(high)}`;
}

function end(value: number): string {
  return Number.isFinite(value) ? String(value) : "";
}

/**
 * A metric's value as the gallery's data have it: to six digits, of which pages show four at most; what is not 1
 * does not become 1.
 */
export function short(value: number): number {
  const rounded = Number(value.toPrecision(6));
  return rounded === 1 ? value : rounded;
}

/** How many pixels of a case are in its figures; undefined where the file doesn't say. */
export function pixelsOf(one: Case): number | undefined {
  const [first] = Object.values(one.classes);
  if (first?.tn === undefined) return undefined;
  const { tp, fp, fn, tn } = first;
  return tp + fp + fn + tn;
}

/** The share of a case's pixels that are surely wrong; undefined where confidence wasn't measured. */
export function surelyWrongOf({ confidence }: Case): number | undefined {
  return confidence && confidence.surelyWrong / confidence.pixels;
}
