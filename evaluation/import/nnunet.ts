/**
 * nnU-Net's `summary.json`, of version 2 (MIC-DKFZ/nnUNet, nnunetv2/evaluation/evaluate_predictions.py)
 * and of version 1 (nnunet/evaluation/evaluator.py, branch nnunetv1).
 */
import { isObject } from "../../core/mod.ts";
import type { Case, Evaluation } from "../run_folder/evaluation.ts";
import { namesApart } from "../run_folder/names_apart.ts";
import { type Counts, importedEvaluation, type Origin, overlaps } from "./figures.ts";

type Figures = Record<string, number | null>;

/** One case of a summary, of either version. */
interface SummaryCase {
  /** The path of the prediction, or of the reference. */
  path?: string;
  /** The figures by label. */
  labels: Record<string, Figures>;
}

/** What both versions have in common, and how to get counts from each. */
interface Summary {
  cases: SummaryCase[];
  countsOf: (figures: Figures, where: string) => Counts;
}

/**
 * The evaluation of a summary. Dice and IoU are recomputed from counts, so that a class in neither mask scores 1
 * instead of NaN; a file with another Dice is refused.
 *
 * @param json The parsed file.
 * @param origin The run's name and date.
 * @returns Undefined if the file isn't such a summary.
 * @throws {TypeError} If a case has no counts, or they contradict its Dice.
 */
export function evaluationOfNnunet(json: unknown, origin: Origin): Evaluation | undefined {
  const summary = summaryOf(json);
  if (!summary) return undefined;
  const keys = [...new Set(summary.cases.flatMap(({ labels }) => Object.keys(labels)))];
  const ids = idsOf(summary.cases.map(({ path }, i) => path ?? `case ${i + 1}`));
  const cases = summary.cases.map(({ labels }, i): Case => {
    const classes = Object.fromEntries(keys.map((key) => {
      const where = `label ${key} of case ${ids[i]}`;
      if (!Object.hasOwn(labels, key)) throw new TypeError(`${where} is missing`);
      const counts = summary.countsOf(labels[key], where);
      checkDice(labels[key], counts, where);
      return [`label ${key}`, { ...counts, ...overlaps(counts) }];
    }));
    return { id: ids[i], shape: [], spacing: [], classes };
  });
  return importedEvaluation(origin, cases, {
    classNames: keys.map((key) => `label ${key}`),
    metrics: [{ id: "dice" }, { id: "iou" }],
  });
}

function summaryOf(json: unknown): Summary | undefined {
  const { metric_per_case: second, results } = (json ?? {}) as Record<string, unknown>;
  if (Array.isArray(second)) {
    return { cases: second.map(caseOfVersion2), countsOf: countsOfVersion2 };
  }
  const first = (results as Record<string, unknown> | undefined)?.all;
  if (!Array.isArray(first)) return undefined;
  return { cases: first.map(caseOfVersion1), countsOf: countsOfVersion1 };
}

function caseOfVersion2(entry: unknown, i: number): SummaryCase {
  const { prediction_file, reference_file, metrics } = objectOf(entry, i);
  const path = [prediction_file, reference_file].find((one) => typeof one === "string");
  return { path: path as string | undefined, labels: labelsOf(metrics, i) };
}

function caseOfVersion1(entry: unknown, i: number): SummaryCase {
  const { test, reference, ...labels } = objectOf(entry, i);
  const path = [test, reference].find((one) => typeof one === "string");
  return { path: path as string | undefined, labels: labelsOf(labels, i) };
}

function labelsOf(value: unknown, i: number): Record<string, Figures> {
  const labels = objectOf(value, i);
  for (const figures of Object.values(labels)) objectOf(figures, i);
  return labels as Record<string, Figures>;
}

function objectOf(value: unknown, i: number): Record<string, unknown> {
  if (isObject(value)) return value;
  throw new TypeError(`case ${i + 1} must be an object with figures by label`);
}

function countsOfVersion2({ TP, FP, FN, TN }: Figures, where: string): Counts {
  if (![TP, FP, FN].every(isCount) || (TN !== undefined && !isCount(TN))) {
    throw new TypeError(
      `${where} must have whole TP, FP and FN, got ${TP ?? "none"}, ${FP ?? "none"}, ${
        FN ?? "none"
      }`,
    );
  }
  return { tp: TP!, fp: FP!, fn: FN!, ...TN !== undefined && { tn: TN! } };
}

/** Version 1 has the pixels of both masks and their Dice, from which the shared ones follow. */
function countsOfVersion1(figures: Figures, where: string): Counts {
  const reference = figures["Total Positives Reference"], test = figures["Total Positives Test"];
  const { Dice } = figures;
  if (!isCount(reference) || !isCount(test)) {
    throw new TypeError(
      `${where} must have whole Total Positives Reference and Test, as nnU-Net v1 writes them, ` +
        `got ${reference ?? "none"} and ${test ?? "none"}`,
    );
  }
  if (reference > 0 && test > 0 && typeof Dice !== "number") {
    throw new TypeError(
      `${where}: nnU-Net v1 writes no TP, FP and FN, and no Dice to derive them from, though it ` +
        `counts ${reference} and ${test} pixels; measure the masks again with deno task evaluate`,
    );
  }
  const shared = reference > 0 && test > 0 ? ((Dice ?? NaN) * (reference + test)) / 2 : 0;
  const tp = Math.round(shared);
  if (!(Math.abs(shared - tp) <= EXACT && tp >= 0 && tp <= Math.min(reference, test))) {
    throw new TypeError(
      `${where}: nnU-Net v1 writes no TP, FP and FN, and its Dice ${Dice} of ${reference} and ${test} ` +
        `pixels would mean ${shared} common ones; measure the masks again with deno task evaluate`,
    );
  }
  return { tp, fp: test - tp, fn: reference - tp };
}

/** How far a count computed from a Dice of 16 digits may be from a whole number. */
const EXACT = 0.01;

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Refuses a Dice that doesn't match the counts; for two empty masks programs report 1, 0 or nothing. */
function checkDice({ Dice }: Figures, counts: Counts, where: string): void {
  const { tp, fp, fn } = counts, right = overlaps(counts).dice;
  if (typeof Dice !== "number" || tp + fp + fn === 0 || Math.abs(Dice - right) <= 1e-3) return;
  throw new TypeError(`${where} has Dice ${Dice}, and its TP, FP and FN give ${right}`);
}

/**
 * Ids for paths: the files' names, preceded by as many folders as it takes to tell them apart.
 *
 * @throws {TypeError} If a path occurs twice.
 */
function idsOf(paths: string[]): string[] {
  const seen = new Set<string>();
  const parts = paths.map((path) => {
    const all = path.split(/[\\/]/).filter((part) => part !== "");
    return [...all.slice(0, -1), (all.at(-1) ?? "").replace(/\.nii\.gz$|\.\w+$/, "")];
  });
  for (const path of parts.map((all) => all.join("/"))) {
    if (seen.has(path)) throw new TypeError(`every case must occur once, got ${path} twice`);
    seen.add(path);
  }
  return namesApart(parts);
}
