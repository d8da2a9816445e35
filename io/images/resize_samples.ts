import type { Samples } from "../../core/mod.ts";
import { resizePhotograph } from "./resize.ts";
import { type Filter, PLACES, triangleFilter, wholeTriangleFilter } from "./triangle.ts";

/** An image of any number of channels. */
export interface SampledImage<Data extends Samples = Samples> {
  /** The samples, shape [height, width, channels]. */
  data: Data;
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** Samples per pixel. */
  channels: number;
}

/**
 * Resizes an image of any number of channels with the filter of {@linkcode resizePhotograph}: bytes as
 * Pillow does in its modes `L` and `RGB`, floats as in `F`. A pixel with a NaN under its filter is NaN.
 *
 * @param image The image.
 * @param width Pixels per row of the result.
 * @param height Rows of the result.
 * @returns Samples of the same kind, shape [height, width, channels].
 */
export function resizeSamples<Data extends Samples>(
  image: SampledImage<Data>,
  width: number,
  height: number,
): Data {
  const { data, channels } = image, isBytes = data instanceof Uint8Array;
  if (isBytes && channels === 3) {
    return resizePhotograph({ ...image, data }, width, height).data as Data;
  }
  if (width === image.width && height === image.height) return data;
  const filter = isBytes ? wholeTriangleFilter : triangleFilter;
  // a line is what lies between two samples of the filter: a pixel, then a row
  const across = filtered(data, filter(image.width, width), {
    lines: image.height,
    from: image.width,
    step: channels,
  });
  return filtered(across, filter(image.height, height), {
    lines: 1,
    from: image.height,
    step: width * channels,
  });
}

/** Filters along one axis; `step` samples lie between two neighbours, `from` of them make a line. */
function filtered<Data extends Samples>(
  data: Data,
  { starts, counts, values, stride }: Filter<Int32Array | Float64Array>,
  { lines, from, step }: { lines: number; from: number; step: number },
): Data {
  const to = starts.length, isBytes = data instanceof Uint8Array;
  const result = new (data.constructor as Float32ArrayConstructor)(lines * to * step) as Data;
  const half = isBytes ? 1 << (PLACES - 1) : 0, sums = new Float64Array(step);
  for (let line = 0, at = 0; line < lines; line++) {
    for (let i = 0; i < to; i++, at += step) {
      sums.fill(half);
      for (let k = 0; k < counts[i]; k++) {
        const weight = values[i * stride + k], start = (line * from + starts[i] + k) * step;
        for (let c = 0; c < step; c++) sums[c] += data[start + c] * weight;
      }
      if (isBytes) { for (let c = 0; c < step; c++) result[at + c] = sums[c] >> PLACES; }
      else result.set(sums, at);
    }
  }
  return result;
}
