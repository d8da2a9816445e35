import type { Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import {
  type ModelBesideRater,
  type RatedFigures,
  raterAgreement,
} from "../statistics/rater_agreement.ts";
import type { TextTable } from "./comparison_tables.ts";
import { formatChange, formatFigure } from "../../core/mod.ts";

/**
 * The table of raters at the end of an evaluation: the median of each pair over the cases that all
 * raters have masks of, and how much better the prediction agrees with each rater than the other raters
 * do.
 *
 * @param rated The raters' figures.
 * @param evaluation The classes and the metrics.
 * @returns The table.
 */
export function raterTable(
  rated: RatedFigures,
  { classes, metrics }: Pick<Evaluation, "classes" | "metrics">,
): TextTable {
  const [first] = metrics;
  const head = [
    "class",
    "masks",
    ...metrics.map(({ title, unit }) => unit === undefined ? title : `${title} (${unit})`),
    ...(rated.names.length > 1 ? [`${first.title} beside other raters`] : []),
    "cases",
  ];
  const rows = classes.flatMap(({ name }) => {
    const columns = metrics.map((metric) => raterAgreement(rated, name, metric));
    const [{ pairs, beside, cases }] = columns;
    return pairs.map(({ raters: pair }, k) => {
      const model = beside.find(({ rater }) => pair.length === 1 && pair[0] === rater);
      return [
        name,
        pairName(rated.names, pair),
        ...columns.map(({ pairs }, m) => formatFigure(pairs[k].median, metrics[m], 1)),
        ...(rated.names.length > 1 ? [model ? besideText(model, first) : ""] : []),
        String(cases),
      ];
    });
  });
  return { head, rows };
}

function pairName(names: readonly string[], raters: readonly number[]): string {
  const pair = raters.map((i) => names[i]);
  return (raters.length === 1 ? ["prediction", ...pair] : pair).join(", ");
}

/** `+0.012 (0.003 to 0.020)`. */
function besideText({ median, interval }: ModelBesideRater, metric: MetricInfo): string {
  const text = formatChange(median, metric);
  if (interval === undefined) return text;
  return `${text} (${interval.map((end) => formatChange(end, metric)).join(" to ")})`;
}
