import { checkPresence } from "./absent.ts";
import type { Selection } from "./labels.ts";
import { checkWhole, holdsFloats, type Pair, type Values } from "./mask.ts";
import { appendRun, newRuns, type Runs } from "./runs.ts";
import { findPrediction, findTruth, slotOf, type Slots, toSlots } from "./slots.ts";

/** What one pass over two label maps finds. */
export interface Scan {
  /** The rows and columns of `counts`. */
  slots: Slots;
  /** Voxels by [truth][prediction], row-major, `slots.side` per side. */
  counts: Float64Array;
  /** All voxels, ignored ones too. */
  voxels: number;
  /** How many are ignored, where that was asked for. */
  ignored?: number;
  /** The truth's runs of each region, where asked for; ignored voxels are in none. */
  truth: Runs[];
  /** The prediction's runs of each region, where asked for; ignored voxels are in none. */
  prediction: Runs[];
}

/**
 * Counts all pairs of regions, and on demand collects the runs of each, in one pass.
 *
 * Neighbours mostly agree, so the pass goes from one run of equal voxels to the next, four at a
 * time where a voxel is a byte. Memory: `(regions + 3)²` numbers, and 8 bytes per run.
 *
 * @param pair The label maps; a single mask is both.
 * @param selection The regions to look for, and the values to ignore.
 * @param hasRuns Whether to collect the runs.
 * @returns Counts and runs.
 * @throws {TypeError} If a value isn't a whole number.
 * @throws {RangeError} If both maps contain other labels only, and that isn't allowed.
 */
export function scan(pair: Pair, selection: Selection, hasRuns: boolean): Scan {
  const { truth, prediction } = pair;
  const { depth, height, width } = pair.grid;
  const voxels = depth * height * width;
  const slots = toSlots(selection);
  const { regions, ignored, side } = slots;
  const inTruth = findTruth(selection, slots);
  const inPrediction = findPrediction(selection, slots);
  const counts = new Float64Array(side ** 2);
  const runs = (name: string) =>
    Array.from({ length: hasRuns ? regions : 0 }, (_, slot) => newRuns(`${name} runs ${slot}`));
  const truthRuns = runs("truth");
  const predictionRuns = runs("prediction");
  const truthWords = toWords(truth);
  const predictionWords = toWords(prediction);
  const hasFloats = holdsFloats(truth) || holdsFloats(prediction);

  for (let start = 0; start < voxels; start += width) {
    const end = start + width;
    const wordsEnd = Math.floor(end / 4);
    for (let i = start; i < end;) {
      const first = i++;
      const t = truth[first];
      const p = prediction[first];
      if (i < end && truth[i] === t && prediction[i] === p) {
        i++;
        if (truthWords !== undefined && predictionWords !== undefined) {
          // up to the next word, word by word, and below the rest
          while (i < end && (i & 3) !== 0 && truth[i] === t && prediction[i] === p) i++;
          if (i < end && (i & 3) === 0) {
            const truthWord = Math.imul(t & 255, 0x01010101);
            const predictionWord = Math.imul(p & 255, 0x01010101);
            let word = i >> 2;
            while (
              word < wordsEnd && truthWords[word] === truthWord &&
              predictionWords[word] === predictionWord
            ) word++;
            i = 4 * word;
          }
        }
        while (i < end && truth[i] === t && prediction[i] === p) i++;
      }
      if (hasFloats) checkWhole(pair, first, selection.action);
      const truthSlot = slotOf(inTruth, t);
      const predictionSlot = slotOf(inPrediction, p);
      counts[truthSlot * side + predictionSlot] += i - first;
      if (!hasRuns || truthSlot === ignored) continue;
      if (truthSlot < regions) appendRun(truthRuns[truthSlot], first, i, start);
      if (predictionSlot < regions) appendRun(predictionRuns[predictionSlot], first, i, start);
    }
  }
  const found: Scan = { slots, counts, voxels, truth: truthRuns, prediction: predictionRuns };
  if (selection.ignore !== undefined) {
    found.ignored = counts.subarray(ignored * side).reduce((sum, count) => sum + count, 0);
  }
  checkPresence(found, pair, selection);
  return found;
}

/** The values of a byte array, four at a time, where its memory allows it. */
function toWords(values: Values): Int32Array | undefined {
  if (values.BYTES_PER_ELEMENT !== 1 || values.byteOffset % 4 !== 0) return undefined;
  return new Int32Array(values.buffer, values.byteOffset, Math.floor(values.length / 4));
}
