/**
 * A pair's image and masks at their own size.
 *
 * @module
 */
import type { Skipped } from "../core/mod.ts";
import {
  isNifti,
  type Mask,
  maskOf,
  orientationFor,
  type Raster,
  rasterize,
  readImage,
  readImageHeader,
  readMask,
  readVolume,
  readVolumeHeader,
  sliceOf,
  type Volume,
} from "../io/mod.ts";
import type { Areas, PairBytes, PairFiles, Slice } from "./pair_files.ts";

/** How large a picture is, in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A pair's image and masks, all of one size. */
export interface DecodedFiles {
  /** The image; where its channels are in several files, all of them. */
  image: Raster;
  /** The masks, in the order of their files; one of areas. */
  masks: readonly Mask[];
  /** Whether the image is not turned as EXIF asks for, since its mask fits only so. */
  asStored: boolean;
}

/**
 * Decodes an image and its masks, or says what is wrong with the files. The image is rotated as EXIF
 * says, unless its mask fits only the stored pixels.
 *
 * @param files The files.
 * @param bytes Their content.
 * @param maxMegapixels The most millions of pixels that a picture may have.
 */
export async function decodeFiles(
  files: PairFiles,
  bytes: PairBytes,
  maxMegapixels: number,
): Promise<DecodedFiles | Skipped> {
  const found = await decodeMasks(files, bytes, maxMegapixels);
  const size = "reason" in found ? undefined : found[0];
  const channels: Raster[] = [];
  let asStored = false;
  for (const [i, content] of bytes.images.entries()) {
    const file = files.images[i];
    if (typeof content === "string") return { file, reason: content };
    const image = await attempt(() => decodeBeside(content, size, files.slice, maxMegapixels));
    if (typeof image === "string") return { file, reason: image };
    channels.push(image.raster);
    asStored ||= image.asStored;
  }
  if ("reason" in found) return found;
  const image = await attempt(() => Promise.resolve(stackChannels(channels)));
  if (typeof image === "string") return { file: files.images[1], reason: image };
  const [place, odd] = [...found.entries()].find(([, mask]) => !isAlike(mask, image)) ?? [];
  if (odd === undefined) return { image, masks: found, asStored };
  const file = files.masks[place!] ?? files.areas?.file ?? files.images[0];
  return { file, reason: unlikeImage(odd, image) };
}

/**
 * Decodes a pair's masks, or says which can't be. Areas without a size of their own have the image's;
 * masks of single objects are brought together as they are decoded, since an image may have hundreds.
 *
 * @param files The files.
 * @param bytes Their content.
 * @param maxMegapixels The most millions of pixels that a picture may have.
 */
export async function decodeMasks(
  { images, masks: files, slice, areas, objects }: PairFiles,
  { images: [image], masks }: PairBytes,
  maxMegapixels: number,
): Promise<Mask[] | Skipped> {
  if (areas) {
    if (typeof image === "string") return { file: images[0], reason: image };
    const mask = await attempt(() => drawn(areas, image));
    return typeof mask === "string" ? { file: areas.file, reason: mask } : [mask];
  }
  const decoded: Mask[] = [];
  for (const [i, content] of masks.entries()) {
    const file = files[i];
    if (typeof content === "string") return { file, reason: content };
    const mask = await attempt(() => decodeMask(content, slice, maxMegapixels));
    if (typeof mask === "string") return { file, reason: mask };
    const [first] = decoded;
    if (!objects) decoded.push(mask);
    else if (first === undefined) decoded.push(withObject(emptyMask(mask), mask));
    else if (isAlike(mask, first)) withObject(first, mask);
    else return { file, reason: unlikeFirst(mask, first, files[0]) };
  }
  return decoded;
}

function emptyMask({ width, height }: Size): Mask {
  return { width, height, values: new Uint8Array(width * height), isColor: false, isLossy: false };
}

/** A mask with 1 where another one isn't 0; of a JPEG, which blurs its zeros, where it is light. */
function withObject(all: Mask, { values, isLossy }: Mask): Mask {
  const most = isLossy ? 127 : 0;
  for (let i = 0; i < values.length; i++) if (values[i] > most) all.values[i] = 1;
  return all;
}

async function decodeMask(
  bytes: Uint8Array<ArrayBuffer>,
  slice: Slice | undefined,
  maxMegapixels: number,
): Promise<Mask> {
  if (isNifti(bytes)) return maskOf(sliceOf(await volumeOf(bytes), slice ?? FIRST));
  return await readMask(bytes, { maxMegapixels, page: slice?.index });
}

/** What a volume without a slice of its own gives: a volume of one slice. */
const FIRST: Slice = { axis: 2, index: 0 };

/** Decodes an image as it lies over its mask, where that could be read. */
async function decodeBeside(
  bytes: Uint8Array<ArrayBuffer>,
  mask: Size | undefined,
  slice: Slice | undefined,
  maxMegapixels: number,
): Promise<{ raster: Raster; asStored: boolean }> {
  if (isNifti(bytes)) {
    return { raster: sliceOf(await volumeOf(bytes), slice ?? FIRST), asStored: false };
  }
  const page = slice?.index, header = readImageHeader(bytes, { page });
  const orientation = mask === undefined ? "upright" : orientationFor(header, mask);
  const raster = await readImage(bytes, { orientation, maxMegapixels, page });
  return { raster, asStored: orientation === "stored" };
}

/**
 * The size of an image as it lies over its mask, by its header alone.
 *
 * @param bytes Its file's content.
 * @param mask The mask's size.
 * @param slice Of a volume or a stack of pages, which slice.
 * @throws {TypeError} If the bytes are of another kind, or end before they say it.
 */
export async function sizeBeside(
  bytes: Uint8Array,
  mask: Size | undefined,
  slice: Slice | undefined,
): Promise<Size> {
  if (isNifti(bytes)) {
    const { shape } = await readVolumeHeader(bytes), { axis } = slice ?? FIRST;
    const [width, height] = shape.filter((_, other) => other !== axis);
    return { width, height };
  }
  const header = readImageHeader(bytes, { page: slice?.index }), { width, height } = header;
  const isTurned = header.orientation > 4 &&
    (mask === undefined || orientationFor(header, mask) === "upright");
  return isTurned ? { width: height, height: width } : { width, height };
}

/** Volumes of files that are in memory: a volume is decoded once, not for each of its slices. */
const volumes = new WeakMap<Uint8Array, Promise<Volume>>();

function volumeOf(bytes: Uint8Array): Promise<Volume> {
  const known = volumes.get(bytes) ?? readVolume(bytes);
  volumes.set(bytes, known);
  return known;
}

/** A mask of areas, as large as the annotations say, else as the image upright. */
async function drawn({ image, onTop }: Areas, bytes: Uint8Array): Promise<Mask> {
  const size = await sizeBeside(bytes, undefined, undefined);
  const { labels, ...own } = rasterize(image, { ...size, onTop });
  return { ...own, values: labels, isColor: false, isLossy: false };
}

/**
 * An image of several files.
 *
 * @param files One channel each, in their order; a file alone is the image.
 * @throws {TypeError} If one has several channels, or another size.
 */
export function stackChannels(files: readonly Raster[]): Raster {
  const [first] = files;
  if (files.length === 1) return first;
  const odd = files.find((file) => !isAlike(file, first) || file.channels !== 1);
  if (odd !== undefined) {
    const says = ({ width, height, channels }: Raster) => `${width}x${height}x${channels}`;
    throw new TypeError(
      "the files of an image must have one channel each and one size, " +
        `got ${says(first)} and ${says(odd)}`,
    );
  }
  const channels = files.length, pixels = first.width * first.height;
  const isSame = files.every(({ data, white }) =>
    data.constructor === first.data.constructor && white === first.white
  );
  // of 8 bits in one file and 16 in another, numbers are all that they share
  const type = isSame ? first.data.constructor as Float32ArrayConstructor : Float32Array;
  const data = new type(pixels * channels);
  for (const [c, file] of files.entries()) {
    for (let i = 0; i < pixels; i++) data[i * channels + c] = file.data[i];
  }
  const { width, height, white } = first;
  return { width, height, channels, data, color: "other", alpha: false, ...isSame && { white } };
}

/** Whether two have one size. */
export function isAlike(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

/** What is wrong with a mask that isn't as large as the first of its image. */
export function unlikeFirst(mask: Size, first: Size, file: string): string {
  const sizes = `${mask.width}x${mask.height}, ${file} ${first.width}x${first.height}`;
  return `masks of an image must have the same size, it has ${sizes}`;
}

/** What is wrong with a mask that isn't as large as its image. */
export function unlikeImage(mask: Size, image: Size): string {
  const sizes = `${mask.width}x${mask.height}, the image ${image.width}x${image.height}`;
  return `mask and image must have the same size, it has ${sizes}`;
}

/** The result, or the message of what was thrown. */
async function attempt<T>(job: () => Promise<T>): Promise<T | string> {
  try {
    return await job();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
