import { compareCodePoints, listed } from "../../core/mod.ts";
import { keepApart, readInside, writeFileAtomic } from "../../io/mod.ts";
import { parseJsonFile, readTextIfThere } from "../run_folder/read_file.ts";
import { checkEvaluation } from "../run_folder/evaluation_file.ts";
import { picturePaths } from "../run_folder/pictures.ts";
import { readRun } from "../run_folder/read_run.ts";
import { recordRun } from "../run_folder/record_run.ts";
import { checkRun } from "../run_folder/run_file.ts";
import type { Run, RunShard } from "../run_folder/run.ts";
import { createEvaluationFolder, JOURNAL } from "../run_folder/unfinished.ts";
import { chooseClasses } from "./choose_classes.ts";
import { Journal, type Plan } from "./journal.ts";
import type { Measured } from "./measure_case.ts";
import { shardOf } from "./shards.ts";
import { MaskSurvey } from "./survey.ts";
import { type MeasuredFigures, writeMeasured } from "./write_measured.ts";

/** A part of an evaluation, in its run folder. */
interface Part extends Disposable {
  folder: string;
  run: Run & { shard: RunShard };
  plan: Plan;
  journal: Journal;
}

/**
 * Puts the parts of an evaluation together, as `--shard` made them: the same run folder as one machine
 * would have written, except for dates. Memory doesn't grow with the cases beyond their ids and a few
 * numbers of each.
 *
 * @param folders The run folders of all parts, in any order.
 * @param out The run folder to write; it must not exist yet, or be empty.
 * @returns What a table of the figures needs; the cases are in `evaluation.json`.
 * @throws {Error} If a part is missing, occurs twice, isn't done, or measured other cases or in another
 *   way than the others; the text names the folders. If no mask of any part contains a label that was named.
 */
export async function mergeShards(
  folders: readonly string[],
  out: string,
): Promise<MeasuredFigures> {
  const places = folders.map((path) => ({ path, what: "a part", whole: true }));
  await keepApart(places, [{ path: out, what: "the run folder", whole: true }]);
  using opened = new DisposableStack();
  const parts: Part[] = [];
  for (const folder of folders) parts.push(opened.use(await readPart(folder)));
  refuseOthers(parts);
  refuseGaps(parts);
  const lines = parts.flatMap((part) => [...part.journal.ids].map((id) => ({ id, part })))
    .sort((a, b) => compareCodePoints(a.id, b.id));
  const notes = notesOf(parts);
  using held = await createEvaluationFolder(out);
  const run = mergedRun(parts, lines.map(({ id }) => id), out), test: string[] = [];
  return await recordRun(held.path, run, async () => {
    const [{ plan: { classes, ...plan } }] = parts;
    const options = { ...plan, classes: classes!, count: lines.length, check: checkEvaluation };
    const figures = await writeMeasured(out, measuredIn(lines, test), options);
    // these cases have been checked by now
    await Deno.mkdir(`${out}/pictures`, { recursive: true });
    for (const { id, part } of lines) await copyPictures(id, part, out);
    return { ...figures, notes: [...notes, ...figures.notes] };
  }, { known: () => ({ data: { ...run.data, test } }) });
}

/** Refuses what no part could: alone it may have few of the labels. Says the rest of them all. */
function notesOf(parts: readonly Part[]): string[] {
  const survey = new MaskSurvey();
  for (const { journal } of parts) {
    for (const id of journal.ids) {
      const outcome = journal.get(id)!;
      if (outcome.fault === undefined) survey.addLabels(outcome);
    }
  }
  const [{ run, plan: { classes, regions, ignore } }] = parts;
  const { prediction = "the prediction" } = run.settings;
  return chooseClasses(survey, {
    sources: { truth: run.data.name ?? "the truth", prediction: String(prediction) },
    named: classes!.slice(0, classes!.length - regions.length),
    regions,
    ignore,
  }).notes;
}

/** The measured cases of all parts, in their order; collects their ids. */
function* measuredIn(
  lines: readonly { id: string; part: Part }[],
  ids: string[],
): Generator<Measured> {
  for (const { id, part } of lines) {
    const outcome = part.journal.get(id)!;
    if (outcome.fault !== undefined || outcome.measured === undefined) continue;
    ids.push(id);
    yield outcome.measured;
  }
}

async function readPart(folder: string): Promise<Part> {
  const text = await readTextIfThere(folder, "run.json");
  const run = text === undefined
    ? (await readRun(folder)).run
    : parseJsonFile(`${folder}/run.json`, text, (value) => checkRun(value, true)).run;
  const refuse = (rule: string): never => {
    throw new Error(`Cannot merge ${folder}: ${rule}`);
  };
  if (run?.shard === undefined) {
    return refuse("it must be a part that --shard made, got a whole run");
  }
  const { shard } = run;
  if (run.status !== "done") {
    return refuse(`part ${shard.part} of ${shard.of} must be done, run its command again`);
  }
  const plan = await Journal.planIn(folder);
  if (plan?.classes === undefined) return refuse(`its ${JOURNAL} must be whole`);
  const journal = await Journal.open(folder, { write: false });
  const missing = run.data.test.find((id) => !journal.has(id));
  if (missing !== undefined) {
    return refuse(`its ${JOURNAL} must be whole, got none of the case ${missing}`);
  }
  for (const id of journal.ids) {
    if (shardOf(id, shard.of) === shard.part) continue;
    return refuse(`the case ${id} must be in another part than ${shard.part}`);
  }
  return {
    folder,
    run: { ...run, shard },
    plan,
    journal,
    [Symbol.dispose]: () => journal[Symbol.dispose](),
  };
}

/** Refuses parts that measured other cases or in another way. */
function refuseOthers([first, ...others]: readonly Part[]): void {
  for (const other of others) {
    const both = `${first.folder} and ${other.folder}`;
    const { of, ids } = other.run.shard;
    if (of !== first.run.shard.of) {
      throw new Error(
        `Cannot merge ${both}: they must be parts of the same number, got ${first.run.shard.of} and ${of}`,
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

function mergedRun(parts: readonly Part[], ids: string[], out: string): Run {
  const [{ run }] = parts;
  const skipped = new Map(
    parts.flatMap(({ run }) => run.data.skipped ?? []).map((one) => [text(one), one]),
  );
  return {
    ...run,
    seconds: 0,
    shard: undefined,
    settings: { ...run.settings, shard: undefined, out },
    data: {
      // in the order of a whole run
      name: run.data.name,
      ...run.data,
      test: ids,
      skipped: [...skipped.values()].sort((a, b) => compareCodePoints(a.file, b.file)),
    },
  };
}

async function copyPictures(id: string, { folder, journal }: Part, out: string): Promise<void> {
  const outcome = journal.get(id)!;
  if (outcome.fault !== undefined || outcome.measured === undefined) return;
  for (const path of picturePaths(outcome.measured.case.pictures)) {
    await writeFileAtomic(`${out}/${path}`, await readInside(folder, path), { synced: false });
  }
}
