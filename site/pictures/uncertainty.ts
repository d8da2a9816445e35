/** How unsure a model is, as a layer over a photograph. */
import { SURE } from "../../evaluation/mod.ts";
import type { LabelPicture } from "../../io/mod.ts";
import { indexedPng, type Ink } from "./indexed_png.ts";

/** Steps from sure to as unsure as half. */
const STEPS = 12;

/** What is surely right is shaded, so that the rest stands out; on any photograph. */
const SHADE: Ink = [0x14, 0x12, 0x10, 0x96];

/** Where it is least sure, and where it is surely wrong. */
const UNSURE = [0xff, 0xd2, 0x4a] as const;
const SURELY_WRONG: Ink = [0xe6, 0x1f, 0x8c, 0xf0];

/** Unknown, surely right, less and less sure, surely wrong. */
const PALETTE: Ink[] = [
  [0, 0, 0, 0],
  ...Array.from({ length: STEPS + 1 }, (_, step) => mixed(step / STEPS)),
  SURELY_WRONG,
];

/**
 * Draws the layer: 4 bits a pixel.
 *
 * @param confidence The probability of each pixel's predicted class, in per cent; 0 where it is unknown.
 * @param masks The labels, and which of them are classes.
 */
export function uncertaintyPng(
  confidence: LabelPicture,
  { truth, prediction, labels }: {
    truth?: Uint8Array;
    prediction?: Uint8Array;
    labels: readonly number[];
  },
): Uint8Array {
  const isClass = new Uint8Array(256);
  for (const label of labels) isClass[label] = 1;
  const drawn = confidence.labels.map((percent, i) => {
    if (percent === 0) return 0;
    if (percent < SURE || !truth || !prediction) return stepOf(percent);
    const isWrong = isClass[truth[i]] === 1 && truth[i] !== prediction[i];
    return isWrong ? PALETTE.length - 1 : stepOf(percent);
  });
  return indexedPng({ ...confidence, labels: drawn }, PALETTE);
}

/** The place in the palette: even odds, and less, are the last step. */
function stepOf(percent: number): number {
  return 1 + Math.min(STEPS, Math.max(0, Math.round((100 - percent) / 50 * STEPS)));
}

function mixed(share: number): Ink {
  const [red, green, blue, alpha] = [...UNSURE, 0xe6].map((value, i) =>
    Math.round(SHADE[i] + (value - SHADE[i]) * share)
  );
  return [red, green, blue, alpha];
}
