/** The masks of a volume in several runs, put together from the slices that the run folders keep. */
import type { Case } from "../../evaluation/mod.ts";
import { decodeLabelPng, readInside } from "../../io/mod.ts";
import type { SiteRun } from "./site_run.ts";
import { keptBox } from "./volume.ts";

/** For each axis, the main one first, the first index and the one after the last. */
type Box = [from: number, to: number][];

/** What a run keeps of a volume. */
interface Block {
  box: Box;
  truth: Uint8Array;
  prediction: Uint8Array;
}

/**
 * Reads a case's masks, cut to where any of them has classes: beyond, all have a label of no class.
 *
 * @param runs The runs.
 * @param id The case, a volume in each of them.
 * @returns Undefined where a run doesn't keep all slices with classes, or their volumes or truths differ.
 */
export async function volumeMasks(
  runs: readonly SiteRun[],
  id: string,
): Promise<{ truth: Uint8Array; predictions: Uint8Array[] } | undefined> {
  const cases = runs.map((run) => run.case(id)!), [first] = cases;
  const aboutOf = ({ shape, truthHash, pictures }: Case): string =>
    JSON.stringify([shape, truthHash, pictures?.volume?.axis, pictures?.volume?.anatomical]);
  const areAlike = cases.every((one) => aboutOf(one) === aboutOf(first));
  if (!areAlike || first.truthHash === undefined) return undefined;
  const blocks: Block[] = [];
  for (const [i, run] of runs.entries()) {
    const block = await blockOf(run, cases[i]);
    if (block === undefined) return undefined;
    blocks.push(block);
  }
  const whole = [0, 1, 2].map((side): [number, number] => [
    Math.min(...blocks.map(({ box }) => box[side][0])),
    Math.max(...blocks.map(({ box }) => box[side][1])),
  ]);
  const empty = new Uint8Array(sizeOf(whole)).fill(emptyLabel(runs)), truth = empty.slice();
  // what the slices of one run don't reach of the truth those of another do
  for (const block of blocks) place(block.truth, block.box, truth, whole);
  const predictions = blocks.map(({ prediction, box }) => {
    const own = empty.slice();
    place(prediction, box, own, whole);
    return own;
  });
  return { truth, predictions };
}

/** What a run keeps of a volume; undefined where that isn't every slice with classes, and their whole. */
async function blockOf(run: SiteRun, one: Case): Promise<Block | undefined> {
  const volume = one.pictures?.volume, { slices, profile = {} } = volume ?? {};
  const box = volume && keptBox(one, volume);
  if (!slices?.pictures.truth || !slices.pictures.prediction || box === undefined) return undefined;
  const { indices } = slices, [from, to] = [indices[0], indices.at(-1)! + 1];
  const isWhole = to - from === indices.length && run.classes.every((c) => {
    if (c.backdrop || !Object.hasOwn(profile, c.name)) return true;
    const { start, truth } = profile[c.name];
    return start >= from && start + truth.length <= to;
  });
  if (!isWhole) return undefined;
  const read = async (path: string) =>
    decodeLabelPng(await readInside(run.folder.path, path)).labels;
  const [row, column] = box.from, [rows, columns] = box.size;
  const own: Box = [[from, to], [row, row + rows], [column, column + columns]];
  const [truth, prediction] = [
    await read(slices.pictures.truth),
    await read(slices.pictures.prediction),
  ];
  return [truth, prediction].every(({ length }) => length === sizeOf(own))
    ? { box: own, truth, prediction }
    : undefined;
}

function sizeOf(box: Box): number {
  return box.reduce((product, [from, to]) => product * (to - from), 1);
}

/** Copies labels of a box into a larger one. */
function place(labels: Uint8Array, own: Box, into: Uint8Array, whole: Box): void {
  const [slices, rows, columns] = own, width = columns[1] - columns[0];
  const lengths = whole.map(([from, to]) => to - from);
  let at = 0;
  for (let z = slices[0]; z < slices[1]; z++) {
    for (let y = rows[0]; y < rows[1]; y++, at += width) {
      const row = (z - whole[0][0]) * lengths[1] + y - whole[1][0];
      into.set(labels.subarray(at, at + width), row * lengths[2] + columns[0] - whole[2][0]);
    }
  }
}

/** A label that no class has but the ground behind the others. */
function emptyLabel(runs: readonly SiteRun[]): number {
  const used = new Set(
    runs.flatMap((run) => run.classes.flatMap((c) => c.backdrop ? [] : c.labels ?? [c.label])),
  );
  return Array.from({ length: 256 }, (_, label) => label).find((label) => !used.has(label)) ?? 0;
}
