import type { LabelClass } from "./classes.ts";

/** What `look.json` says: what a look at a data folder found, for the page that shows it. */
export interface LookReport {
  /** Its kind and version; a change that breaks readers raises the number. */
  schema: "triptych/look@1";
  /** The data folder's name, without its path. */
  folder: string;
  /** How many images with masks can be used. */
  images: number;
  /** Of how many volumes they are the slices, if they are. */
  volumes?: number;
  /** The size they have in training, `160x96`, or in this report where that takes patches. */
  size: string;
  /** The size of the patches that training takes of the images at their own size, `192x192`. */
  patch?: string;
  /** A sentence per decision, with its reason. */
  decisions: string[];
  /** A setting per line that training takes, and why; none for the pets. */
  plan: string[];
  /** A sentence per thing that looks wrong. */
  warnings: string[];
  /** The classes, in the order of the model's outputs. */
  classes: LookClass[];
  /** The share of pixels that are ignored or padding, of 1, at the size in training. */
  ignored: number;
  /** How many images have which own size, `480x360`, the commonest first. */
  sizes: [size: string, images: number][];
  /** Groups that stay together, with their numbers of images, the largest first; none where none are known. */
  groups: [group: string, images: number][];
  /** How many images the data itself puts in which part; left out where it says nothing. */
  parts?: { train: number; validation: number; test: number };
  /** Files that can't be used, by reason. */
  skipped: { reason: string; files: string[] }[];
  /** Ids of images that are equal, and of those that are nearly equal. */
  duplicates: { equal: string[][]; nearly: string[][] };
  /** Images to look at, with their masks. */
  samples: LookSample[];
}

/** A class in a look's report. */
export interface LookClass extends LabelClass {
  /** The values that mean it. */
  values: (number | string)[];
  /** Its share of the pixels that count, of 1, at the size in training. */
  share: number;
  /** How many images hold it, at the size in training. */
  images: number;
  /** How wide half of its pixels are at most: in pixels of the masks' own; null where over 254. */
  width: number | null;
  /** The same in pixels of the size in training; in patches it is their own. */
  widthInTraining: number | null;
}

/** An image in a look's report. */
export interface LookSample {
  /** Its id. */
  id: string;
  /** Its picture, relative to the report: a JPEG. */
  image: string;
  /** Its labels: an indexed PNG of the same size, value = label, 0 what is ignored. */
  truth: string;
  /** Its own size. */
  size: string;
}
