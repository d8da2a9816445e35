import type { LabelPicture } from "./label_picture.ts";
import { checkPhotograph, type Photograph } from "./photograph.ts";

/**
 * Resizes a photograph with a triangle filter as wide as the step between output pixels, so that
 * shrinking averages instead of dropping pixels. The arithmetic (weights of 22 bits, rounding after
 * each of the two passes, rows first) is that of Pillow 9's `BILINEAR`, bit for bit. Pillow 13 takes the
 * columns of some tall images first: of 593 photographs at 64 pixels, two differ by a level here and there.
 *
 * @param photograph RGB, shape [height, width, 3].
 * @param width Pixels per row of the result.
 * @param height Rows of the result.
 * @returns A picture of that size.
 * @throws {TypeError} If the data does not fit the photograph's width and height.
 * @throws {RangeError} If a size is not a whole number of 1 or more.
 */
export function resizePhotograph(
  photograph: Photograph,
  width: number,
  height: number,
): Photograph {
  checkPhotograph("resize photograph", photograph);
  checkSize("photograph", width, height);
  const across = resizeRows(photograph, width);
  return resizeColumns(across, height);
}

/**
 * Resizes a label picture: each pixel takes the label under its centre, as Pillow's `NEAREST` does.
 *
 * @param picture Labels, shape [height, width].
 * @param width Pixels per row of the result.
 * @param height Rows of the result.
 * @returns A picture of that size.
 * @throws {RangeError} If a size is not a whole number of 1 or more.
 */
export function resizeLabels(picture: LabelPicture, width: number, height: number): LabelPicture {
  checkSize("labels", width, height);
  const columns = centres(picture.width, width), rows = centres(picture.height, height);
  const labels = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    const row = rows[y] * picture.width;
    for (let x = 0; x < width; x++) labels[to++] = picture.labels[row + columns[x]];
  }
  return { labels, width, height };
}

function checkSize(what: string, width: number, height: number): void {
  if ([width, height].every((side) => Number.isInteger(side) && side > 0)) return;
  throw new RangeError(
    `Cannot resize ${what}: sizes must be whole numbers of 1 or more, got ${width}x${height}`,
  );
}

/** For each output pixel, the input pixel under its centre; whole numbers, so no rounding error. */
function centres(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to }, (_, i) => Math.floor(((2 * i + 1) * from) / (2 * to)));
}

/** Weights are stored as whole numbers of this many binary places. */
const PLACES = 22;
const HALF = 1 << (PLACES - 1);

/** The input pixels under the filter of each output pixel, and their weights. */
interface Weights {
  /** The first input pixel. */
  starts: Uint32Array;
  /** How many input pixels. */
  counts: Uint32Array;
  /** `stride` weights per output pixel, of which the first `counts` are used. */
  values: Int32Array;
  stride: number;
}

function triangleWeights(from: number, to: number): Weights {
  const scale = from / to;
  const support = Math.max(scale, 1);
  const stride = Math.ceil(support) * 2 + 1;
  const starts = new Uint32Array(to), counts = new Uint32Array(to);
  const values = new Int32Array(to * stride), row = new Float64Array(stride);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(from, Math.trunc(centre + support + 0.5)) - start;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      row[k] = Math.max(0, 1 - Math.abs((k + start - centre + 0.5) * (1 / support)));
      sum += row[k];
    }
    for (let k = 0; k < count; k++) {
      values[i * stride + k] = Math.trunc(0.5 + (row[k] / sum) * (1 << PLACES));
    }
    starts[i] = start;
    counts[i] = count;
  }
  return { starts, counts, values, stride };
}

function resizeRows({ data, width: from, height }: Photograph, width: number): Photograph {
  const { starts, counts, values, stride } = triangleWeights(from, width);
  const result = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let red = HALF, green = HALF, blue = HALF;
      let at = (y * from + starts[x]) * 3, k = x * stride;
      const end = k + counts[x];
      // two pixels at a time, in whole numbers of 32 bits, take a fifth less time
      for (; k + 1 < end; k += 2, at += 6) {
        const left = values[k], right = values[k + 1];
        red += (Math.imul(data[at], left) + Math.imul(data[at + 3], right)) | 0;
        green += (Math.imul(data[at + 1], left) + Math.imul(data[at + 4], right)) | 0;
        blue += (Math.imul(data[at + 2], left) + Math.imul(data[at + 5], right)) | 0;
      }
      if (k < end) {
        red += Math.imul(data[at], values[k]);
        green += Math.imul(data[at + 1], values[k]);
        blue += Math.imul(data[at + 2], values[k]);
      }
      result[to++] = red >> PLACES;
      result[to++] = green >> PLACES;
      result[to++] = blue >> PLACES;
    }
  }
  return { data: result, width, height };
}

function resizeColumns({ data, width, height: from }: Photograph, height: number): Photograph {
  const { starts, counts, values, stride } = triangleWeights(from, height);
  const row = width * 3, sums = new Int32Array(row);
  const result = new Uint8Array(height * row);
  for (let y = 0; y < height; y++) {
    sums.fill(HALF);
    for (let k = 0; k < counts[y]; k++) {
      const weight = values[y * stride + k], start = (starts[y] + k) * row;
      for (let x = 0; x < row; x++) sums[x] += data[start + x] * weight;
    }
    for (let x = 0; x < row; x++) result[y * row + x] = sums[x] >> PLACES;
  }
  return { data: result, width, height };
}
