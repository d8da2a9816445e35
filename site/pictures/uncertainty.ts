/** How unsure a model is, as a layer over a photograph. */
import { SURE } from "../../evaluation/mod.ts";
import { type LabelPicture, resizeLabels } from "../../io/mod.ts";
import { indexedPng, type Ink } from "./indexed_png.ts";

/** Steps from sure to as unsure as half. */
const STEPS = 12;

/** What is surely right is shaded, so that the rest stands out; on any photograph. */
const SHADE: Ink = [0x14, 0x12, 0x10, 0x96];

/** Where it is least sure, and where it is surely wrong. */
const UNSURE = [0xff, 0xd2, 0x4a] as const;
const SURELY_WRONG: Ink = [0xe6, 0x1f, 0x8c, 0xf0];

/** Unknown, surely right, less and less sure, surely wrong. */
export const UNSURE_PALETTE: readonly Ink[] = [
  [0, 0, 0, 0],
  ...Array.from({ length: STEPS + 1 }, (_, step) => mixed(step / STEPS)),
  SURELY_WRONG,
];

/** The masks of a picture, and which of their labels are classes. */
export interface ClassMasks {
  truth?: Uint8Array;
  prediction?: Uint8Array;
  labels: readonly number[];
}

/**
 * Draws the layer: 4 bits a pixel.
 *
 * @param confidence The probability of each pixel's predicted class, in per cent; 0 where it is unknown.
 * @param masks The labels.
 * @param drawn The size to draw it at: pixels of a volume's plane may be oblong.
 */
export function uncertaintyPng(
  confidence: LabelPicture,
  masks: ClassMasks,
  { width, height }: { width: number; height: number } = confidence,
): Uint8Array {
  const steps = { ...confidence, labels: unsureSteps(confidence.labels, masks) };
  return indexedPng(resizeLabels(steps, width, height), UNSURE_PALETTE);
}

/**
 * How unsure a model is, by the place in {@linkcode UNSURE_PALETTE}.
 *
 * @param percents The probability of each pixel's predicted class; 0 where it is unknown.
 * @param masks The labels.
 */
export function unsureSteps(
  percents: Uint8Array,
  { truth, prediction, labels }: ClassMasks,
): Uint8Array {
  const isClass = new Uint8Array(256);
  for (const label of labels) isClass[label] = 1;
  return percents.map((percent, i) => {
    if (percent === 0) return 0;
    if (percent < SURE || !truth || !prediction) return stepOf(percent);
    const isWrong = isClass[truth[i]] === 1 && truth[i] !== prediction[i];
    return isWrong ? UNSURE_PALETTE.length - 1 : stepOf(percent);
  });
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
