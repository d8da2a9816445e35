import type { LabelClass } from "../../core/mod.ts";
import type { Unlabelled } from "../run_folder/evaluation.ts";
import type { Side } from "./case_paths.ts";

/** So many pixels have these two labels. */
export interface PairCount {
  truth: number;
  /** Undefined where there is no prediction. */
  prediction: number | undefined;
  count: number;
}

/** The labels of a pair of masks. */
export interface FoundLabels {
  /** Those of each mask, ascending, without those of ignored pixels. */
  labels: Record<Side, number[]>;
  /** Whether the true mask contains a value to ignore. */
  ignores: boolean;
}

/**
 * Counts which labels of two masks lie on each other, in one pass: labels and the confusion matrix, of
 * whatever classes, come from it.
 *
 * @param masks The masks; without a prediction the true one alone is counted.
 */
export function countPairs(
  { truth, prediction }: { truth: Uint8Array; prediction?: Uint8Array },
): PairCount[] {
  const other = prediction ?? truth, pairs: number[] = [];
  const count = (from: number, to: number, times: number): void => {
    for (let i = from; i < to; i++) {
      const pair = truth[i] << 8 | other[i];
      if (COUNTS[pair] === 0) pairs.push(pair);
      COUNTS[pair] += times;
    }
  };
  const [trueWords, otherWords] = [wordsOf(truth), wordsOf(other)];
  let done = 0;
  if (trueWords !== undefined && otherWords !== undefined) {
    const words = trueWords.length;
    // most words are like the one before
    for (let word = 0, first = 0; word < words; first = word) {
      const t = trueWords[word], o = otherWords[word];
      do word++; while (word < words && trueWords[word] === t && otherWords[word] === o);
      count(4 * first, 4 * first + 4, word - first);
    }
    done = 4 * words;
  }
  count(done, truth.length, 1);
  return pairs.map((pair) => {
    const predicted = prediction === undefined ? undefined : pair & 255, count = COUNTS[pair];
    COUNTS[pair] = 0;
    return { truth: pair >> 8, prediction: predicted, count };
  });
}

/** Pixels by truth * 256 + prediction; all zero between two calls, since clearing it takes its time. */
const COUNTS = new Int32Array(65536);

/**
 * The labels of both masks.
 *
 * @param pairs What {@linkcode countPairs} found.
 * @param ignore Values of the true mask whose pixels are left out.
 */
export function labelsOf(pairs: readonly PairCount[], ignore: readonly number[]): FoundLabels {
  const counted = pairs.filter(({ truth }) => !ignore.includes(truth));
  const listOf = (labels: (number | undefined)[]): number[] =>
    [...new Set(labels)].filter((label) => label !== undefined).sort((a, b) => a - b);
  return {
    labels: {
      truth: listOf(counted.map(({ truth }) => truth)),
      prediction: listOf(counted.map(({ prediction }) => prediction)),
    },
    ignores: counted.length < pairs.length,
  };
}

/**
 * The confusion matrix of classes, and the pixels of none.
 *
 * @param pairs What {@linkcode countPairs} found.
 * @param classes The classes.
 * @param ignore Values of the true mask whose pixels are left out.
 */
export function confusionOf(
  pairs: readonly PairCount[],
  classes: readonly LabelClass[],
  ignore: readonly number[],
): { confusion: number[][]; unlabelled: Unlabelled } {
  const zeros = (): number[] => classes.map(() => 0);
  const confusion = classes.map(zeros);
  const unlabelled = { truth: zeros(), prediction: zeros(), both: 0 };
  const place = new Map<number | undefined, number>(classes.map(({ label }, i) => [label, i]));
  for (const { truth, prediction, count } of pairs) {
    if (ignore.includes(truth)) continue;
    const row = place.get(truth), column = place.get(prediction);
    if (row !== undefined && column !== undefined) confusion[row][column] += count;
    else if (column !== undefined) unlabelled.truth[column] += count;
    else if (row !== undefined) unlabelled.prediction[row] += count;
    else unlabelled.both += count;
  }
  return { confusion, unlabelled };
}

/**
 * The pixels whose class is another than the true one, each [truth, prediction, pixels]: classes by their
 * place, no class after the last.
 *
 * @param counts What {@linkcode confusionOf} counted.
 */
export function confusedOf(
  { confusion, unlabelled }: { confusion: number[][]; unlabelled: Unlabelled },
): [truth: number, prediction: number, pixels: number][] {
  const none = confusion.length;
  const rows = confusion.map((row, i) => [...row, unlabelled.prediction[i]]);
  return [...rows, unlabelled.truth].flatMap((row, truth) =>
    row.flatMap((pixels, prediction): [number, number, number][] =>
      pixels === 0 || truth === prediction || truth === none && prediction === none
        ? []
        : [[truth, prediction, pixels]]
    )
  );
}

/** Four labels at a time, where their memory allows it. */
function wordsOf(mask: Uint8Array): Int32Array | undefined {
  if (mask.byteOffset % 4 !== 0) return undefined;
  return new Int32Array(mask.buffer, mask.byteOffset, mask.length >> 2);
}
