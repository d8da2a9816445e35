import { encodeIndexedPng, type LabelPicture } from "../../io/mod.ts";

/** A palette entry: red, green, blue and opacity, 0 to 255. */
export type Ink = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * Encodes labels as an indexed PNG, value = label, 4 bits a pixel where the palette allows it.
 *
 * @param picture The labels, each below the palette's length.
 * @param palette The colour of label 0, 1, 2, …; at most 256.
 */
export function indexedPng(
  { labels, width, height }: LabelPicture,
  palette: readonly Ink[],
): Uint8Array {
  const depth = palette.length <= 16 ? 4 : 8;
  return encodeIndexedPng(rows(labels, width, height, depth), {
    width,
    height,
    depth,
    palette: palette.map(([red, green, blue]) => [red, green, blue]),
    opacities: palette.map(([, , , alpha]) => alpha),
  });
}

/** Rows as PNG has them: a byte for the filter, 0 for none, then the pixels, two to a byte of 4 bits. */
function rows(labels: Uint8Array, width: number, height: number, depth: 4 | 8): Uint8Array {
  const stride = 1 + (depth === 8 ? width : (width + 1) >> 1);
  const data = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const from = y * width, to = y * stride + 1, end = from + width;
    if (depth === 8) data.set(labels.subarray(from, end), to);
    else {
      let at = to;
      for (let i = from; i + 1 < end; i += 2) data[at++] = labels[i] << 4 | labels[i + 1];
      if (width & 1) data[at] = labels[end - 1] << 4;
    }
  }
  return data;
}
