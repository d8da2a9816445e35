/**
 * What to say of a folder in which no image has a mask.
 *
 * @module
 */
import { counted, listed } from "../../core/mod.ts";
import { compilePattern, endingsOf, pairFiles } from "../../io/mod.ts";
import { findPlaces } from "./places.ts";
import { PICTURE } from "./words.ts";

/** The patterns that were typed or written, as far as they were. */
interface Patterns {
  images?: string;
  masks?: string;
}

/**
 * The error for a folder without pairs: what it holds, and what would help.
 *
 * @param folder The data folder.
 * @param files All its paths.
 * @param patterns What was asked for.
 */
export function noPairs(
  folder: string,
  files: readonly string[],
  { images, masks }: Patterns,
): Error {
  const must = `Cannot read data folder ${folder}: it must hold images with masks`;
  const pictures = files.filter((file) => PICTURE.test(file));
  if (files.length === 0) return new Error(`${must}, and is empty`);
  if (pictures.length === 0) {
    const found = `${counted(files.length, "file")} of ${endingsOf(files)}`;
    return new Error(`${must}, found ${found}; ${remedyFor(files)}`);
  }
  if (images !== undefined && masks !== undefined) {
    const found = pairFiles(files, images, masks);
    const counts = `${counted(found.images.length, "image")} ${images}, ` +
      `${counted(found.masks.length, "mask")} ${masks}`;
    return new Error(`${must} of the same id, found ${counts}${examples(found)}`);
  }
  for (const [noun, pattern] of [["image", images], ["mask", masks]]) {
    if (pattern === undefined || files.some(isOf(pattern))) continue;
    return new Error(`${must}, found no ${noun} ${pattern}, but ${whatIsIn(pictures)}`);
  }
  const others = files.filter((file) => REMEDIES.some(([ending]) => ending.test(file)));
  if (others.length > 0) {
    const found = `${whatIsIn(pictures)} and ${counted(others.length, "file")}`;
    return new Error(
      `${must}, found ${found} of ${endingsOf(others)}, which can't be read; ${remedyFor(others)}`,
    );
  }
  return new Error(
    `${must}, found ${whatIsIn(pictures)}, but no masks named like their ` +
      "images, with one word before or after the name; rename them, or say which they are: " +
      "--images 'images/*.jpg' --masks 'masks/{id}_mask.png'",
  );
}

/** What makes images of the files that a folder has in their place. */
const REMEDIES: readonly [ending: RegExp, remedy: string][] = [
  [/\.(zip|tar|tgz|tar\.\w+|7z|rar)$/i, "unpack the archive"],
  [/\.(dcm|dicom|ima)$/i, "convert DICOM to NIfTI, with dcm2niix for example"],
  [/\.(nrrd|nhdr|mha|mhd|img|hdr|mgz)$/i, "convert them to NIfTI (.nii.gz)"],
  [/\.(npy|npz|mat|h5|hdf5|zarr|pt|parquet|tfrecord)$/i, "write each image and mask as a file"],
  [/\.(heic|heif|jp2|jxl|p[bgpn]m|psd|svg|czi|nd2|lif|svs|dng|cr2|nef)$/i, "convert them to PNG"],
];

function remedyFor(files: readonly string[]): string {
  const remedy = REMEDIES.find(([ending]) => files.some((file) => ending.test(file)))?.[1];
  const kinds = "JPEG, PNG, GIF, WebP, BMP, AVIF, TIFF or NIfTI";
  return remedy === undefined
    ? `images must be ${kinds}, with that ending`
    : `${remedy}: images and masks must be ${kinds}`;
}

function examples({ images, masks }: { images: string[]; masks: string[] }): string {
  const [image] = images, [mask] = masks;
  return image !== undefined && mask !== undefined ? ` (${image}, ${mask})` : "";
}

/** Whether a path is one of a pattern's; COCO's masks have a path in place of a pattern. */
function isOf(pattern: string): (path: string) => boolean {
  return /\.json$/i.test(pattern) && !/[*{]/.test(pattern)
    ? (path) => path === pattern
    : (path) => compilePattern(pattern)(path) !== undefined;
}

/** How many pictures there are in which folders, with examples. */
function whatIsIn(pictures: readonly string[]): string {
  return `${holdings(pictures)} (${examplesOf(pictures)})`;
}

/** The first picture and the last, whose names differ most. */
function examplesOf(pictures: readonly string[]): string {
  return [...new Set([pictures[0], pictures.at(-1)])].join(" and ");
}

/** How many pictures each folder holds. */
function holdings(pictures: readonly string[]): string {
  const places = findPlaces(pictures).filter(({ ending, beginning }) => ending + beginning === "");
  const all = places.map(({ folder, files }) =>
    `${counted(files.length, "picture")} in ${folder === "" ? "it" : `${folder}/`}`
  );
  return listed(all.length <= 5 ? all : [...all.slice(0, 4), `${all.length - 4} more folders`]);
}
