/**
 * Parts of classes in what a model predicts, and what becomes of those that are too small.
 *
 * @module
 */
import { connectedComponents } from "@triptych/metrics";
import { pixelsOf, type PostProcessing, type PostStep, type Shape } from "../core/mod.ts";

/** The parts of a class that don't touch each other along the side of a pixel. */
export interface Parts {
  /** The number of the part at each pixel, from 1; 0 outside the class. */
  numbers: Int32Array;
  /** Pixels of each part. */
  sizes: number[];
  /** The label that most pixels beside each part have, of equally many the lowest; its own where it fills the image. */
  around: number[];
}

/** What a model's metadata says that post-processing depends on. */
export interface PostProcessed {
  /** Rows and columns of the model's images. */
  shape: Shape;
  /** How images are brought to that shape. */
  fit?: "pad" | "squash" | "tile";
  /** What is done; nothing when left out. */
  postProcessing?: PostProcessing;
}

/**
 * Does to the labels of an image what the model's metadata says. It takes time as the pixels do, and four
 * bytes of memory for each.
 *
 * @param labels Predicted labels, shape [rows, columns]; they are changed.
 * @param shape Rows and columns.
 * @param model What the model says of it.
 * @returns The same array.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const labels = Uint8Array.of(1, 1, 0, 0, 0, 1);
 * const steps = [{ label: 1, keep: "largest" as const }];
 * const model = { shape: [16, 16] as const, postProcessing: { at: "own" as const, steps } };
 * assert.deepEqual([...postProcess(labels, [1, 6], model)], [1, 1, 0, 0, 0, 0]);
 * ```
 */
export function postProcess<Labels extends Uint8Array>(
  labels: Labels,
  shape: Shape,
  model: PostProcessed,
): Labels {
  const { postProcessing } = model;
  if (postProcessing === undefined) return labels;
  const scale = postProcessing.at === "own" ? 1 : enlargement(shape, model);
  for (const { label, keep } of postProcessing.steps) {
    const parts = partsOf(labels, shape, label);
    const becomes = afterwards(parts, keep === "largest" ? keep : keep * scale, label);
    if (becomes.every((other) => other === label)) continue;
    const { numbers } = parts;
    for (let i = 0; i < labels.length; i++) {
      if (numbers[i] > 0) labels[i] = becomes[numbers[i] - 1];
    }
  }
  return labels;
}

/** How many pixels of an image one of the model's stands for. */
function enlargement([height, width]: Shape, { shape, fit }: PostProcessed): number {
  if (fit !== "pad") return height * width / pixelsOf(shape);
  return Math.max(height / shape[0], width / shape[1]) ** 2;
}

/** The label that each part has afterwards: its own, or what is around it. */
export function afterwards(
  { sizes, around }: Pick<Parts, "sizes" | "around">,
  keep: PostStep["keep"],
  label: number,
): number[] {
  const largest = sizes.reduce((best, size, i) => size > sizes[best] ? i : best, 0);
  return sizes.map((size, i) => {
    const stays = keep === "largest" ? i === largest : size >= keep;
    return stays ? label : around[i];
  });
}

/**
 * Finds the parts of a class.
 *
 * @param labels The labels of an image, shape [rows, columns].
 * @param shape Rows and columns.
 * @param label The class's.
 */
export function partsOf(labels: Uint8Array, shape: Shape, label: number): Parts {
  const mask = { data: labels, shape };
  const { data: numbers, count } = connectedComponents(mask, { label: [label], absent: "allow" });
  const [height, width] = shape, places = placesOf(labels), kinds = places.labels.length;
  const sizes = new Array<number>(count).fill(0), beside = new Uint32Array(count * kinds);
  const look = (part: number, at: number): void => {
    if (numbers[at] !== part) beside[(part - 1) * kinds + places.of[labels[at]]]++;
  };
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const part = numbers[at];
      if (part === 0) continue;
      sizes[part - 1]++;
      if (x > 0) look(part, at - 1);
      if (x + 1 < width) look(part, at + 1);
      if (y > 0) look(part, at - width);
      if (y + 1 < height) look(part, at + width);
    }
  }
  const around = sizes.map((_, i) => {
    const own = beside.subarray(i * kinds, (i + 1) * kinds), most = Math.max(...own);
    return most === 0 ? label : places.labels[own.indexOf(most)];
  });
  return { numbers, sizes, around };
}

/** The labels that an image has, ascending, and the place of each among them. */
function placesOf(labels: Uint8Array): { labels: number[]; of: Uint8Array } {
  const isThere = new Uint8Array(256), of = new Uint8Array(256);
  for (let i = 0; i < labels.length; i++) isThere[labels[i]] = 1;
  const there = [...isThere.keys()].filter((label) => isThere[label] === 1);
  there.forEach((label, i) => of[label] = i);
  return { labels: there, of };
}
