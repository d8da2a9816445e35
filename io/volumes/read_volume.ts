import { describeContent } from "../images/picture_format.ts";
import type { Raster } from "../images/raster.ts";
import { inflateUpTo } from "./inflate.ts";
import {
  headOf,
  isGzip,
  isNifti,
  readNiftiHeader,
  type Storage,
  type VolumeHeader,
} from "./nifti_header.ts";
import { type Element, elementsOf } from "./stored.ts";

/** A volume's voxels and where they lie. */
export interface Volume extends VolumeHeader {
  /**
   * The values, along x first, then y, z and channels. Unsigned whole numbers of 8 and 16 bits stay as
   * they are; signed, longer and scaled ones, and floats, become a `Float32Array`.
   */
  data: Uint8Array | Uint16Array | Float32Array;
  /** The file up to its voxels, for writing labels that lie as it does. */
  head: Uint8Array;
}

/** The most millions of values, where nothing else is said. */
const MAX_MEGAVOXELS = 1000;

/** How {@linkcode readVolume} reads. */
export interface ReadVolumeOptions {
  /**
   * The most values, in millions; a file whose header says more is refused before it is decoded.
   * @default {1000}
   */
  maxMegavoxels?: number;
}

/**
 * Reads a NIfTI volume, `.nii` or `.nii.gz`, version 1 or 2, scaled as its header says.
 *
 * @param bytes The file's content.
 * @param options How large it may be.
 * @returns Its voxels, spacing and place.
 * @throws {TypeError} If the bytes are no NIfTI, damaged or cut short, or too large.
 */
export async function readVolume(
  bytes: Uint8Array,
  { maxMegavoxels = MAX_MEGAVOXELS }: ReadVolumeOptions = {},
): Promise<Volume> {
  const { header, storage, type } = await openVolume(bytes);
  const count = countOf(header, maxMegavoxels);
  try {
    const length = storage.start + count * type.bytes;
    const file = isGzip(bytes) ? inflateUpTo(bytes, "gzip", length) : bytes;
    if (file.length < length) {
      throw new Error(`it is cut short, ${file.length} bytes in place of ${length}`);
    }
    const data = valuesOf(file, count, storage, type);
    return { ...header, data, head: new Uint8Array(file.subarray(0, storage.start)) };
  } catch (cause) {
    throw damaged(bytes, cause);
  }
}

/**
 * Reads a volume's shape, spacing and place without its voxels.
 *
 * @param bytes The file's content, or its first 4,096 bytes.
 * @returns What it says.
 * @throws {TypeError} If the bytes are no NIfTI, end before they say it, or say that it is too large for
 *   {@linkcode readVolume}.
 */
export async function readVolumeHeader(bytes: Uint8Array): Promise<VolumeHeader> {
  const { header } = await openVolume(bytes);
  countOf(header, MAX_MEGAVOXELS);
  return header;
}

/** How many values a volume has; more than allowed are refused. */
function countOf({ shape, channels }: VolumeHeader, maxMegavoxels: number): number {
  const lengths = [...shape, channels];
  const count = lengths.reduce((product, length) => product * length, 1);
  if (count <= maxMegavoxels * 1e6) return count;
  throw new TypeError(
    `Cannot decode volume: it must have at most ${maxMegavoxels} million values, ` +
      `the NIfTI says it is ${lengths.join("x")}`,
  );
}

/**
 * A slice of a volume: the axes that are left are its columns and rows, in their order, as they are
 * stored, not turned. Along z, its columns are x and its rows y.
 *
 * @param volume The volume.
 * @param place Which slice.
 * @param place.axis 0, 1 or 2: the axis it is cut across, x, y or z.
 * @param place.index Which, from 0.
 * @returns Grey, or as many channels as the volume has.
 * @throws {RangeError} If there is no such axis or slice.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const volume = { shape: [2, 1, 2], channels: 1, data: Uint8Array.of(1, 2, 3, 4) } as const;
 * const { width, height, data } = sliceOf(volume, { axis: 1, index: 0 });
 * assert.deepEqual([width, height, ...data], [2, 2, 1, 2, 3, 4]);
 * ```
 */
export function sliceOf(
  { shape, channels, data }: Pick<Volume, "shape" | "channels" | "data">,
  { axis, index }: { axis: number; index: number },
): Raster {
  if (!(axis in shape && Number.isInteger(index) && index >= 0 && index < shape[axis])) {
    throw new RangeError(
      "Cannot cut volume: axis must be 0, 1 or 2 and the index a slice of it, " +
        `got axis ${axis}, index ${index} of ${shape.join("x")}`,
    );
  }
  const steps = [1, shape[0], shape[0] * shape[1]], all = shape[0] * shape[1] * shape[2];
  const [across, down] = [0, 1, 2].filter((other) => other !== axis);
  const width = shape[across], height = shape[down];
  const slice = new (data.constructor as Uint8ArrayConstructor)(width * height * channels);
  for (let y = 0, to = 0; y < height; y++) {
    let from = index * steps[axis] + y * steps[down];
    for (let x = 0; x < width; x++, from += steps[across]) {
      for (let c = 0; c < channels; c++) slice[to++] = data[from + c * all];
    }
  }
  const color = channels === 1 ? "grey" : "other";
  return { width, height, channels, data: slice, color, alpha: false };
}

/** How a type of NIfTI is read. */
interface Type {
  bytes: number;
  get(view: DataView, at: number, little: boolean): number;
}

const TYPES: Record<number, Type> = {
  2: { bytes: 1, get: (view, at) => view.getUint8(at) },
  4: { bytes: 2, get: (view, at, little) => view.getInt16(at, little) },
  8: { bytes: 4, get: (view, at, little) => view.getInt32(at, little) },
  16: { bytes: 4, get: (view, at, little) => view.getFloat32(at, little) },
  64: { bytes: 8, get: (view, at, little) => view.getFloat64(at, little) },
  256: { bytes: 1, get: (view, at) => view.getInt8(at) },
  512: { bytes: 2, get: (view, at, little) => view.getUint16(at, little) },
  768: { bytes: 4, get: (view, at, little) => view.getUint32(at, little) },
  1024: { bytes: 8, get: (view, at, little) => Number(view.getBigInt64(at, little)) },
  1280: { bytes: 8, get: (view, at, little) => Number(view.getBigUint64(at, little)) },
};

async function openVolume(
  bytes: Uint8Array,
): Promise<{ header: VolumeHeader; storage: Storage; type: Type }> {
  if (!isNifti(bytes)) {
    throw new TypeError(
      `Cannot decode volume: it must be NIfTI by its content, got ${describeContent(bytes)}`,
    );
  }
  try {
    const { header, storage } = await readNiftiHeader(headOf(bytes));
    const type = TYPES[storage.datatype];
    if (type === undefined) {
      throw new Error(`its values are of NIfTI's type ${storage.datatype}, which is not supported`);
    }
    if (!(storage.start >= 348 && storage.start <= 2 ** 24)) {
      throw new Error(`its header says its voxels begin at byte ${storage.start}`);
    }
    return { header, storage, type };
  } catch (cause) {
    throw damaged(bytes, cause);
  }
}

function valuesOf(
  file: Uint8Array,
  count: number,
  { start, little, datatype, slope, inter }: Storage,
  { bytes, get }: Type,
): Volume["data"] {
  // a slope of 0 means that there is none, and one that is no number the same
  const isScaled = Number.isFinite(slope) && slope !== 0 && (slope !== 1 || inter !== 0);
  if (isScaled && !Number.isFinite(inter)) {
    throw new Error(`its header says its values are scaled by ${slope} and shifted by ${inter}`);
  }
  const element = PLAIN[datatype];
  if (!isScaled && element !== undefined) {
    const stored = { format: "NIfTI", lengths: [count], packing: "raw", element, little } as const;
    const values = elementsOf({ ...stored, bytes: file.subarray(start) });
    if (values instanceof Uint8Array || values instanceof Uint16Array) {
      // the file's bytes aren't kept, and a Buffer's slice() would be no copy
      return new (values.constructor as Uint8ArrayConstructor)(values);
    }
    return new Float32Array(values as Int16Array);
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const data = new Float32Array(count), [factor, sum] = isScaled ? [slope, inter] : [1, 0];
  for (let i = 0, at = start; i < count; i++, at += bytes) {
    data[i] = get(view, at, little) * factor + sum;
  }
  return data;
}

/** The types of numbers that JavaScript's arrays have, too. */
const PLAIN: Record<number, Element> = {
  2: "u1",
  4: "i2",
  8: "i4",
  16: "f4",
  64: "f8",
  256: "i1",
  512: "u2",
  768: "u4",
};

function damaged(bytes: Uint8Array, cause: unknown): TypeError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const fault = /not supported/.test(reason) ? "can't be read" : "are damaged or cut short";
  return new TypeError(
    `Cannot decode volume: its ${bytes.length} bytes of NIfTI ${fault} (${reason})`,
    { cause },
  );
}
