import type { Side } from "./case_paths.ts";

/** The labels of a pair of masks. */
export interface FoundLabels {
  /** Those of each mask, ascending, without those of ignored pixels. */
  labels: Record<Side, number[]>;
  /** Whether the true mask contains a value to ignore. */
  ignores: boolean;
}

/**
 * Lists the labels of a true mask and, if there is one, its prediction.
 *
 * @param masks The masks.
 * @param ignore Values of the true mask whose pixels are left out.
 */
export function labelsIn(
  { truth, prediction = truth }: { truth: Uint8Array; prediction?: Uint8Array },
  ignore: readonly number[],
): FoundLabels {
  const seen = pairsIn(truth, prediction), isIgnored = new Uint8Array(256);
  for (const value of ignore) isIgnored[value] = 1;
  const inTruth = new Uint8Array(256), inPrediction = new Uint8Array(256);
  let ignores = false;
  for (let pair = 0; pair < seen.length; pair++) {
    if (seen[pair] === 0) continue;
    if (isIgnored[pair >> 8] === 1) ignores = true;
    else inTruth[pair >> 8] = inPrediction[pair & 255] = 1;
  }
  const listOf = (present: Uint8Array): number[] =>
    Array.from(present.keys()).filter((label) => present[label] === 1);
  const labels = {
    truth: listOf(inTruth),
    prediction: prediction === truth ? [] : listOf(inPrediction),
  };
  return { labels, ignores };
}

/** Which pairs of labels occur, by truth * 256 + prediction. */
function pairsIn(truth: Uint8Array, prediction: Uint8Array): Uint8Array {
  const seen = new Uint8Array(65536), { length } = truth;
  const [trueWords, predictedWords] = [wordsOf(truth), wordsOf(prediction)];
  let i = 0;
  if (trueWords !== undefined && predictedWords !== undefined) {
    // most words are like the one before
    let lastTrue = ~trueWords[0], lastPredicted = 0;
    for (let word = 0; word < trueWords.length; word++, i += 4) {
      if (trueWords[word] === lastTrue && predictedWords[word] === lastPredicted) continue;
      lastTrue = trueWords[word];
      lastPredicted = predictedWords[word];
      for (let k = i; k < i + 4; k++) seen[truth[k] << 8 | prediction[k]] = 1;
    }
  }
  for (; i < length; i++) seen[truth[i] << 8 | prediction[i]] = 1;
  return seen;
}

/** Four labels at a time, where their memory allows it. */
function wordsOf(mask: Uint8Array): Int32Array | undefined {
  if (mask.byteOffset % 4 !== 0) return undefined;
  return new Int32Array(mask.buffer, mask.byteOffset, mask.length >> 2);
}
