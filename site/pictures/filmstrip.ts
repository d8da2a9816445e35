/** Small label pictures in class colours, the ground behind left transparent. */
import type { LabelPicture } from "../../io/mod.ts";
import { indexedPng, type Ink } from "./indexed_png.ts";

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
  const other: Ink = [0x80, 0x80, 0x80, classes.length ? 0 : 255];
  const palette = new Array<Ink>(highest + 1).fill(other);
  for (const { label, color, backdrop } of classes) {
    palette[label] = ink(color, backdrop ? 0 : 255);
  }
  return indexedPng(picture, palette);
}

/** `#rrggbb` as a palette entry. */
export function ink(color: string, alpha: number): Ink {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return [red, green, blue, alpha];
}
