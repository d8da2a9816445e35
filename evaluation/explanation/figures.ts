/**
 * The figures of corners, one small file per training: all that an explanation is made from, so that it
 * needs no run folder.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { isLength } from "../../core/mod.ts";
import { exists, listFolder, makeFolder, writeFileAtomic } from "../../io/mod.ts";
import { shownMetrics } from "../comparison/compare_runs.ts";
import type { Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import { compileSchema } from "../run_folder/json_schema.ts";
import { parseJsonFile, readTextIfThere } from "../run_folder/read_file.ts";
import { caseKind, valueInMean } from "../statistics/metric_value.ts";
import casesSchema from "../run_folder/explained_cases.schema.json" with { type: "json" };
import figuresSchema from "../run_folder/corner_figures.schema.json" with { type: "json" };
import type { CornerFigures, ExplainedCases } from "../run_folder/explained_runs.ts";

/** The folder of figures in that of an explanation. */
const FIGURES = "figures";

/** What was measured of a training: the cases, and a value for each. */
export interface MeasuredCorner {
  /** What all corners share. */
  cases: ExplainedCases;
  /** The values, by metric and class. */
  values: CornerFigures["values"];
}

/**
 * The figures of an evaluation that explanations are made from: of each class an overlap and a distance, at
 * most four digits. A case counts where its truth has the class. Where one mask is empty, a distance is the
 * image's diagonal, so that means exist.
 *
 * @param evaluation The evaluation.
 * @param data The fingerprint of the images, where it is known.
 */
export function cornerFigures(
  evaluation: Evaluation,
  data: { name?: string; fingerprint?: string } = {},
): MeasuredCorner {
  const { cases, classes, independent } = evaluation;
  const metrics = shownMetrics(evaluation.metrics, evaluation);
  const names = classes.map(({ name }) => name);
  const valuesOf = (metric: MetricInfo, name: string) =>
    cases.map((one) => {
      if (["invented", "empty"].includes(caseKind(one, name))) return null;
      const own = isLength(metric) ? { empty: "diagonal" as const, ...metric } : metric;
      const value = valueInMean(one, name, own);
      return Number.isFinite(value) ? rounded(value, metric) : null;
    });
  return {
    cases: {
      schema: "triptych/explained-cases@1",
      ...data,
      ids: cases.map(({ id }) => id),
      ...cases.some(({ group }) => group !== undefined) &&
        { groups: cases.map(({ group }) => group ?? null) },
      independent,
      classes: classes.map(({ name, color, label }) => ({ name, color, label })),
      metrics: metrics.map(({ id, title, unit, better }) => ({ id, title, unit, better })),
      truths: createHash("sha256").update(JSON.stringify(cases.map(truthOf))).digest("hex")
        .slice(0, 16),
    },
    values: Object.fromEntries(metrics.map((metric) => [
      metric.id,
      Object.fromEntries(names.map((name) => [name, valuesOf(metric, name)])),
    ])),
  };
}

/** What is known of a truth without its mask. */
function truthOf({ shape, classes }: Evaluation["cases"][number]) {
  return [shape, Object.values(classes).map(({ tp, fn }) => tp + fn)];
}

function rounded(value: number, metric: MetricInfo): number {
  return isLength(metric) ? Number(value.toPrecision(4)) : Number(value.toFixed(4));
}

/** Reads the cases of an explanation; undefined if no corner was measured. */
export async function readCases(folder: string): Promise<ExplainedCases | undefined> {
  return await read(join(folder, FIGURES), "cases.json", caseFault);
}

/** Reads the figures of a training; undefined if they aren't there. */
export async function readFigures(
  folder: string,
  key: string,
  seed: number,
): Promise<CornerFigures | undefined> {
  return await read(join(folder, FIGURES), `${key}-${seed}.json`, figuresFault);
}

/** Reads the figures of any training of an explanation; undefined if there are none. */
export async function readAnyFigures(folder: string): Promise<CornerFigures | undefined> {
  const own = join(folder, FIGURES);
  if (!await exists(own)) return undefined;
  const name = (await listFolder(own)).files.find((file) => /^[0-9a-f]{10}-\d+\.json$/.test(file));
  return name === undefined ? undefined : await read(own, name, figuresFault);
}

/**
 * Writes the figures of a training, and the cases, if it is the first.
 *
 * @throws {Error} If its cases aren't those of the others.
 */
export async function writeFigures(
  folder: string,
  figures: CornerFigures,
  cases: ExplainedCases,
): Promise<void> {
  const known = await readCases(folder), own = join(folder, FIGURES);
  const other = known && differing(known, cases);
  if (other !== undefined) {
    throw new Error(
      `Cannot add a training to ${folder}: it must be measured on the cases of the others, and ` +
        `${other} differ; --out names another folder`,
    );
  }
  await makeFolder(own);
  if (known === undefined) {
    await writeFileAtomic(join(own, "cases.json"), JSON.stringify(cases) + "\n");
  }
  const file = join(own, `${figures.key}-${figures.seed}.json`);
  await writeFileAtomic(file, JSON.stringify(figures) + "\n");
}

/** What differs between two lists of cases. */
function differing(known: ExplainedCases, own: ExplainedCases): string | undefined {
  const parts = ["fingerprint", "ids", "classes", "metrics", "truths"] as const;
  const names = { fingerprint: "the images", truths: "the true masks" } as Record<string, string>;
  const part = parts.find((part) =>
    known[part] !== undefined && own[part] !== undefined &&
    JSON.stringify(known[part]) !== JSON.stringify(own[part])
  );
  return part && (names[part] ?? `the ${part}`);
}

const caseFault = compileSchema(casesSchema), figuresFault = compileSchema(figuresSchema);

async function read<Content>(
  folder: string,
  name: string,
  faultOf: ReturnType<typeof compileSchema>,
): Promise<Content | undefined> {
  const text = await readTextIfThere(folder, name);
  if (text === undefined) return undefined;
  return parseJsonFile(`${folder}/${name}`, text, (value) => {
    const fault = faultOf(value);
    if (fault) throw new TypeError(`Not the figures of an explanation: ${fault.text}`);
    return value as Content;
  });
}
