/**
 * What an image looks like from afar, small enough to compare thousands.
 *
 * @module
 */

/** An image's samples, of whatever range and number of channels. */
export interface SampledImage {
  /** Shape [height, width, channels]. */
  data: ArrayLike<number>;
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** SampledImage per pixel. */
  channels: number;
}

/** Pixels per side of a {@linkcode thumbnailOf}. */
export const THUMBNAIL = 16;

/**
 * An image as 16² grey levels: the channels' mean in equal boxes, stretched from 0 for the darkest to
 * 255 for the lightest. Black borders are cut off first, so that padding doesn't make images alike. One
 * pass over the samples.
 *
 * @param image The image.
 * @returns Grey levels, shape [16, 16]; all 0 where the image is of one colour.
 */
export function thumbnailOf(image: SampledImage): Uint8Array {
  const frame = frameOf(image), boxes = boxMeans(image, frame);
  let least = Infinity, most = -Infinity;
  for (const mean of boxes) {
    least = Math.min(least, mean);
    most = Math.max(most, mean);
  }
  const scale = most > least ? 255 / (most - least) : 0;
  return Uint8Array.from(boxes, (mean) => Math.round((mean - least) * scale));
}

/** Rows and columns between black borders. */
interface Frame {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

function frameOf({ data, width, height, channels }: SampledImage): Frame {
  const row = width * channels;
  const isBlackRow = (y: number): boolean => {
    for (let i = y * row; i < (y + 1) * row; i++) if (data[i] !== 0) return false;
    return true;
  };
  const isBlackColumn = (x: number): boolean => {
    for (let y = 0; y < height; y++) {
      for (let i = y * row + x * channels, end = i + channels; i < end; i++) {
        if (data[i] !== 0) return false;
      }
    }
    return true;
  };
  let top = 0, bottom = height, left = 0, right = width;
  while (top < bottom - 1 && isBlackRow(top)) top++;
  while (bottom > top + 1 && isBlackRow(bottom - 1)) bottom--;
  while (left < right - 1 && isBlackColumn(left)) left++;
  while (right > left + 1 && isBlackColumn(right - 1)) right--;
  return { top, bottom, left, right };
}

/** The mean of the samples in each of 16² boxes; a box of an image smaller than that is one pixel. */
function boxMeans(
  { data, width, channels }: SampledImage,
  { top, bottom, left, right }: Frame,
): Float64Array {
  const means = new Float64Array(THUMBNAIL * THUMBNAIL);
  const edge = (from: number, to: number, box: number) =>
    from + Math.floor((to - from) * box / THUMBNAIL);
  for (let by = 0; by < THUMBNAIL; by++) {
    const y0 = edge(top, bottom, by), y1 = Math.max(y0 + 1, edge(top, bottom, by + 1));
    for (let bx = 0; bx < THUMBNAIL; bx++) {
      const x0 = edge(left, right, bx), x1 = Math.max(x0 + 1, edge(left, right, bx + 1));
      let sum = 0;
      for (let y = y0; y < y1; y++) {
        const end = (y * width + x1) * channels;
        for (let i = (y * width + x0) * channels; i < end; i++) sum += data[i];
      }
      means[by * THUMBNAIL + bx] = sum / ((y1 - y0) * (x1 - x0) * channels);
    }
  }
  return means;
}
