import type { Pair, Values } from "./mask.ts";
import { appendRun, newRuns, type Runs } from "./runs.ts";

/** What one pass over two label maps finds. */
export interface Scan {
  /** How many labels were looked for; all other values are counted behind them. */
  labels: number;
  /** Voxels by [truth][prediction], row-major, `labels + 1` a side. */
  counts: Float64Array;
  /** The truth's runs of each label, where asked for. */
  truth: Runs[];
  /** The prediction's runs of each label, where asked for. */
  prediction: Runs[];
}

/** Finds the place of a value among the labels. */
type Slots = Int32Array | Map<number, number> | undefined;

/** Labels below this are found in a table, larger ones in a map. */
const TABLE_LENGTH = 65536;

/**
 * Counts all pairs of labels, and on demand collects the runs of each, in one pass.
 *
 * Neighbours mostly agree, so the pass goes from one run of equal voxels to the next, four at a
 * time where a voxel is a byte. Memory: `(labels + 1)²` numbers, and 8 bytes a run.
 *
 * @param pair The label maps.
 * @param labels The labels, all different; nothing for one region of all voxels that aren't zero.
 * @param hasRuns Whether to collect the runs.
 * @returns Counts and runs.
 */
export function scan(pair: Pair, labels: readonly number[] | undefined, hasRuns: boolean): Scan {
  const { truth, prediction } = pair;
  const { depth, height, width } = pair.grid;
  const voxels = depth * height * width;
  const count = labels?.length ?? 1;
  const slots = toSlots(labels);
  const counts = new Float64Array((count + 1) ** 2);
  const runs = (name: string) =>
    Array.from({ length: hasRuns ? count : 0 }, (_, slot) => newRuns(`${name} runs ${slot}`));
  const truthRuns = runs("truth");
  const predictionRuns = runs("prediction");
  const truthWords = toWords(truth);
  const predictionWords = toWords(prediction);

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
      const truthSlot = slotOf(slots, t, count);
      const predictionSlot = slotOf(slots, p, count);
      counts[truthSlot * (count + 1) + predictionSlot] += i - first;
      if (!hasRuns) continue;
      if (truthSlot < count) appendRun(truthRuns[truthSlot], first, i, start);
      if (predictionSlot < count) appendRun(predictionRuns[predictionSlot], first, i, start);
    }
  }
  return { labels: count, counts, truth: truthRuns, prediction: predictionRuns };
}

/** Makes a table or a map of the labels' places. */
function toSlots(labels: readonly number[] | undefined): Slots {
  if (labels === undefined) return undefined;
  if (!labels.every((label) => label >= 0 && label < TABLE_LENGTH)) {
    return new Map(labels.map((label, slot) => [label, slot]));
  }
  const table = new Int32Array(Math.max(...labels) + 1).fill(labels.length);
  labels.forEach((label, slot) => table[label] = slot);
  return table;
}

/** The place of a value among the labels, or their number where it is none of them. */
function slotOf(slots: Slots, value: number, count: number): number {
  if (slots === undefined) return value !== 0 ? 0 : 1;
  if (slots instanceof Map) return slots.get(value) ?? count;
  // a fraction is a property that the table doesn't have
  return value >= 0 && value < slots.length ? slots[value] ?? count : count;
}

/** The values of a byte array, four at a time, where its memory allows it. */
function toWords(values: Values): Int32Array | undefined {
  if (values.BYTES_PER_ELEMENT !== 1 || values.byteOffset % 4 !== 0) return undefined;
  return new Int32Array(values.buffer, values.byteOffset, Math.floor(values.length / 4));
}
