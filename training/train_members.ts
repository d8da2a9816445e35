/**
 * Runs that train several models: from start to resume.
 *
 * @module
 */
import { join } from "node:path";
import { UsageError } from "../cli/mod.ts";
import { normalisationOf } from "../data/mod.ts";
import type { Evaluation, HeldFolder, Run, RunPostProcessing } from "../evaluation/mod.ts";
import { holdRunFolder, type learningCurves, writeRun } from "../evaluation/mod.ts";
import { exists, writing } from "../io/mod.ts";
import { dataOf, describeRun } from "./describe_run.ts";
import { type InitialModel, openInitialModel, refuseOtherModel } from "./initial_model.ts";
import {
  curvesOf,
  measureMean,
  notesOfMembers,
  saidOnce,
  TEST,
  type TrainedMembers,
  writeFolds,
} from "./join_members.ts";
import { measureFor } from "./measure.ts";
import {
  countOf,
  holdsMembersAlone,
  memberFolder,
  membersFolder,
  membersOf,
  shareOf,
} from "./members.ts";
import { planRun } from "./plan_run.ts";
import { type NewRun, openRun, readBegunRun, type ResumedRun } from "./open_run.ts";
import { type Common, openCommon, prepare } from "./prepare.ts";
import { commandOf, elsewhereOf } from "./request.ts";
import { makeRunFolder, refuseOtherData } from "./run_writer.ts";
import type { Settings } from "./settings.ts";
import { besideFolds, foldedOf, type Images, type Split, splitOf } from "./split.ts";
import { foldsLine, postProcessingLines, splitLine } from "./texts.ts";
import { begunRun } from "./wanted_run.ts";
import { type Trained, work } from "./work.ts";

/** A run that has come to its end, or was stopped. */
export interface Ended {
  /** Its folder. */
  folder: string;
  /** Its images. */
  split: Split;
  /** Its result; undefined if it was stopped, and can be resumed. */
  trained?: Trained;
  /** Of folds, how the mean of the members does on images beside them. */
  test?: Evaluation;
  /** Of a learning curve, what it shows. */
  curves?: ReturnType<typeof learningCurves>;
}

/**
 * Trains the models of a run, or its only one.
 *
 * @throws {Error} If a training fails.
 */
export async function trainRun(asked: NewRun | ResumedRun, signal: AbortSignal): Promise<Ended> {
  const run = "held" in asked ? asked : await planRun(asked, signal);
  if (membersOf(run.settings) !== undefined) return await trainMembers(run, signal);
  const job = await prepare("held" in run ? run : withOwnMinutes(run), signal);
  return { trained: await work(job), split: job.split, folder: job.writer.run };
}

/** A run with the minutes of its one model, where it is a member that is trained alone. */
function withOwnMinutes(run: NewRun): NewRun {
  const { settings, settings: { minutes } } = run, models = countOf(settings) ?? 1;
  return { ...run, settings: { ...settings, minutes: minutes && minutes / models } };
}

/** Trains one member after the other, what is left of each, then measures them together. */
async function trainMembers(run: NewRun | ResumedRun, signal: AbortSignal): Promise<Ended> {
  using begun = await begin(run, signal);
  const { folder, split, common } = begun, count = membersOf(run.settings)!;
  const warnings: string[][] = [];
  try {
    for (let member = 1; member <= count; member++) {
      console.log(`member  ${member} of ${count}`);
      const own = await trainMember(run, folder, { member, common, signal });
      if (own === undefined) {
        await begun.write("stopped");
        return { folder, split };
      }
      warnings.push(own);
    }
    const settings = { ...begun.settings, ...await lengthOf(folder) };
    const members = { folder, count, settings, split };
    const { evaluation, test, postProcessing } = await measure(members, common.images, signal);
    const notes = await notesOfMembers(folder, count);
    await begun.write("done", {
      settings,
      // minutes would be another number of steps
      command: commandOf({ ...settings, measure: run.settings.measure, minutes: undefined }),
      ...notes.length > 0 && { notes },
      postProcessing,
    });
    const curves = settings.curve ? await curvesOf(folder, sharesOf(settings, count)) : undefined;
    return { folder, split, trained: { evaluation, warnings: saidOnce(warnings) }, test, curves };
  } catch (error) {
    const isStopped = signal.aborted && error === signal.reason;
    const fields = isStopped ? {} : { error: (error as Error).message };
    await begun.write("stopped", fields).catch(() => {}); // the first error is the one to report
    if (isStopped) return { folder, split };
    throw error;
  }
}

async function measure(
  members: TrainedMembers,
  images: Images,
  signal: AbortSignal,
): Promise<{ evaluation: Evaluation; test?: Evaluation; postProcessing?: RunPostProcessing }> {
  const { folder, settings, split } = members;
  if (settings.folds === undefined) {
    return { evaluation: await measureMean(members, split.test, folder, signal) };
  }
  const { evaluation, record: postProcessing } = await writeFolds(members);
  for (const line of postProcessingLines(postProcessing)) console.log(`post    ${line}`);
  const beside = besideFolds(images, settings), made = { evaluation, postProcessing };
  if (beside.indices.length === 0) return made;
  return { ...made, test: await measureMean(members, beside, join(folder, TEST), signal) };
}

/** A run whose folder is held. */
interface Begun extends Disposable {
  folder: string;
  settings: Settings;
  split: Split;
  common: Common;
  /** Writes `run.json`, with further fields. */
  write: (status: Run["status"], fields?: Partial<Run>) => Promise<void>;
}

/** Reads the images, and makes the run's folder or takes it up. */
async function begin(run: NewRun | ResumedRun, signal: AbortSignal): Promise<Begun> {
  let held: HeldFolder | undefined = "held" in run ? run.held : undefined;
  try {
    const common = await openCommon(run, signal), { images, backend } = common;
    const split = wholeSplit(images, run.settings), { train: { data, indices } } = split;
    const isAgain = "held" in run && run.fromStart && run.record.status === "done";
    const settings = {
      ...run.settings,
      measure: measureFor(run.settings, split),
      // its epochs are known
      ...isAgain && { minutes: undefined },
    };
    const normalisation = normalisationOf(data, indices), count = membersOf(settings)!;
    const described = describeRun(settings, split, { backend, normalisation });
    const curve = settings.curve ? sharesOf(settings, count) : undefined;
    let record: Run = { ...described, command: commandOf(run.settings), members: count, curve };
    if (!("held" in run)) record.plan = run.plan;
    if ("held" in run) {
      refuseOtherData(run.held.path, run.record, record);
      if (run.fromStart) await startOver(run.held.path);
      const { versions, hardware } = record;
      const own = { ...run.record.settings, ...run.moved };
      const now = { backend: backend.name, versions, hardware, error: undefined };
      record = { ...run.record, settings: own, ...now };
    } else held = await takeFolder(run);
    const { path: folder } = held!,
      startedAt = performance.now(),
      before = isAgain ? 0 : record.seconds;
    const write: Begun["write"] = async (status, fields) => {
      const seconds = before + (performance.now() - startedAt) / 1000;
      record = { ...record, ...fields, status, seconds: Math.round(seconds * 10) / 10 };
      await writeRun(folder, record);
    };
    await write("running");
    console.log(`run     ${folder}\n`);
    return {
      folder,
      settings,
      split,
      common,
      write,
      [Symbol.dispose]: () => held![Symbol.dispose](),
    };
  } catch (error) {
    held?.[Symbol.dispose]();
    throw error;
  }
}

/**
 * The folder of a new run. One in which there are members that were trained alone is completed, if they have
 * the run's settings.
 */
async function takeFolder(run: NewRun): Promise<HeldFolder> {
  const { out, settings } = run;
  if (out === undefined || !await holdsMembersAlone(out)) return await makeRunFolder(run);
  if (settings.minutes !== undefined) {
    throw new UsageError(
      `Members that were trained alone, as in ${out}, all have the same number of epochs: add the ` +
        "--epochs that they were trained with",
    );
  }
  for (let member = 1; member <= membersOf(settings)!; member++) {
    await begunRun({ folder: memberFolder(out, member), settings: { ...settings, member } });
  }
  return await holdRunFolder(out);
}

/** The part of the training set that each member of a learning curve learns from. */
function sharesOf(settings: Settings, count: number): number[] {
  return Array.from({ length: count }, (_, i) => shareOf({ ...settings, member: i + 1 }));
}

/** All images of a run: of folds each is for training and for the test. */
function wholeSplit(images: Images, settings: Settings): Split {
  if (settings.folds === undefined) {
    const split = splitOf(images, settings);
    console.log(`data    ${splitLine(split)}`);
    return split;
  }
  const { data } = images, folded = { data, indices: foldedOf(images, settings) };
  console.log(`data    ${foldsLine(folded, settings.folds, besideFolds(images, settings))}`);
  return { train: folded, validation: { data, indices: [] }, test: folded };
}

/** Removes everything but `run.json`. */
async function startOver(folder: string): Promise<void> {
  const names = [
    membersFolder(folder),
    ...["evaluation.json", "pictures", TEST].map((name) => join(folder, name)),
  ];
  for (const path of names) {
    if (await exists(path)) await writing(path, () => Deno.remove(path, { recursive: true }));
  }
}

/** Trains what is left of a member, and returns its warnings; undefined if it was stopped. */
async function trainMember(
  run: NewRun | ResumedRun,
  parent: string,
  { member, common, signal }: { member: number; common: Common; signal: AbortSignal },
): Promise<string[] | undefined> {
  const folder = memberFolder(parent, member);
  if (!await exists(join(folder, "run.json"))) {
    const settings = await settingsOf(run.settings, parent, member);
    const initial = await initialOf(run, parent, member);
    const job = await prepare({ settings, initial, out: folder }, signal, common);
    return (await work(job))?.warnings;
  }
  const { record, settings } = await readBegunRun(folder);
  if (record.status === "done") {
    // it may have been trained alone, on another machine
    refuseOtherData(folder, record, { data: dataOf(splitOf(common.images, settings)) });
    console.log(`done    ${folder}\n`);
    return [];
  }
  const typed = elsewhereOf(run.settings);
  const job = await prepare(await openRun({ resume: folder, typed }), signal, common);
  return (await work(job))?.warnings;
}

/** A member's settings; minutes are shared by all, and as many epochs as the first has fit into them. */
async function settingsOf(settings: Settings, parent: string, member: number): Promise<Settings> {
  const { minutes } = settings;
  if (minutes === undefined) return { ...settings, member };
  if (member === 1) return { ...settings, member, minutes: minutes / membersOf(settings)! };
  return { ...settings, member, minutes: undefined, ...await lengthOf(parent) };
}

/** How long the first member was trained. */
async function lengthOf(parent: string): Promise<Pick<Settings, "epochs" | "epochSteps">> {
  const { settings: { epochs, epochSteps } } = await readBegunRun(memberFolder(parent, 1));
  return { epochs, epochSteps };
}

/** The model that a member starts from, the same for all. */
async function initialOf(
  run: NewRun | ResumedRun,
  parent: string,
  member: number,
): Promise<InitialModel | undefined> {
  const { init } = run.settings;
  if (init === undefined) return undefined;
  const initial = await openInitialModel(init);
  if (member > 1) {
    refuseOtherModel(initial, (await readBegunRun(memberFolder(parent, 1))).record);
  }
  return initial;
}
