/** Small label pictures in class colours, the ground behind left transparent. */
import { crc32 } from "node:zlib";
import { type Color, encodeLabelPng, type LabelPicture } from "../../io/mod.ts";

/**
 * Encodes labels in class colours as an indexed PNG whose backdrop is transparent.
 *
 * @param picture The labels.
 * @param classes Labels and colours.
 */
export function filmFrame(
  picture: LabelPicture,
  classes: readonly { label: number; color: string; backdrop: boolean }[],
): Uint8Array {
  let highest = Math.max(0, ...classes.map((c) => c.label));
  for (const label of picture.labels) if (label > highest) highest = label;
  const palette: Color[] = Array.from({ length: highest + 1 }, () => [0x80, 0x80, 0x80]);
  const alpha = new Uint8Array(highest + 1).fill(classes.length ? 0 : 255);
  for (const { label, color, backdrop } of classes) {
    palette[label] = [1, 3, 5].map((at) =>
      parseInt(color.slice(at, at + 2), 16)
    ) as unknown as Color;
    alpha[label] = backdrop ? 0 : 255;
  }
  return withAlpha(encodeLabelPng(picture, palette), alpha);
}

/** An indexed PNG with a `tRNS` chunk, one alpha a palette entry, put before its first `IDAT`. */
function withAlpha(png: Uint8Array, alpha: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let at = 8;
  while (view.getUint32(at + 4) !== 0x49444154) at += 12 + view.getUint32(at);
  const chunk = new Uint8Array(12 + alpha.length), fields = new DataView(chunk.buffer);
  fields.setUint32(0, alpha.length);
  fields.setUint32(4, 0x74524e53);
  chunk.set(alpha, 8);
  fields.setUint32(8 + alpha.length, crc32(chunk.subarray(4, 8 + alpha.length)));
  const whole = new Uint8Array(png.length + chunk.length);
  whole.set(png.subarray(0, at));
  whole.set(chunk, at);
  whole.set(png.subarray(at), at + chunk.length);
  return whole;
}
