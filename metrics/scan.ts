import type { Pair, Values } from "./mask.ts";
import type { Box } from "./region.ts";

/** Where each value of a label map is counted: its place in `labels`, or last with the others. */
export interface Slots {
  /** How many regions there are; the slot of all other values. */
  count: number;
  /** The slot of each value from 0 up to the largest label, where labels are small. */
  table?: Int32Array;
  /** The slot of each label otherwise. */
  map?: Map<number, number>;
}

/** What one pass over two label maps finds. */
export interface Scan {
  /** Voxels by slot, [truth][prediction], row-major, `slots.count + 1` a side. */
  counts: Float64Array;
  /** The truth's box of each region. */
  truth: Box[];
  /** The prediction's box of each region. */
  prediction: Box[];
}

/** Labels below this are found in a table, larger ones in a map. */
const TABLE_LENGTH = 65536;

/**
 * Gives each label a slot of its own.
 *
 * @param labels The labels, all different; nothing for one region of all voxels that aren't zero.
 * @returns The slots.
 */
export function toSlots(labels?: readonly number[]): Slots {
  if (labels === undefined) return { count: 1 };
  const count = labels.length;
  if (!labels.every((label) => label >= 0 && label < TABLE_LENGTH)) {
    return { count, map: new Map(labels.map((label, slot) => [label, slot])) };
  }
  const table = new Int32Array(Math.max(...labels) + 1).fill(count);
  labels.forEach((label, slot) => table[label] = slot);
  return { count, table };
}

/**
 * Counts all pairs of labels and finds the box of each region, in one pass.
 *
 * Neighbours mostly agree, so the pass goes from one run of equal voxels to the next, four at a
 * time where a voxel is a byte. Memory: `(slots.count + 1)²` numbers.
 *
 * @param pair The label maps.
 * @param slots Where each value is counted.
 * @returns Counts and boxes.
 */
export function scan(pair: Pair, slots: Slots): Scan {
  const { truth, prediction } = pair;
  const { depth, height, width } = pair.grid;
  const { count } = slots;
  const side = count + 1;
  const counts = new Float64Array(side * side);
  const truthBoxes = newBoxes(side);
  const predictionBoxes = newBoxes(side);
  const truthWords = toWords(truth);
  const predictionWords = toWords(prediction);
  const hasWords = truthWords !== undefined && predictionWords !== undefined;

  for (let z = 0, start = 0; z < depth; z++) {
    for (let y = 0; y < height; y++, start += width) {
      const end = start + width;
      for (let i = start; i < end;) {
        const first = i;
        const t = truth[i];
        const p = prediction[i];
        i++;
        if (hasWords) {
          // up to the next word, then word by word, then the rest
          while (i < end && (i & 3) !== 0 && truth[i] === t && prediction[i] === p) i++;
          if ((i & 3) === 0) {
            const truthWord = Math.imul(t & 255, 0x01010101);
            const predictionWord = Math.imul(p & 255, 0x01010101);
            while (
              i + 4 <= end && truthWords[i >> 2] === truthWord &&
              predictionWords[i >> 2] === predictionWord
            ) i += 4;
          }
        }
        while (i < end && truth[i] === t && prediction[i] === p) i++;
        const truthSlot = slotOf(slots, t);
        const predictionSlot = slotOf(slots, p);
        counts[truthSlot * side + predictionSlot] += i - first;
        if (truthSlot < count) {
          extend(truthBoxes, truthSlot, z, y, first - start, i - start - 1);
        }
        if (predictionSlot < count) {
          extend(predictionBoxes, predictionSlot, z, y, first - start, i - start - 1);
        }
      }
    }
  }
  return {
    counts,
    truth: toBoxes(truthBoxes, count),
    prediction: toBoxes(predictionBoxes, count),
  };
}

/** The slot of a value. */
function slotOf(slots: Slots, value: number): number {
  const { count, table, map } = slots;
  if (table !== undefined) {
    return value >= 0 && value < table.length ? table[value] ?? count : count;
  }
  if (map !== undefined) return map.get(value) ?? count;
  return value !== 0 ? 0 : count;
}

/** The values of a byte array, four at a time, where its memory allows it. */
function toWords(values: Values): Int32Array | undefined {
  if (values.BYTES_PER_ELEMENT !== 1 || values.byteOffset % 4 !== 0) return undefined;
  return new Int32Array(values.buffer, values.byteOffset, values.length >> 2);
}

/** Six numbers a box: the first and the last slice, row and column. */
function newBoxes(count: number): Int32Array {
  const boxes = new Int32Array(6 * count);
  for (let i = 0; i < boxes.length; i += 2) {
    boxes[i] = 0x7fffffff;
    boxes[i + 1] = -1;
  }
  return boxes;
}

/** Extends a box by a run of voxels; slices come in order. */
function extend(
  boxes: Int32Array,
  slot: number,
  z: number,
  y: number,
  first: number,
  last: number,
): void {
  const at = 6 * slot;
  if (boxes[at + 1] < 0) boxes[at] = z;
  boxes[at + 1] = z;
  if (y < boxes[at + 2]) boxes[at + 2] = y;
  if (y > boxes[at + 3]) boxes[at + 3] = y;
  if (first < boxes[at + 4]) boxes[at + 4] = first;
  if (last > boxes[at + 5]) boxes[at + 5] = last;
}

/** The boxes as objects. */
function toBoxes(boxes: Int32Array, count: number): Box[] {
  return Array.from({ length: count }, (_, slot) => {
    const [minZ, maxZ, minY, maxY, minX, maxX] = boxes.subarray(6 * slot, 6 * slot + 6);
    return { minZ, maxZ, minY, maxY, minX, maxX };
  });
}
