/** The figures of an evaluation as tables for spreadsheets, R and pandas (RFC 4180). */
import type { Case, ClassFigures, MetricInfo } from "../run_folder/evaluation.ts";
import type { Export, ExportedFigures } from "./exported_figures.ts";
import { metricValue, valueInMean } from "../statistics/metric_value.ts";

const COUNTS = ["tp", "fp", "fn", "tn"] as const;

/**
 * A line per case, a column per class and measure: `liver dice`, `liver assd (mm)`. A distance that is
 * infinite because one mask is empty is `inf`, what is unknown or left out of means is blank.
 *
 * @param figures What is exported.
 */
export function wideCsv({ classes, metrics, totals: { isGrouped } }: ExportedFigures): Export {
  const measures = [...COUNTS, ...metrics.map(({ id, unit }) => unit ? `${id} (${unit})` : id)];
  const head = line([
    "case",
    ...(isGrouped ? ["group"] : []),
    ...classes.flatMap(({ name }) => measures.map((measure) => textCell(`${name} ${measure}`))),
  ]);
  const textOf = (one: Case): string =>
    line([
      ...headOf(one, isGrouped),
      ...classes.flatMap(({ name }) => valuesOf(one, name, metrics).map(({ value }) => value)),
    ]);
  return { head, textOf, end: "" };
}

/**
 * A line per case, class and measure, with the measure's unit where it has one.
 *
 * @param figures What is exported.
 */
export function longCsv({ classes, metrics, totals: { isGrouped } }: ExportedFigures): Export {
  const head = line(["case", ...(isGrouped ? ["group"] : []), "class", "measure", "value", "unit"]);
  const textOf = (one: Case): string => {
    const cells = headOf(one, isGrouped);
    return classes.flatMap(({ name }) =>
      valuesOf(one, name, metrics).map(({ measure, value, unit }) =>
        line([...cells, textCell(name), textCell(measure), value, textCell(unit)])
      )
    ).join("");
  };
  return { head, textOf, end: "" };
}

function headOf({ id, group = "" }: Case, isGrouped: boolean): string[] {
  return [textCell(id), ...(isGrouped ? [textCell(group)] : [])];
}

/** The counts and metrics of a class, as cells. */
function valuesOf(one: Case, name: string, metrics: readonly MetricInfo[]) {
  const figures: ClassFigures = one.classes[name];
  return [
    ...COUNTS.map((measure) => ({ measure, value: numberCell(figures[measure]), unit: "" })),
    ...metrics.map((metric) => ({
      measure: metric.id,
      value: numberCell(
        metric.empty === "nan" ? valueInMean(one, name, metric) : metricValue(one, name, metric),
      ),
      unit: metric.unit ?? "",
    })),
  ];
}

/** All digits of a number; nothing for what is unknown. */
function numberCell(value = NaN): string {
  if (Number.isNaN(value)) return "";
  return value === Infinity ? "inf" : String(value);
}

/**
 * A text that no spreadsheet takes for a formula: they compute what begins with one of these characters,
 * in quotes or not (owasp.org/www-community/attacks/CSV_Injection).
 */
function textCell(text: string): string {
  const safe = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function line(cells: readonly string[]): string {
  return `${cells.join(",")}\r\n`;
}
