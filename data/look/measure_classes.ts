/**
 * How much there is of each class, and how wide it is.
 *
 * @module
 */
import type { LookClass } from "../../core/mod.ts";
import { decodeMasks } from "../decode_files.ts";
import { labelsOf } from "../decode_pair.ts";
import { truthAt } from "../image_at.ts";
import { pairReader } from "../pair_files.ts";
import { meaningOf } from "../read_folder.ts";
import type { AnyDataset } from "../types.ts";
import type { Look } from "./look.ts";
import { medianWidth, type Widths, widthsOf } from "./widths.ts";

/** How many masks are measured for widths, and how many pixels of them, at most. */
const MOST_MASKS = 100, MOST_PIXELS = 5e7;

/** Which classes each image holds, by their pixels at the size in training. */
export interface Counts {
  /** Pixels, shape [images, labels]; label 0 counts for nothing. */
  pixels: Uint32Array;
  /** How many labels there are, 0 among them. */
  labels: number;
}

/** Counts the pixels of each label in each image. One pass. */
export function countLabels(data: AnyDataset): Counts {
  const { ids, classes } = data, kinds = classes.length + 1;
  const pixels = new Uint32Array(ids.length * kinds);
  for (const image of ids.keys()) {
    for (const label of truthAt(data, image)) pixels[image * kinds + label]++;
  }
  return { pixels, labels: kinds };
}

/**
 * What the report says of each class.
 *
 * @param look What was found.
 * @param data The images at the size in training.
 * @param counts Their pixels by label.
 * @param options How large a mask may be.
 */
export async function measureClasses(
  look: Look,
  data: AnyDataset,
  { pixels, labels }: Counts,
  options: { maxMegapixels: number },
): Promise<{ classes: LookClass[]; ignored: number }> {
  const totals = new Float64Array(labels), images = new Uint32Array(labels);
  for (let i = 0; i < pixels.length; i++) {
    totals[i % labels] += pixels[i];
    if (pixels[i] > 0) images[i % labels]++;
  }
  const all = totals.reduce((sum, one) => sum + one, 0), counted = all - totals[0];
  const { widths, scale } = await measureWidths(look, data, options);
  const classes = data.classes.map((one, i): LookClass => {
    const width = medianWidth(widths[one.label] ?? new Uint32Array(1));
    const isKnown = widths[one.label] !== undefined && Number.isFinite(width);
    return {
      ...one,
      values: look.description.classes[i].values,
      share: counted > 0 ? totals[one.label] / counted : 0,
      images: images[one.label],
      width: isKnown ? width : null,
      widthInTraining: isKnown ? width * scale : null,
    };
  });
  return { classes, ignored: totals[0] / all };
}

/** The widths of each label over masks spread evenly through the set, at their own size. */
async function measureWidths(
  { folder, description, pairs, survey }: Look,
  { ids, shape }: AnyDataset,
  { maxMegapixels }: { maxMegapixels: number },
): Promise<{ widths: Widths[]; scale: number }> {
  const used = new Set(ids), usable = pairs.filter(({ id }) => used.has(id));
  const count = Math.min(MOST_MASKS, usable.length);
  const meaning = meaningOf({ description, survey }), read = pairReader(folder);
  const widths: Widths[] = [], scales: number[] = [];
  let left = MOST_PIXELS;
  for (let i = 0; i < count && left > 0; i++) {
    const pair = usable[Math.floor(i * usable.length / count)];
    const masks = await decodeMasks(pair, read(pair), maxMegapixels);
    if ("reason" in masks) continue;
    const { width, height } = masks[0];
    const labels = labelsOf(pair, { image: masks[0], masks }, meaning);
    if ("reason" in labels) continue;
    for (const [label, own] of widthsOf({ values: labels, width, height })) {
      const sum = widths[label] ??= new Uint32Array(own.length);
      for (let w = 0; w < own.length; w++) sum[w] += own[w];
    }
    scales.push(Math.min(shape[0] / height, shape[1] / width));
    left -= labels.length;
  }
  scales.sort((a, b) => a - b);
  return { widths, scale: scales[scales.length >> 1] ?? 1 };
}
