import { basename, resolve } from "node:path";
import type { LabelClass } from "../../core/mod.ts";
import { writeFileAtomic } from "../../io/mod.ts";
import { ExportTotals } from "../export/exported_figures.ts";
import { writeExports } from "../export/write_exports.ts";
import type { Case, EvaluatedCalibration, Evaluation } from "../run_folder/evaluation.ts";
import { checkCoherence } from "../run_folder/evaluation_file.ts";
import { CaseColumns } from "../statistics/case_columns.ts";
import { triptychsOfClass } from "../statistics/rank.ts";
import type { RatedFigures } from "../statistics/rater_agreement.ts";
import type { SummarisedFigures } from "../tables/summary_table.ts";
import { Besides } from "./besides.ts";
import { ConfusionTotals, describeEvaluation } from "./build_evaluation.ts";
import { metricsOf, type Valuation, valuationOf } from "./conventions.ts";
import { linesOf } from "./lines_of.ts";
import type { Measured } from "./measure_case.ts";

/** What is left in memory of an evaluation: enough for a table. */
export interface MeasuredFigures extends SummarisedFigures {
  /** How many cases were measured. */
  count: number;
  /** How raters agree. */
  rated?: RatedFigures;
  /** How well probabilities are calibrated. */
  calibration?: EvaluatedCalibration;
  /** Lines to print, such as of cases that raters or probabilities say nothing of. */
  notes: readonly string[];
}

/** So many cases are checked and written at a time. */
const BATCH = 64;

/**
 * Writes the `evaluation.json` of measured cases as they come, a case a line, and then what other programs
 * read: however many there are, no more than a few are in memory.
 *
 * @param folder The run folder.
 * @param measured The cases, in the order of the file.
 * @param options The classes, the values that were ignored, how the figures are valued, what raters are
 *   called, what is independent, how many cases there are at most, and how they are checked.
 * @returns What a table of them needs.
 */
export async function writeMeasured(
  folder: string,
  measured: Iterable<Measured>,
  { classes, ignore, raters, independent, count, check = checkCoherence, ...options }: Valuation & {
    classes: readonly LabelClass[];
    ignore: readonly number[];
    raters?: readonly string[];
    independent?: Evaluation["independent"];
    count: number;
    /** Throws where the figures can't be right. */
    check?: (evaluation: Evaluation) => void;
  },
): Promise<MeasuredFigures> {
  const totals = new ConfusionTotals(classes, ignore);
  const { convention } = options, metrics = metricsOf(valuationOf(options));
  const columns = new CaseColumns(classes, metrics, count);
  const besides = new Besides(classes, { raters, independent, metrics, most: count });
  let isInMillimetres = true, isInPixels = true;
  const describe = () =>
    describeEvaluation({
      name: basename(resolve(folder)),
      ...{ classes, ignore, metrics, convention, independent },
      unit: columns.count > 0 && isInMillimetres ? "mm" : isInPixels ? "px" : undefined,
      ...(raters && raters.length > 0 && { raters: [...raters] }),
      calibration: besides.calibration,
      confusion: totals.confusion,
      unlabelled: totals.unlabelled,
    });
  const exported = new ExportTotals(classes);
  function* cases(): Generator<Case> {
    for (const one of measured) {
      totals.addCounts(one.counts);
      columns.add(one.case);
      besides.add(one);
      exported.add(one.case);
      isInMillimetres &&= one.unit === "mm";
      isInPixels &&= one.case.spacing.every((step) => step === 1);
      yield one.case;
    }
  }
  function* pieces(): Generator<Uint8Array> {
    const encoder = new TextEncoder();
    const { schema, name, title, createdAt } = describe();
    const beginning = JSON.stringify({ schema, name, title, createdAt, classes });
    yield encoder.encode(`${beginning.slice(0, -1)},"cases":[`);
    let before = "\n";
    for (const batch of batches(cases(), BATCH)) {
      check({ ...describe(), cases: batch, triptychs: [] });
      yield encoder.encode(before + batch.map((one) => JSON.stringify(one)).join(",\n"));
      before = ",\n";
    }
    const { metrics, confusion, unlabelled, ignore, raters, calibration } = describe();
    const triptychs = triptychsOf(columns, classes, metrics);
    const end = JSON.stringify({
      ...{ metrics, confusion, unlabelled, ignore, triptychs, convention, independent, raters },
      calibration,
    });
    yield encoder.encode(`\n],${end.slice(1)}\n`);
  }
  const path = `${folder}/evaluation.json`;
  await writeFileAtomic(path, pieces());
  const described = describe(),
    figures = { classes: described.classes, metrics: described.metrics };
  await writeExports(folder, { ...figures, totals: exported }, casesIn(path));
  return {
    ...figures,
    count: columns.count,
    rated: besides.rated,
    calibration: besides.calibration,
    notes: besides.notes,
    casesOf: (className) => columns.casesOf(className),
  };
}

/** The best, the median and the worst case of each class and metric. */
function triptychsOf(
  columns: CaseColumns,
  classes: readonly LabelClass[],
  metrics: Evaluation["metrics"],
): Evaluation["triptychs"] {
  return classes.flatMap(({ name }) => triptychsOfClass(columns.casesOf(name), name, metrics));
}

/** The cases of the file that was just written, read line by line. */
function* casesIn(path: string): Generator<Case> {
  using file = Deno.openSync(path);
  const decoder = new TextDecoder();
  for (const { from, bytes } of linesOf(file)) {
    const text = decoder.decode(bytes);
    if (from > 0 && text.startsWith("{")) yield JSON.parse(text.replace(/,?\n$/, ""));
  }
}

function* batches<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
