import { type Normalisation, pixelsOf, unitOf, unitsOfBytes } from "../core/mod.ts";
import { type Augmentation, drawChange } from "./augmentations.ts";
import { reachOf } from "./elastic.ts";
import { readRows } from "./pack.ts";
import { drawCorner, intoImage, rowsOf } from "./pieces.ts";
import { RandomState } from "./random_state.ts";
import { recolor } from "./recolor.ts";
import type { Batch, ImageSet, Labelled, PackedImages } from "./types.ts";
import { type Affine, mirrored, warp, type Warped } from "./warp.ts";

/** The images of an epoch in their order, and the random bits of each. */
export interface EpochPlan {
  /** Places in the dataset. */
  indices: Uint32Array;
  /** 32 random bits per image, which decide its augmentations. */
  draws: Uint32Array;
  /** The augmentations that may be used. */
  augment: readonly Augmentation[];
  /** Of pieces of images, the classes that a third of them lie around: places in the pack's labels. */
  rare?: readonly number[];
}

/** What decides an epoch's order and augmentations. */
export interface PlanOptions {
  /** The run's seed. */
  seed: number;
  /** Which epoch. */
  epoch: number;
  /** Whether the order is random; otherwise it is that of `indices`. */
  shuffle: boolean;
  /** The random augmentations. */
  augment: readonly Augmentation[];
  /** Of pieces of images, the classes that a third of them lie around. */
  rare?: readonly number[];
}

/**
 * Plans an epoch from the seed and the epoch's number alone, so that an interrupted run resumes with the
 * same images in the same order, augmented alike.
 */
export function planEpoch(
  indices: ArrayLike<number>,
  { seed, epoch, shuffle, augment, rare }: PlanOptions,
): EpochPlan {
  const random = new RandomState([seed, epoch]);
  const order = Uint32Array.from(indices);
  if (shuffle) random.permutation(order.length).forEach((from, to) => order[to] = indices[from]);
  const draws = new Uint32Array(order.length);
  if (augment.length > 0 || rare) draws.forEach((_, i) => draws[i] = random.uint32());
  return { indices: order, draws, augment, rare };
}

/** Makes one batch: samples to 0…1, labels to class indices, augmentations of both. */
export function makeBatch(
  source: ImageSet,
  { indices, draws, augment, rare = [] }: EpochPlan,
  normalisation: Normalisation,
): Batch {
  const { shape } = source, { length: channels } = normalisation;
  const count = indices.length, pixels = pixelsOf(shape), classOf = classIndices(source);
  const images = new Float32Array(count * pixels * channels);
  const labels = new Int32Array(count * pixels);
  const units = unitsOfBytes(normalisation);
  for (let i = 0; i < count; i++) {
    const { isMirrored, map, field, color } = drawChange(draws[i], augment, shape);
    const to = i * pixels, into = { normalisation, classOf, images, labels, to, field };
    if (source.inPieces) {
      const change = map ?? (isMirrored ? mirrored(shape) : undefined);
      cutPiece(source, indices[i], { bits: draws[i], rare, change, into });
    } else {
      const { from, ...own } = wholeAt(source, indices[i]);
      const pictures = { ...into, ...own, shape };
      if (map) warp(map, { ...pictures, from });
      else copy({ ...pictures, from }, units, isMirrored);
    }
    const own = images.subarray(to * channels, (to + pixels) * channels);
    if (color) recolor(own, color, channels);
  }
  return { images, labels, count };
}

/** Where an image and its mask are: in the memory of all, or read from the file. */
function wholeAt(source: ImageSet, index: number): Pick<Warped, "samples" | "truths" | "from"> {
  if (source.pack !== undefined) return { ...readRows(source.pack, index), from: 0 };
  const { images: samples, labels: truths, shape } = source;
  return { samples, truths, from: index * pixelsOf(shape) };
}

/** Cuts a random piece out of an image and its mask. */
function cutPiece(
  { pack, shape: piece }: PackedImages,
  index: number,
  { bits, rare, change, into }: {
    bits: number;
    rare: readonly number[];
    change?: Affine;
    into: Pick<Warped, "normalisation" | "classOf" | "images" | "labels" | "to" | "field">;
  },
): void {
  const shape = pack.shapes[index];
  const map = intoImage(change, drawCorner(pack, index, bits, { piece, rare }));
  const [top, end] = rowsOf(map, piece, shape[0], into.field && reachOf(piece));
  const { samples, truths } = readRows(pack, index, [top, end]);
  warp(map, { ...into, shape, into: piece, samples, truths, from: -top * shape[1] });
}

/** Copies an image and its mask; to mirror them, each row is read backwards. */
function copy(pictures: Warped, units: Float32Array, isMirrored: boolean): void {
  const { shape: [rows, columns], normalisation, samples, truths, classOf } = pictures;
  const { images, labels } = pictures;
  const step = isMirrored ? -1 : 1, channels = normalisation.length;
  const isBytes = samples instanceof Uint8Array;
  for (let y = 0; y < rows; y++) {
    let to = pictures.to + y * columns;
    let from = pictures.from + y * columns + (isMirrored ? columns - 1 : 0);
    for (const end = to + columns; to < end; to++, from += step) {
      labels[to] = classOf[truths[from]];
      for (let c = 0, at = to * channels, sample = from * channels; c < channels; c++) {
        const value = samples[sample++];
        images[at++] = isBytes ? units[256 * c + value] : unitOf(value, normalisation[c]);
      }
    }
  }
}

/** The part of a plan that a step uses: images from `step * batch` on. */
export function stepOf(
  { indices, draws, ...others }: EpochPlan,
  batch: number,
  step: number,
): EpochPlan {
  const from = step * batch, to = from + batch;
  return { ...others, indices: indices.subarray(from, to), draws: draws.subarray(from, to) };
}

/** For each label, the place of its class; -1 for those to ignore. */
function classIndices({ classes, ignore = [] }: Labelled): Int32Array {
  const places = new Int32Array(256);
  for (const label of ignore) places[label] = -1;
  classes.forEach(({ label }, place) => places[label] = place);
  return places;
}
