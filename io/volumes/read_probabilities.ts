import { readImage } from "../images/read_image.ts";
import { isNifti } from "./nifti_header.ts";
import { isRegular, orientationOf, reordered } from "./orientation.ts";
import { isMetaImage, readMetaImage } from "./read_metaimage.ts";
import { isNpy, readNpyArray } from "./read_npy.ts";
import { arrayOfNpz, isZip } from "./read_npz.ts";
import { isNrrd, readNrrd } from "./read_nrrd.ts";
import { readVolumeHeader } from "./read_volume.ts";
import { elementsOf, type Stored } from "./stored.ts";

/** The probability of each class at each pixel. */
export interface ProbabilityMap {
  /** From 0 to 1 in files that are sound, one class after the other, the last axis of `shape` fastest. */
  data: Float32Array;
  /** Classes, then rows and columns, or slices, rows and columns. */
  shape: number[];
}

/** No more values than this are read: 4 GB. */
const MOST = 1e9;

/**
 * Reads the probabilities of classes: one NumPy array, `.npy` or `.npz`, or a grey picture for each class. Whole numbers
 * are scaled, so that 255 or 65535 stands for 1.
 *
 * An array of a volume has its voxels in the order of a mask's file, as programs write them. Where such a
 * file says where it lies, {@linkcode readLabels} may turn the mask; the array is turned in the same way.
 *
 * @param files The array, or a picture for each class.
 * @param mask The file of the mask that lies on the same voxels.
 * @returns The probabilities.
 * @throws {TypeError} If a file is of another kind, damaged or cut short, or too large.
 * @throws {Deno.errors.NotFound} If there is no such file.
 */
export async function readProbabilities(
  files: readonly string[],
  mask: string,
): Promise<ProbabilityMap> {
  try {
    const contents = await Promise.all(files.map((file) => Deno.readFile(file)));
    const [first] = contents, array = isZip(first) ? arrayOfNpz(first, MOST * 4) : first;
    if (!isNpy(array)) return await mapOfPictures(contents);
    return withoutOneSlice(await turned(mapOfArray(array), mask));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // arrays and volumes are read as labels are
    const text = error.message.replace(/^Cannot decode labels/, "Cannot decode probabilities");
    throw new TypeError(text, { cause: error });
  }
}

function mapOfArray(bytes: Uint8Array): ProbabilityMap {
  const stored = readNpyArray(bytes, MOST), shape = stored.lengths.toReversed();
  const got = `got shape (${shape.join(", ")})`;
  if (shape.length !== 3 && shape.length !== 4) {
    throw new TypeError(
      "Cannot decode probabilities: the array must have the axes class, row, column, or class, " +
        `slice, row, column, ${got}`,
    );
  }
  const values = scaled(elementsOf(stored), stored.element);
  return { data: stored.isFortran ? inOrder(values, shape) : values, shape };
}

/** Values in Fortran's order, the first axis being the fastest, in C's. */
function inOrder(values: Float32Array, shape: readonly number[]): Float32Array {
  const data = new Float32Array(values.length), place = shape.map(() => 0);
  const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
  for (let to = 0, from = 0; to < data.length; to++) {
    data[to] = values[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++place[axis] < shape[axis]) break;
      from -= steps[axis] * shape[axis];
      place[axis] = 0;
    }
  }
  return data;
}

function scaled(values: ReturnType<typeof elementsOf>, element: string): Float32Array {
  if (values instanceof Float32Array) return values;
  if (values instanceof Float64Array || values instanceof Float16Array) {
    return Float32Array.from(values);
  }
  if (values instanceof Uint8Array) return Float32Array.from(values, (value) => value / 0xff);
  if (values instanceof Uint16Array) return Float32Array.from(values, (value) => value / 0xffff);
  throw new TypeError(
    "Cannot decode probabilities: the array's type must be float16, float32, float64, uint8 or uint16, " +
      `got ${element}`,
  );
}

async function mapOfPictures(
  contents: readonly Uint8Array<ArrayBuffer>[],
): Promise<ProbabilityMap> {
  const rasters = await Promise.all(contents.map((bytes) => readImage(bytes)));
  const [{ width, height }] = rasters, pixels = width * height;
  const data = new Float32Array(rasters.length * pixels);
  rasters.forEach((raster, k) => {
    const { white, color, channels } = raster;
    if (color !== "grey" || channels !== 1 || white === undefined) {
      throw new TypeError(
        `Cannot decode probabilities: each picture must be grey, got ${channels} channels ` +
          `(${color})`,
      );
    }
    if (raster.width !== width || raster.height !== height) {
      throw new TypeError(
        "Cannot decode probabilities: the pictures of all classes must have the same size, got " +
          `${width}x${height} and ${raster.width}x${raster.height}`,
      );
    }
    for (let i = 0; i < pixels; i++) data[k * pixels + i] = raster.data[i] / white;
  });
  return { data, shape: [rasters.length, height, width] };
}

/** The array as its mask is turned. */
async function turned(map: ProbabilityMap, mask: string): Promise<ProbabilityMap> {
  const place = await placeIn(await Deno.readFile(mask));
  if (place === undefined) return map;
  const [classes, ...shape] = withOneSlice(map.shape, place.lengths);
  if (shape.length !== 3) return map;
  const { axes, flips } = orientationOf(place.affine);
  const lengths = shape.toReversed(), voxels = shape.reduce((a, b) => a * b, 1);
  const data = new Float32Array(map.data.length);
  for (let k = 0; k < classes; k++) {
    const plane = map.data.subarray(k * voxels, (k + 1) * voxels);
    data.set(reordered(plane, lengths, axes, flips), k * voxels);
  }
  return { data, shape: [classes, ...axes.map((axis) => lengths[axis]).toReversed()] };
}

/** The shape of an array beside a volume of one slice, which it may have left out. */
function withOneSlice(shape: readonly number[], lengths: readonly number[]): readonly number[] {
  const slice = lengths.toReversed().indexOf(1);
  return shape.length === 3 && slice >= 0 ? shape.toSpliced(1 + slice, 0, 1) : shape;
}

/** A volume of one slice is a picture, as masks are, once it is turned. */
function withoutOneSlice({ data, shape }: ProbabilityMap): ProbabilityMap {
  const slice = shape.length === 4 ? shape.indexOf(1, 1) : -1;
  return { data, shape: shape.filter((_, axis) => axis !== slice) };
}

/** How many voxels of a file lie along x, y and z, and where; undefined where it doesn't say. */
async function placeIn(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ lengths: readonly number[]; affine: number[][] } | undefined> {
  const { lengths, affine } = await headerOf(bytes);
  return affine && lengths?.length === 3 && isRegular(affine) ? { lengths, affine } : undefined;
}

async function headerOf(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Partial<Pick<Stored, "lengths" | "affine">>> {
  if (isNrrd(bytes)) return readNrrd(bytes, MOST);
  if (isMetaImage(bytes)) return readMetaImage(bytes, MOST);
  if (!isNifti(bytes)) return {};
  const { shape, affine } = await readVolumeHeader(bytes);
  return { lengths: shape, affine: affine.slice(0, 3) };
}
