import { AXES, stackChannels } from "../data/mod.ts";
import {
  isNifti,
  openRows,
  type Raster,
  type RasterRows,
  readImage,
  readImageHeader,
  readVolume,
  sliceOf,
  type Volume,
} from "../io/mod.ts";
import type { Input } from "./find_inputs.ts";

/** A volume, or a TIFF of several pages, as slices. */
export interface Stack {
  /** Its length along x, y and z; pages lie along z. */
  shape: readonly [x: number, y: number, z: number];
  /** Which axis the slices lie across: 0, 1 or 2. */
  axis: number;
  /** A slice, with all channels. */
  sliceAt: (index: number) => Promise<Raster>;
  /** The volume, unless it is a TIFF. */
  volume?: Volume;
}

/** What {@linkcode openInput} must know. */
export interface OpenOptions {
  /** Which axis of volumes the model's images lay across. @default {the one with the coarsest spacing} */
  slices?: "x" | "y" | "z";
  /** The most millions of pixels of an image or a page. */
  maxMegapixels?: number;
  /** Whether a large image may come a few rows at a time. */
  inRows?: boolean;
}

/** Smaller images are decoded whole. */
const WORTH_ROWS = 4e6;

/**
 * Opens an image, or a stack: a NIfTI volume, or a TIFF whose pages have one size. Of one whose pages
 * differ the first is the image, and the others are smaller copies in all likelihood.
 *
 * @param input Its files.
 * @param options How volumes are cut.
 * @throws {Error} If a file can't be read, or is unlike the others of its image.
 */
export async function openInput(
  { files }: Pick<Input, "files">,
  { slices, maxMegapixels, inRows }: OpenOptions,
): Promise<Raster | RasterRows | Stack> {
  const contents = await Promise.all(files.map((file) => Deno.readFile(file)));
  const kinds = new Set(contents.map((bytes) => isNifti(bytes)));
  if (kinds.size > 1) {
    throw new TypeError("the files of an image must all be NIfTI, or none of them");
  }
  if (kinds.has(true)) {
    return volumeStack(await Promise.all(contents.map((bytes) => readVolume(bytes))), slices);
  }
  const read = async (page: number): Promise<Raster> =>
    stackChannels(
      await Promise.all(contents.map((bytes) => readImage(bytes, { maxMegapixels, page }))),
    );
  const [bytes] = contents, { pages, width: columns, height: lines } = readImageHeader(bytes);
  if (inRows && contents.length === 1 && columns * lines >= WORTH_ROWS) {
    const rows = openRows(bytes, { maxMegapixels });
    if (rows !== undefined) return rows;
  }
  const first = await read(0);
  if (pages === 1 || !haveOneSize(bytes, pages)) return first;
  const { width, height } = first;
  return { shape: [width, height, pages], axis: 2, sliceAt: read };
}

function volumeStack(volumes: readonly Volume[], slices: OpenOptions["slices"]): Stack {
  const [volume] = volumes, { shape, spacing } = volume;
  const odd = volumes.find((other) => `${other.shape}` !== `${shape}`);
  if (odd !== undefined) {
    const sizes = `${shape.join("x")} and ${odd.shape.join("x")}`;
    throw new TypeError(`the volumes of an image must have one size, got ${sizes}`);
  }
  const axis = slices === undefined
    ? spacing.lastIndexOf(Math.max(...spacing))
    : AXES.indexOf(slices);
  const sliceAt = (index: number): Promise<Raster> =>
    Promise.resolve(stackChannels(volumes.map((own) => sliceOf(own, { axis, index }))));
  return { shape, axis, sliceAt, volume };
}

function haveOneSize(bytes: Uint8Array, pages: number): boolean {
  const sizes = Array.from({ length: pages }, (_, page) => {
    const { width, height, channels } = readImageHeader(bytes, { page });
    return `${width}x${height}x${channels}`;
  });
  return new Set(sizes).size === 1;
}
