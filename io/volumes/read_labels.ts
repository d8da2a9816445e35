import { readImageHeader } from "../images/image_header.ts";
import { describeContent, pictureFormat } from "../images/picture_format.ts";
import { MAX_MEGAPIXELS } from "../images/picture_size.ts";
import { type PngRows, readPngLabels } from "../images/png_labels.ts";
import { readRaster } from "../images/read_image.ts";
import { maskOf } from "../masks/mask_of.ts";
import { type Mask, readMask } from "../masks/read_mask.ts";
import { isNifti, type VolumeHeader } from "./nifti_header.ts";
import { isRegular, reordered, toCanonical } from "./orientation.ts";
import { isMetaImage, readMetaImage } from "./read_metaimage.ts";
import { isNpy, readNpy } from "./read_npy.ts";
import { arrayOfNpz, isZip } from "./read_npz.ts";
import { isNrrd, readNrrd } from "./read_nrrd.ts";
import { readVolume } from "./read_volume.ts";
import { type Elements, elementsOf, labelsOf, type Stored } from "./stored.ts";
import { withValues } from "./values_beside.ts";
import { windowed } from "./windowed.ts";

/** A label map of any file: a picture of two axes, or a volume of three. */
export interface LabelMap {
  /** A label per pixel, the last axis of `shape` fastest. */
  labels: Uint8Array;
  /** Rows and columns, or slices, rows and columns. */
  shape: number[];
  /** The size of a pixel along each axis of `shape`, in mm, where the file says it. */
  spacing?: number[];
  /**
   * From the indices of column, row and slice to mm towards the patient's right, front and top, three
   * rows of four, where the file says it. The volume lies so already: columns grow to the right as
   * nearly as they can, rows to the front, slices to the top.
   */
  affine?: number[][];
  /** Columns, rows and slices, where there is an affine; `shape` of a single slice has only two axes. */
  lengths?: number[];
  /** The labels as the file has them, where it is a PNG whose samples they are. */
  rows?: PngRows;
}

/** How {@linkcode readLabels} reads. */
export interface ReadLabelsOptions {
  /** The most pixels of a picture, in millions. @default {100} */
  maxMegapixels?: number;
  /** The most voxels of a volume, in millions. @default {1000} */
  maxMegavoxels?: number;
}

/** The names of files that {@linkcode readLabels} reads. */
export const LABEL_FILES =
  /\.(png|gif|bmp|tiff?|jpe?g|webp|avif|nii|nii\.gz|mha|mhd|nrrd|nhdr|npy|npz)$/i;

/**
 * Reads a label map from a file of any kind, known by its content: the pictures that
 * {@linkcode readMask} reads, a TIFF of several pages as slices, NIfTI, MetaImage and NRRD with their
 * values in the file or beside it, NumPy's `.npy`, and `.npz` of one array.
 *
 * Volumes whose file says where they lie are turned to one orientation, NIfTI's, whatever the order of
 * their axes in the file. A volume of one slice is a picture.
 *
 * @param path The file.
 * @param options How large it may be.
 * @returns The labels, their shape and, where it is known, the size and place of a pixel.
 * @throws {TypeError} If it is of another kind, damaged, cut short or too large, or its values are no
 *   labels from 0 to 255.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeNpy } from "../npy.ts";
 *
 * const path = await Deno.makeTempFile({ suffix: ".npy" });
 * await Deno.writeFile(path, encodeNpy(Uint8Array.of(0, 1, 2, 0), [2, 2]));
 * const { labels, shape } = await readLabels(path);
 * assert.deepEqual([[...labels], shape], [[0, 1, 2, 0], [2, 2]]);
 * await Deno.remove(path);
 * ```
 */
export async function readLabels(
  path: string,
  { maxMegapixels = MAX_MEGAPIXELS, maxMegavoxels = 1000 }: ReadLabelsOptions = {},
): Promise<LabelMap> {
  // a small file is read in less time than a thread is asked to
  const bytes = Deno.readFileSync(path);
  return await mapOfArray(bytes, { path, maxMegavoxels, toBytes: labelsOf }) ??
    await mapOfPicture(bytes, maxMegapixels);
}

/**
 * Reads a grey volume, to show behind a label map: NIfTI, MetaImage, NRRD or NumPy, turned as
 * {@linkcode readLabels} turns it.
 *
 * @param path The file.
 * @param options How large it may be.
 * @returns Grey levels, as `labels`: 0 is the value that half a percent of the voxels are below, 255 the
 *   one that half a percent are above.
 * @throws {TypeError} If it is of another kind, damaged, cut short or too large.
 */
export async function readGreyVolume(
  path: string,
  { maxMegavoxels = 1000 }: Pick<ReadLabelsOptions, "maxMegavoxels"> = {},
): Promise<LabelMap> {
  const bytes = await Deno.readFile(path);
  const map = await mapOfArray(bytes, { path, maxMegavoxels, toBytes: windowed });
  if (map?.shape.length === 3) return map;
  throw new TypeError(
    "Cannot show the volume: it must be a NIfTI, MetaImage, NRRD or NumPy array of three axes, got " +
      (map === undefined ? describeContent(bytes) : `one of ${map.shape.length}`),
  );
}

/** How the values of an array are read. */
interface ReadArrayOptions {
  path: string;
  maxMegavoxels: number;
  /** Makes a byte of each value. */
  toBytes: (values: Elements) => Uint8Array;
}

/** The map of a file that is an array; undefined for pictures. */
async function mapOfArray(
  bytes: Uint8Array,
  { path, maxMegavoxels, toBytes }: ReadArrayOptions,
): Promise<LabelMap | undefined> {
  const most = maxMegavoxels * 1e6;
  if (isNpy(bytes)) return mapOfNpy(bytes, most, toBytes);
  // an array's header takes little beside its values, of 8 bytes at most
  if (isZip(bytes)) return mapOfNpy(arrayOfNpz(bytes, 8 * most + 2 ** 16), most, toBytes);
  if (isNrrd(bytes)) return mapOf(await withValues(readNrrd(bytes, most), path), toBytes);
  if (isMetaImage(bytes)) return mapOf(await withValues(readMetaImage(bytes, most), path), toBytes);
  if (!isNifti(bytes) && !/\.nii(\.gz)?$/i.test(path)) return undefined;
  return await mapOfNifti(bytes, maxMegavoxels, toBytes);
}

async function mapOfPicture(bytes: Uint8Array, maxMegapixels: number): Promise<LabelMap> {
  const format = pictureFormat(bytes);
  const plain = format === "PNG" ? readPngLabels(bytes, maxMegapixels) : undefined;
  if (plain !== undefined) {
    const { labels, width, height, rows } = plain;
    return { labels, shape: [height, width], rows };
  }
  if (format === undefined) {
    throw new TypeError(
      "Cannot decode labels: it must be a picture, NIfTI, MetaImage, NRRD or NumPy by its content, " +
        `got ${describeContent(bytes)}`,
    );
  }
  const pages: Uint8Array[] = [];
  let shape: number[] = [];
  for (let page = 0, count = 1; page < count; page++) {
    const mask = await maskIn(bytes, { maxMegapixels, page });
    if (page === 0) count = readImageHeader(bytes).pages;
    if (mask.isLossy) throw new TypeError(`Cannot decode labels: ${LOSSY}`);
    if (mask.isColor) throw new TypeError(`Cannot decode labels: ${COLORS}`);
    const size = [mask.height, mask.width];
    if (page > 0 && size.join() !== shape.join()) {
      throw new TypeError(
        "Cannot decode labels: all pages of a TIFF must have the same size, " +
          `got ${shape.toReversed().join("x")} and ${size.toReversed().join("x")}`,
      );
    }
    shape = size;
    pages.push(labelsOf(mask.values));
  }
  if (pages.length === 1) return { labels: pages[0], shape };
  const labels = new Uint8Array(pages.length * pages[0].length);
  pages.forEach((page, i) => labels.set(page, i * page.length));
  return { labels, shape: [pages.length, ...shape] };
}

/** An indexed PNG's labels are its indices, whatever their colours; others are read by their levels. */
async function maskIn(
  bytes: Uint8Array,
  options: { maxMegapixels: number; page: number },
): Promise<Pick<Mask, "width" | "height" | "values" | "isColor" | "isLossy">> {
  if (pictureFormat(bytes) !== "PNG") return await readMask(bytes, options);
  const raster = await readRaster("decode mask", bytes, { ...options, orientation: "stored" });
  const { width, height, color, data, channels } = raster;
  if (color !== "indexed") return maskOf(raster);
  const values = (channels === 1 ? data : data.filter((_, i) => i % channels === 0)) as Uint8Array;
  return { width, height, values, isColor: false, isLossy: false };
}

const LOSSY =
  "JPEG and lossy WebP and AVIF blur labels, the mask must be PNG or another exact kind";
const COLORS = "there must be one value per pixel, got colours; masks must be indexed or grey";

function mapOfNpy(
  bytes: Uint8Array,
  most: number,
  toBytes: ReadArrayOptions["toBytes"],
): LabelMap {
  if (!isNpy(bytes)) throw new TypeError("Cannot decode labels: the archive must be NumPy's .npz");
  const stored = readNpy(bytes, most), labels = toBytes(elementsOf(stored));
  const shape = stored.lengths.toReversed();
  if (!stored.isFortran) return withoutOneSlice({ labels, shape });
  const axes = shape.map((_, i) => shape.length - 1 - i);
  const turned = reordered(labels, shape, axes, axes.map(() => false));
  return withoutOneSlice({ labels: turned, shape });
}

function mapOf(stored: Stored, toBytes: ReadArrayOptions["toBytes"]): LabelMap {
  const { lengths, spacing, affine } = stored, labels = toBytes(elementsOf(stored));
  return placed({ labels, lengths, spacing, affine });
}

async function mapOfNifti(
  bytes: Uint8Array,
  maxMegavoxels: number,
  toBytes: ReadArrayOptions["toBytes"],
): Promise<LabelMap> {
  const { data, shape, channels, spacing, unit, affine } = await readVolume(bytes, {
    maxMegavoxels,
  });
  if (channels !== 1) {
    throw new TypeError(`Cannot decode labels: there must be one value per voxel, got ${channels}`);
  }
  const scale = UNITS[unit ?? "mm"];
  const inMillimetres = affine.slice(0, 3).map((row) => row.map((value) => value * scale));
  return placed({
    labels: toBytes(data),
    lengths: shape,
    spacing: spacing.map((step) => step * scale),
    affine: inMillimetres,
  });
}

/** Millimetres in a unit; a file that says none means millimetres. */
const UNITS: Record<NonNullable<VolumeHeader["unit"]>, number> = { m: 1000, mm: 1, um: 1e-3 };

/** Turns a volume to the one orientation, and its axes to the order of a shape. */
function placed(
  { labels, lengths, spacing, affine }:
    & { labels: Uint8Array; lengths: readonly number[] }
    & Pick<Stored, "spacing" | "affine">,
): LabelMap {
  const isPlaced = affine !== undefined && lengths.length === 3 && isRegular(affine);
  if (!isPlaced) {
    const shape = lengths.toReversed();
    return withoutOneSlice({ labels, shape, ...(spacing && { spacing: spacing.toReversed() }) });
  }
  const turned = toCanonical({ labels, lengths, affine });
  const sizes = [0, 1, 2].map((axis) => Math.hypot(...turned.affine.map((row) => row[axis])));
  return withoutOneSlice({
    labels: turned.labels,
    shape: turned.lengths.toReversed(),
    spacing: sizes.toReversed(),
    affine: turned.affine.map((row) => [...row]),
    lengths: [...turned.lengths],
  });
}

/** A volume of one slice is a picture: every pixel of it would be surface otherwise. */
function withoutOneSlice(map: LabelMap): LabelMap {
  const axis = map.shape.length === 3 ? map.shape.indexOf(1) : -1;
  if (axis < 0) return map;
  const without = (values: number[]): number[] => values.filter((_, i) => i !== axis);
  return {
    ...map,
    shape: without(map.shape),
    ...(map.spacing && { spacing: without(map.spacing) }),
  };
}
