/** The cases of a run for the gallery's script: a classic script, since `file://` has no fetch. */
import type { Case } from "../../evaluation/mod.ts";
import { hasLayers } from "./pictures.ts";
import type { SiteRun } from "./site_run.ts";

/**
 * A script that hands the gallery its cases: a row a case, worst first.
 *
 * @param run The run.
 * @param order All cases, worst first.
 */
export function galleryData(run: SiteRun, order: Case[]): string {
  const ids = run.metrics.map((metric) => metric.id);
  const rounded = (value: number | null) => value === null ? null : Math.round(value * 1e4) / 1e4;
  const cases = order.map((one) => [
    one.id,
    run.file(one.id),
    one.group ?? "",
    one.pictures?.image ? run.photographUrl(one.id)!.slice(run.base.length) : "",
    hasLayers(run, one.id) ? 1 : 0,
    // pixels in the truth, in the prediction, in both: they say which masks are empty
    ...run.classes.map(({ name }) => {
      const figures = one.classes[name];
      const { tp, fp, fn } = figures;
      return [tp + fn, tp + fp, tp, ...ids.map((id) => rounded(figures[id] ?? null))];
    }),
  ]);
  const data = {
    run: run.name,
    classes: run.classes.map((c) => c.name),
    metrics: run.metrics,
    first: run.headline!.index,
    cases,
  };
  return `window.triptych = ${JSON.stringify(data)};\n`;
}
