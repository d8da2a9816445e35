/** The input pixels under the filter of each output pixel, and their weights. */
export interface Filter<Values> {
  /** The first input pixel. */
  starts: Uint32Array;
  /** How many input pixels. */
  counts: Uint32Array;
  /** `stride` weights per output pixel, of which the first `counts` are used. */
  values: Values;
  stride: number;
}

/** Weights are stored as whole numbers of this many binary places. */
export const PLACES = 22;

/**
 * The weights of a triangle filter as wide as the step between output pixels, as Pillow's `BILINEAR` has
 * them for floats.
 *
 * @param from Pixels of the input.
 * @param to Pixels of the output.
 */
export function triangleFilter(from: number, to: number): Filter<Float64Array> {
  const scale = from / to;
  const support = Math.max(scale, 1);
  const stride = Math.ceil(support) * 2 + 1;
  const starts = new Uint32Array(to), counts = new Uint32Array(to);
  const values = new Float64Array(to * stride);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(from, Math.trunc(centre + support + 0.5)) - start;
    const first = i * stride, end = first + count;
    let sum = 0;
    for (let k = first, place = start; k < end; k++, place++) {
      values[k] = Math.max(0, 1 - Math.abs((place - centre + 0.5) * (1 / support)));
      sum += values[k];
    }
    for (let k = first; k < end; k++) values[k] /= sum;
    starts[i] = start;
    counts[i] = count;
  }
  return { starts, counts, values, stride };
}

/**
 * The same weights as whole numbers of {@linkcode PLACES} binary places, as Pillow has them for bytes.
 *
 * @param from Pixels of the input.
 * @param to Pixels of the output.
 */
export function wholeTriangleFilter(from: number, to: number): Filter<Int32Array> {
  const filter = triangleFilter(from, to);
  // as whole numbers are stored, they are cut off
  const values = new Int32Array(filter.values.length);
  for (let i = 0; i < values.length; i++) values[i] = 0.5 + filter.values[i] * (1 << PLACES);
  return { ...filter, values };
}
