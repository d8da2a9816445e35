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
 * Neighbours mostly agree, so the pass goes from one run of equal voxels to the next, eight at a
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
    for (let i = start; i < end;) {
      const first = i;
      const t = truth[first];
      const p = prediction[first];
      if (truthWords !== undefined && predictionWords !== undefined) {
        i = skipWords(truthWords, predictionWords, t, p, first, end);
      }
      while (i < end && truth[i] === t && prediction[i] === p) i++;
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

/** Where in a word the byte of the lowest address is: the first on all usual processors. */
const IS_LITTLE_ENDIAN = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/**
 * Goes from `first` on to the next pair of values that isn't `t` and `p`, or to `end`, by words of
 * bytes. What is left of the array behind its last whole word is left to the caller.
 */
function skipWords(
  truth: Int32Array,
  prediction: Int32Array,
  t: number,
  p: number,
  first: number,
  end: number,
): number {
  const wordsEnd = Math.min(truth.length, end + 3 >>> 2);
  let word = first >> 2;
  if (word >= wordsEnd) return first;
  const ts = Math.imul(t & 255, 0x01010101);
  const ps = Math.imul(p & 255, 0x01010101);
  // the bytes before the first don't count
  const shift = 8 * (first & 3);
  let difference = (truth[word] ^ ts | prediction[word] ^ ps) >>> shift << shift;
  if (difference === 0) {
    word++;
    // eight bytes of each at a time
    while (
      word + 1 < wordsEnd &&
      (truth[word] ^ ts | prediction[word] ^ ps | truth[word + 1] ^ ts |
          prediction[word + 1] ^ ps) === 0
    ) word += 2;
    while (word < wordsEnd && difference === 0) {
      difference = truth[word] ^ ts | prediction[word] ^ ps;
      if (difference === 0) word++;
    }
  }
  if (difference === 0) return Math.min(4 * word, end);
  return Math.min(4 * word + (31 - Math.clz32(difference & -difference) >> 3), end);
}

/** The values of a byte array, four at a time, where its memory allows it. */
function toWords(values: Values): Int32Array | undefined {
  const isAligned = values.BYTES_PER_ELEMENT === 1 && values.byteOffset % 4 === 0;
  if (!isAligned || !IS_LITTLE_ENDIAN) return undefined;
  return new Int32Array(values.buffer, values.byteOffset, Math.floor(values.length / 4));
}
