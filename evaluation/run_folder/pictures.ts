import { createHash } from "node:crypto";
import type { LabelClass } from "../../core/mod.ts";
import {
  encodeJpeg,
  encodeLabelPng,
  encodePercentPng,
  palette,
  type PngRows,
  recolorLabelPng,
  writeFileAtomic,
  writeFileAtOnce,
} from "../../io/mod.ts";
import type { CasePictures } from "./evaluation.ts";

/** What pictures of a volume show besides its first ones: the view across an axis, or the chosen slices. */
export type VolumePart = "0" | "1" | "2" | "slices";

/** The pictures of one case. */
export interface PictureSet {
  /** The name of its files without endings, from `fileNames`. */
  file: string;
  /** Rows, columns. */
  shape: readonly [number, number];
  /** RGB, 0 to 255, shape [rows, columns, 3], if there is an image. */
  image?: Uint8Array;
  /** The same as the content of a JPEG, which is written in place of one made from `image`. */
  jpeg?: Uint8Array;
  /** The image's rows and columns, where they aren't those of the masks. */
  imageShape?: readonly [number, number];
  /** True labels, shape [rows, columns]. */
  truth: Uint8Array;
  /** Predicted labels, shape [rows, columns], if there is a prediction. */
  prediction?: Uint8Array;
  /** The probability of each pixel's predicted class in per cent, 0 where it is unknown. */
  confidence?: Uint8Array;
  /** The classes, for their colours. */
  classes: readonly LabelClass[];
  /** The rows of the PNGs that the masks were read from, where they were. */
  rows?: { truth?: PngRows; prediction?: PngRows };
  /** Which part of a volume they show. */
  part?: VolumePart;
}

/** A model's prediction for a case after an epoch. */
export type EpochPictureSet =
  & Pick<PictureSet, "file" | "shape" | "classes">
  & Required<Pick<PictureSet, "prediction">>;

/** A case's pictures as files, by their paths relative to the run folder. */
export interface EncodedPictures {
  /** The paths. */
  paths: CasePictures;
  /** The files' contents by their paths. */
  files: Map<string, Uint8Array>;
}

/**
 * Writes a case's pictures to `pictures/`: the image as JPEG, truth and prediction as indexed PNG,
 * value = label, in the classes' colours; the confidence as indexed PNG, value = per cent.
 *
 * @param folder The run folder.
 * @param set The pictures.
 * @returns Their paths, relative to the run folder.
 */
export async function writePictures(folder: string, set: PictureSet): Promise<CasePictures> {
  return writeEncoded(folder, await encodePictures(set));
}

/**
 * Encodes a case's pictures as {@linkcode writePictures} writes them.
 *
 * @param set The pictures.
 */
export async function encodePictures(set: PictureSet): Promise<EncodedPictures> {
  const { file, image, jpeg, truth, prediction, confidence, classes, rows = {} } = set;
  const [height, width] = set.shape;
  const base = `pictures/${file}`, endings = endingsOf(set.part);
  const paths: CasePictures = {}, files = new Map<string, Uint8Array>();
  const add = (kind: PictureKind, content: Uint8Array): void => {
    files.set(paths[kind] = base + endings[kind], content);
  };
  const labelPng = (labels: Uint8Array, rows?: PngRows): Uint8Array => {
    const colors = palette(labels, classes);
    // deflating anew takes longer than measuring
    return rows !== undefined && rows.deflated.length <= labels.length / 8
      ? recolorLabelPng(rows, { width, height }, colors)
      : encodeLabelPng({ labels, width, height }, colors);
  };
  add("truth", labelPng(truth, rows.truth));
  if (prediction !== undefined) add("prediction", labelPng(prediction, rows.prediction));
  if (confidence !== undefined) {
    add("confidence", encodePercentPng({ percents: confidence, width, height }));
  }
  if (image !== undefined) {
    const [rows, columns] = set.imageShape ?? set.shape;
    add("image", jpeg ?? await encodeJpeg({ data: image, width: columns, height: rows }));
  }
  return { paths, files };
}

/**
 * Writes encoded pictures.
 *
 * @param folder The run folder.
 * @param encoded The pictures.
 * @returns Their paths, relative to the run folder.
 */
export function writeEncoded(folder: string, { paths, files }: EncodedPictures): CasePictures {
  for (const [path, content] of files) writeInto(folder, path, content);
  return paths;
}

/** Writes a picture, and makes the folder for all if this is the first. */
function writeInto(folder: string, path: string, content: Uint8Array): void {
  try {
    writeFileAtOnce(`${folder}/${path}`, content);
  } catch (error) {
    if (!((error as Error).cause instanceof Deno.errors.NotFound)) throw error;
    Deno.mkdirSync(`${folder}/pictures`, { recursive: true });
    writeFileAtOnce(`${folder}/${path}`, content);
  }
}

/** No two ids' pictures share a name: only those of volumes' parts end in `.jpeg` or have a hyphen there. */
function endingsOf(part: VolumePart | undefined): Required<Record<PictureKind, string>> {
  return part === undefined
    ? {
      image: ".jpg",
      truth: ".truth.png",
      prediction: ".prediction.png",
      confidence: ".confidence.png",
    }
    : {
      image: `.${part}.jpeg`,
      truth: `.truth-${part}.png`,
      prediction: `.prediction-${part}.png`,
      confidence: `.confidence-${part}.png`,
    };
}

type PictureKind = "image" | "truth" | "prediction" | "confidence";

/** What names of a case's pictures may end in. */
export const PICTURE_ENDINGS: readonly string[] = [undefined, "0", "1", "2", "slices"]
  .flatMap((part) => Object.values(endingsOf(part as VolumePart | undefined)));

/**
 * The paths of all of a case's pictures, relative to the run folder.
 *
 * @param pictures The pictures.
 */
export function picturePaths(pictures: CasePictures = {}): string[] {
  const { views = [], slices } = pictures.volume ?? {};
  const sets = [pictures, ...views, ...slices ? [slices.pictures] : []];
  const paths = sets.flatMap(({ image, truth, prediction, confidence }) => [
    image,
    truth,
    prediction,
    confidence,
  ]);
  return [...new Set(paths)].filter((path) => path !== undefined);
}

/**
 * Writes a prediction for a case after an epoch to `epochs/FILE.NNN.png`.
 *
 * @param folder The run folder.
 * @param epoch The epoch, 1 for the first.
 * @param set The case's file name, shape, prediction and classes.
 * @returns The picture's path, relative to the run folder.
 */
export async function writeEpochPicture(
  folder: string,
  epoch: number,
  { file, shape: [height, width], prediction, classes }: EpochPictureSet,
): Promise<string> {
  await Deno.mkdir(`${folder}/epochs`, { recursive: true });
  const path = `epochs/${file}.${String(epoch).padStart(3, "0")}.png`;
  const png = encodeLabelPng({ labels: prediction, width, height }, palette(prediction, classes));
  await writeFileAtomic(`${folder}/${path}`, png);
  return path;
}

/**
 * A file name for any id: letters, digits, `_`, `-` and single dots stay, everything else becomes `_`,
 * and a changed name ends in a part of the id's SHA-256, so that no two ids share one.
 *
 * @param id The id.
 * @returns A name without an extension, safe in every file system and in a URL.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(fileName("Abyssinian_1"), "Abyssinian_1");
 * assert.match(fileName("../a b"), /^__a_b-[0-9a-f]{12}$|^[\w-]+$/);
 * ```
 */
export function fileName(id: string): string {
  const safe = id.replace(/[^A-Za-z0-9_.-]/g, "_").replace(/^\.+|\.(?=\.)|\.+$/g, "_").slice(0, 80);
  if (safe === id && id !== "" && !RESERVED.test(id)) return id;
  return hashed(safe, id);
}

/**
 * A file name for each of a run's ids: `fileName`; those that differ only in upper and lower case, such as
 * `a` and `A`, get a part of their hash, so that the run can be copied to any disk.
 *
 * @param ids All ids of the run.
 * @returns The names, by id.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const names = fileNames(["cat", "dog", "Dog"]);
 * assert.equal(names.get("cat"), "cat");
 * assert.match(names.get("dog")!, /^dog-[0-9a-f]{12}$/);
 * ```
 */
export function fileNames(ids: readonly string[]): Map<string, string> {
  const unique = new Set(ids), counts = new Map<string, number>();
  const plain = (id: string): string => fileName(id).toLowerCase();
  for (const id of unique) counts.set(plain(id), (counts.get(plain(id)) ?? 0) + 1);
  return new Map(
    unique.values().map((id) => {
      const name = fileName(id);
      return [id, counts.get(name.toLowerCase()) === 1 ? name : hashed(name, id)];
    }),
  );
}

function hashed(name: string, id: string): string {
  return `${name}-${createHash("sha256").update(id).digest("hex").slice(0, 12)}`;
}

/** Names that Windows reserves for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
