import { basename, resolve } from "node:path";
import { compareCodePoints, listed } from "../../core/mod.ts";
import { keepApart, readInside, writeFileAtomic } from "../../io/mod.ts";
import type { Case, Evaluation } from "../run_folder/evaluation.ts";
import { writeEvaluation } from "../run_folder/evaluation_file.ts";
import { readRun } from "../run_folder/read_run.ts";
import { recordRun } from "../run_folder/record_run.ts";
import type { Run, RunShard } from "../run_folder/run.ts";
import { createEvaluationFolder } from "../run_folder/unfinished.ts";
import { buildEvaluation, ConfusionTotals } from "./build_evaluation.ts";
import { shardOf } from "./shards.ts";

/** A part of an evaluation, read from its run folder. */
interface Part {
  folder: string;
  run: Run & { shard: RunShard };
  evaluation: Evaluation;
}

/**
 * Puts the parts of an evaluation together, as `--shard` made them: the same run folder as one machine
 * would have written, but for dates.
 *
 * @param folders The run folders of all parts, in any order.
 * @param out The run folder to write; it must not exist yet, or be empty.
 * @returns The evaluation.
 * @throws {Error} If a part is missing, occurs twice, isn't done, or measured other cases or in another
 *   way than the others; the text names the folders.
 */
export async function mergeShards(folders: readonly string[], out: string): Promise<Evaluation> {
  const places = folders.map((path) => ({ path, what: "a part", whole: true }));
  await keepApart(places, [{ path: out, what: "the run folder", whole: true }]);
  const parts = await Promise.all(folders.map(readPart));
  refuseOthers(parts);
  refuseGaps(parts);
  const cases = parts.flatMap(({ evaluation }) => evaluation.cases)
    .sort((a, b) => compareCodePoints(a.id, b.id));
  using held = await createEvaluationFolder(out);
  return await recordRun(held.path, mergedRun(parts, cases), async () => {
    for (const part of parts) await copyPictures(part, out);
    const evaluation = mergedEvaluation(parts, cases, out);
    await writeEvaluation(`${out}/evaluation.json`, evaluation);
    return evaluation;
  });
}

async function readPart(folder: string): Promise<Part> {
  const { run, evaluation } = await readRun(folder);
  const refuse = (rule: string): never => {
    throw new Error(`Cannot merge ${folder}: ${rule}`);
  };
  if (run?.shard === undefined) {
    return refuse("it must be a part that --shard made, got a whole run");
  }
  const { shard } = run;
  if (run.status !== "done" || evaluation === null) {
    return refuse(`part ${shard.part} of ${shard.of} must be done, run its command again`);
  }
  const stranger = evaluation.cases.find(({ id }) => shardOf(id, shard.of) !== shard.part);
  if (stranger !== undefined) {
    return refuse(`the case ${stranger.id} must be in another part than ${shard.part}`);
  }
  return { folder, run: { ...run, shard }, evaluation };
}

/** Refuses parts that measured other cases or in another way. */
function refuseOthers([first, ...others]: readonly Part[]): void {
  for (const other of others) {
    const both = `${first.folder} and ${other.folder}`;
    const { of, ids } = other.run.shard;
    if (of !== first.run.shard.of) {
      throw new Error(
        `Cannot merge ${both}: they must be parts of as many, got ${first.run.shard.of} and ${of}`,
      );
    }
    const [one, another] = [first, other].map(({ run }) => settingsOf(run));
    const names = Object.keys({ ...one, ...another });
    const differing = names.find((name) => text(one[name]) !== text(another[name]));
    if (differing !== undefined) {
      throw new Error(
        `Cannot merge ${both}: their settings must be the same, got --${differing} ` +
          `${text(one[differing])} and ${text(another[differing])}`,
      );
    }
    if (ids !== first.run.shard.ids) {
      throw new Error(
        `Cannot merge ${both}: they must be parts of the same cases, but masks were added or ` +
          "removed between them; run the command of the older one again in a new folder",
      );
    }
  }
}

/** Refuses parts that are missing or there twice. */
function refuseGaps(parts: readonly Part[]): void {
  const byPart = Map.groupBy(parts, ({ run }) => run.shard.part), [{ run: { shard } }] = parts;
  for (const [part, same] of byPart) {
    if (same.length === 1) continue;
    const names = listed(same.map(({ folder }) => folder));
    throw new Error(`Cannot merge part ${part} of ${shard.of} twice: ${names}`);
  }
  const missing = Array.from({ length: shard.of }, (_, i) => i + 1).filter((i) => !byPart.has(i));
  if (missing.length === 0) return;
  throw new Error(
    `Cannot merge ${parts.length} of ${shard.of} parts: all must be given, ` +
      `missing ${listed(missing.map(String))}`,
  );
}

/** The settings that parts share. */
function settingsOf({ settings }: Run): Record<string, unknown> {
  const { shard: _shard, out: _out, ...rest } = settings;
  return rest;
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}

function mergedRun(parts: readonly Part[], cases: readonly Case[]): Run {
  const [{ run: { shard: _shard, data, ...first } }] = parts;
  const skipped = new Map(
    parts.flatMap(({ run }) => run.data.skipped ?? []).map((one) => [text(one), one]),
  );
  return {
    ...first,
    settings: settingsOf(parts[0].run),
    data: {
      ...data,
      test: cases.map(({ id }) => id),
      skipped: [...skipped.values()].sort((a, b) => compareCodePoints(a.file, b.file)),
    },
  };
}

function mergedEvaluation(
  parts: readonly Part[],
  cases: readonly Case[],
  out: string,
): Evaluation {
  const [{ evaluation: { classes, ignore } }] = parts;
  const totals = new ConfusionTotals(classes, ignore);
  const filled = parts.filter(({ evaluation }) => evaluation.cases.length > 0);
  for (const { evaluation: { confusion, unlabelled } } of filled) {
    if (unlabelled !== undefined) totals.addCounts({ confusion, unlabelled });
  }
  const isInMillimetres = filled.length > 0 &&
    filled.every(({ evaluation }) => evaluation.metrics.some(({ unit }) => unit === "mm"));
  return buildEvaluation(cases, {
    name: basename(resolve(out)),
    classes,
    ignore,
    ...(isInMillimetres && { unit: "mm" }),
    ...(classes.some(({ labels }) => labels !== undefined)
      ? { confusion: [] }
      : { confusion: totals.confusion, unlabelled: totals.unlabelled }),
  });
}

async function copyPictures({ folder, evaluation }: Part, out: string): Promise<void> {
  await Deno.mkdir(`${out}/pictures`, { recursive: true });
  for (const { pictures = {} } of evaluation.cases) {
    for (const path of [pictures.image, pictures.truth, pictures.prediction]) {
      if (path === undefined) continue;
      await writeFileAtomic(`${out}/${path}`, await readInside(folder, path));
    }
  }
}
