import {
  type Depth,
  type Images,
  type LabelClass,
  labelClasses,
  type Shape,
  type Skipped,
} from "../core/mod.ts";

import type { PairSource } from "./own_pairs.ts";
import type { Pack } from "./pack.ts";

/** The classes of Oxford-IIIT Pet and the menagerie, in the order of the model's output channels. */
export const TRIMAP_CLASSES: readonly LabelClass[] = labelClasses(
  "foreground",
  "background",
  "border",
);

/** Images of one size with their masks: whole images, of which batches are made. */
export interface LabelledImages extends Images {
  /** True labels, shape [count, rows, columns]. */
  labels: Uint8Array;
  /** The classes, in the order of the model's output channels. */
  classes: readonly LabelClass[];
  /** Labels whose pixels count for nothing: not annotated, or padding. */
  ignore?: readonly number[];
  /** Pixels are in memory, not in a file. */
  pack?: undefined;
  /** Batches are made of whole images. */
  inPieces?: false;
}

/** What labels stand for. */
export type Labelled = Pick<LabelledImages, "classes" | "ignore">;

/** Images with their masks, in a file. */
export interface PackedImages extends Labelled {
  /** Rows and columns of each image, or of a piece. */
  shape: Shape;
  /** Whether images have sizes of their own, and batches are made of pieces of them. */
  inPieces: boolean;
  /** Samples per pixel. @default {3} */
  channels?: number;
  /** The file. */
  pack: Pack;
}

/** All that batches are made of. */
export type ImageSet = LabelledImages | PackedImages;

/** Images with their masks, decoded and brought to one shape. */
export interface Dataset extends LabelledImages {
  /** What the data is, for people: `menagerie (200 animals, seed 0)`, or the folder. */
  name: string;
  /** SHA-256 over ids, sizes, channels, images and labels, in hexadecimal. */
  fingerprint: string;
  /** One id per image, in code-point order. */
  ids: readonly string[];
  /** The breed or species of each image, in the order of `ids`. */
  groups: readonly string[];
  /** What the samples of images are. @default {8} */
  depth?: Depth;
  /** Samples of the depth, shape [ids.length, rows, columns, channels], in shared memory. */
  images: Uint8Array<SharedArrayBuffer> | Float32Array<SharedArrayBuffer>;
  /** Labels, shape [ids.length, rows, columns], in shared memory. */
  labels: Uint8Array<SharedArrayBuffer>;
  /** Files that could not be used. */
  skipped: readonly Skipped[];
  /** Whether images of one group must not be on both sides of a split, such as a patient's. */
  isGrouped?: boolean;
  /** Whether the images are slices of volumes, those of one in their order. */
  areSlices?: boolean;
  /** The part of the set that each image is in, where the data says so. */
  parts?: readonly ("train" | "validation" | "test" | undefined)[];
  /** Ids of images without their EXIF rotation, since their masks fit only the stored pixels. */
  asStored?: readonly string[];
}

/** Images with their masks, decoded into a file. */
export type PackedDataset = Omit<Dataset, keyof LabelledImages> & PackedImages;

/** A data set, wherever its pixels are. */
export type AnyDataset = Dataset | PackedDataset;

/** A data set whose images come from files. */
export type FolderDataset = AnyDataset & { source: PairSource };

/** The files that a data set's images come from; undefined where they were made at the set's size. */
export function sourceOf(data: AnyDataset): PairSource | undefined {
  return (data as Partial<FolderDataset>).source;
}

/** A batch as the model takes it. */
export interface Batch {
  /** Values from 0 to 1, shape [count, rows, columns, channels]. */
  images: Float32Array;
  /** The label's place in `classes`, -1 for a label to ignore, shape [count, rows, columns]. */
  labels: Int32Array;
  /** How many images the batch has; the last of an epoch may have fewer. */
  count: number;
}
