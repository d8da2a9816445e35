/**
 * What a model says about an image, brought back to the image's own size.
 *
 * @module
 */
import { placeOf, type Shape } from "../core/mod.ts";

/** What a model says about one image. */
export interface ClassMaps {
  /** A number per class, the more the likelier, shape [rows, columns, classes]. */
  values: Float32Array;
  /** Rows and columns of the model's images. */
  shape: Shape;
  /** How the image was brought to that shape. */
  fit: "pad" | "squash";
}

/** An image's own size. */
export interface OwnSize {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
}

/**
 * Turns logits into probabilities, in place: the softmax over the classes of each pixel.
 *
 * @param logits Shape [pixels, classes].
 * @param classes The number of classes.
 * @returns The same array.
 */
export function toProbabilities(logits: Float32Array, classes: number): Float32Array {
  for (let start = 0; start < logits.length; start += classes) {
    const end = start + classes;
    let max = logits[start], sum = 0;
    for (let i = start + 1; i < end; i++) if (logits[i] > max) max = logits[i];
    for (let i = start; i < end; i++) sum += logits[i] = Math.exp(logits[i] - max);
    for (let i = start; i < end; i++) logits[i] /= sum;
  }
  return logits;
}

/**
 * The likeliest class of each pixel of an image at its own size: the maps are enlarged before it is
 * decided, row by row, so that the enlarged maps are never in memory. The time grows with
 * pixels times classes.
 *
 * @param maps What the model says.
 * @param size The image's own size.
 * @param labels The label of each class, in the order of the maps.
 * @returns Labels, shape [height, width]; of equally likely classes the first.
 */
export function labelsAtOwnSize(
  maps: ClassMaps,
  { width, height }: OwnSize,
  labels: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  const classes = labels.length, decided = new Uint8Array(width * height);
  const table = Uint8Array.from(labels);
  let to = 0;
  forEachRow(maps, { width, height }, classes, (row) => {
    for (let at = 0; at < row.length; at += classes) {
      let best = 0, most = row[at];
      for (let c = 1; c < classes; c++) {
        if (row[at + c] > most) most = row[at + (best = c)];
      }
      decided[to++] = table[best];
    }
  });
  return decided;
}

/**
 * The maps of an image at its own size, a plane per class.
 *
 * @param maps What the model says.
 * @param size The image's own size.
 * @param classes The number of classes.
 * @returns Shape [classes, height, width].
 */
export function mapsAtOwnSize(
  maps: ClassMaps,
  { width, height }: OwnSize,
  classes: number,
): Float32Array {
  const planes = new Float32Array(classes * height * width), plane = height * width;
  forEachRow(maps, { width, height }, classes, (row, y) => {
    for (let c = 0; c < classes; c++) {
      let to = c * plane + y * width;
      for (let at = c; at < row.length; at += classes) planes[to++] = row[at];
    }
  });
  return planes;
}

/** So many pixels at least are in a band, unless the image has fewer. */
const BAND = 1 << 16;

/**
 * The maps of an image at its own size, some rows after the other, so that the enlarged maps are never in
 * memory.
 *
 * @param maps What the model says.
 * @param size The image's own size.
 * @param classes The number of classes.
 * @param onBand Called with the maps of some pixels, shape [classes, pixels], overwritten after it returns, and
 *   the first of these pixels.
 */
export function forEachBand(
  maps: ClassMaps,
  { width, height }: OwnSize,
  classes: number,
  onBand: (planes: Float32Array, from: number) => void,
): void {
  const most = Math.min(height, Math.ceil(BAND / width)) * width;
  const buffer = new Float32Array(classes * most);
  let from = 0, pixels = most, filled = 0;
  forEachRow(maps, { width, height }, classes, (row) => {
    for (let c = 0; c < classes; c++) {
      let to = c * pixels + filled;
      for (let at = c; at < row.length; at += classes) buffer[to++] = row[at];
    }
    filled += width;
    if (filled < pixels) return;
    onBand(buffer.subarray(0, classes * pixels), from);
    from += pixels;
    pixels = Math.min(most, width * height - from);
    filled = 0;
  });
}

/**
 * Enlarges maps and hands out one row after the other, [width, classes], always in the same array.
 * Padding is cut away first, so that it is no neighbour of a pixel at the image's edge. Pixels have their
 * centres at halves, and what lies beyond the outermost centres is as there: PyTorch's
 * `interpolate(mode="bilinear", align_corners=False)`, which rounds places to 32 bits; results differ by
 * less than a millionth.
 */
function forEachRow(
  { values, shape, fit }: ClassMaps,
  { width, height }: OwnSize,
  classes: number,
  onRow: (row: Float32Array, y: number) => void,
): void {
  const place = placeOf({ width, height }, shape, fit);
  const down = neighbours(place.height, height), across = neighbours(place.width, width);
  const stride = shape[1] * classes, length = place.width * classes;
  const start = place.top * stride + place.left * classes;
  const mixed = new Float32Array(length), row = new Float32Array(width * classes);
  for (let y = 0; y < height; y++) {
    const share = down.shares[y];
    const upper = start + down.firsts[y] * stride, lower = start + down.seconds[y] * stride;
    for (let i = 0; i < length; i++) {
      const value = values[upper + i];
      mixed[i] = value + (values[lower + i] - value) * share;
    }
    for (let x = 0, to = 0; x < width; x++) {
      const share = across.shares[x];
      let left = across.firsts[x] * classes, right = across.seconds[x] * classes;
      for (const end = to + classes; to < end; to++) {
        const value = mixed[left++];
        row[to] = value + (mixed[right++] - value) * share;
      }
    }
    onRow(row, y);
  }
}

/** For each output pixel the two input pixels beside its centre, and the share of the second. */
function neighbours(from: number, to: number) {
  const firsts = new Uint32Array(to), seconds = new Uint32Array(to), shares = new Float32Array(to);
  for (let i = 0; i < to; i++) {
    const centre = Math.min(Math.max((i + 0.5) * from / to - 0.5, 0), from - 1);
    firsts[i] = Math.floor(centre);
    seconds[i] = Math.min(firsts[i] + 1, from - 1);
    shares[i] = centre - firsts[i];
  }
  return { firsts, seconds, shares };
}
