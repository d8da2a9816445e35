/**
 * Trainings that begin alike: at a constant rate, a training of 100 epochs starts as one of 30 does, so it
 * can continue that one.
 *
 * @module
 */
import { join } from "node:path";
import { type Run, writeRun } from "../../evaluation/mod.ts";
import { exists, makeFolder, writing } from "../../io/mod.ts";
import { recordFromStart } from "../more_epochs.ts";
import { readBegunRun } from "../open_run.ts";
import { CHECKPOINT } from "../run_writer.ts";
import { cornerKey, type CornerRun } from "./corners.ts";

/** The parts of a run folder that a longer training continues from; the others are written at its end. */
const KEPT = ["checkpoint", "model", "epochs", "history.jsonl"];

/** For each training the shorter one that it can continue: one that is done, or is still to be trained. */
export async function beginningsOf(
  left: readonly CornerRun[],
  runs: readonly CornerRun[],
): Promise<Map<CornerRun, CornerRun>> {
  const begun = await Promise.all(left.map(({ folder }) => exists(folder)));
  const there = await Promise.all(runs.map(isWhole));
  const known = runs.filter((run, i) => there[i] || left.includes(run));
  const found = left.map((run, i) => begun[i] ? undefined : beginningOf(run, known));
  return new Map(left.flatMap((run, i) => found[i] === undefined ? [] : [[run, found[i]]]));
}

/** The quickest first, but none before the one that it continues. */
export function orderOf(
  left: readonly CornerRun[],
  { seconds, beginnings }: {
    seconds: ReadonlyMap<CornerRun, number>;
    beginnings: ReadonlyMap<CornerRun, CornerRun>;
  },
): CornerRun[] {
  const order = new Set<CornerRun>();
  const add = (run: CornerRun) => {
    const first = beginnings.get(run);
    if (first !== undefined && left.includes(first)) add(first);
    order.add(run);
  };
  left.toSorted((one, other) => seconds.get(one)! - seconds.get(other)! || one.seed - other.seed)
    .forEach(add);
  return [...order];
}

/** Begins a training where a shorter one ended. */
export async function beginEarlier(run: CornerRun, first: CornerRun | undefined): Promise<void> {
  if (first === undefined || await exists(run.folder) || !await isWhole(first)) return;
  await beginFrom(run, first);
  const { corner: { name }, settings: { epochs } } = first;
  console.log(`begin   after epoch ${epochs}, as ${name} was trained until there`);
}

/** The longest training of the same seed that is a beginning of this one; undefined if there is none. */
function beginningOf(
  { settings, seed }: CornerRun,
  runs: readonly CornerRun[],
): CornerRun | undefined {
  const { schedule, patience, film, epochs: all } = settings;
  // other schedules and films depend on the number of epochs, and patience may end a training early
  if (schedule !== "constant" || patience > 0 || film !== undefined) return undefined;
  const passed = runs.filter(({ corner, seed: other, settings: { epochs } }) =>
    other === seed && epochs < all && corner.key === cornerKey({ ...settings, epochs })
  );
  return passed.toSorted((one, other) => other.settings.epochs - one.settings.epochs)[0];
}

/** Whether a training is done and has a checkpoint to continue from. */
async function isWhole({ folder }: CornerRun): Promise<boolean> {
  if (!await exists(join(folder, CHECKPOINT))) return false;
  return (await readBegunRun(folder)).record.status === "done";
}

/**
 * Makes the folder of a training as if it had been interrupted where a shorter one ended. The folder is
 * there as a whole, or not at all.
 */
async function beginFrom(run: CornerRun, shorter: CornerRun): Promise<void> {
  const { folder } = run, aside = `${folder}.begun`;
  // an earlier start may have been killed
  if (await exists(aside)) await writing(aside, () => Deno.remove(aside, { recursive: true }));
  await makeFolder(aside);
  for (const name of KEPT) await copyAll(join(shorter.folder, name), join(aside, name));
  await writeRun(aside, await recordOf(run, shorter));
  await writing(folder, () => Deno.rename(aside, folder));
}

async function recordOf({ settings }: CornerRun, { folder }: CornerRun): Promise<Run> {
  const { record, settings: { measure, microBatch } } = await readBegunRun(folder);
  return { ...recordFromStart(record, { ...settings, measure, microBatch }), status: "stopped" };
}

/** Copies a file, or a folder with all that is in it; nothing if there is none. */
async function copyAll(from: string, to: string): Promise<void> {
  if (!await exists(from)) return;
  if (!(await Deno.stat(from)).isDirectory) {
    await writing(to, () => Deno.copyFile(from, to));
    return;
  }
  await makeFolder(to);
  for await (const { name } of Deno.readDir(from)) await copyAll(join(from, name), join(to, name));
}
