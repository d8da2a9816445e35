import type { LabelClass } from "../../core/mod.ts";
import type { Color } from "./label_picture.ts";

/**
 * The colour of each label up to the highest or a little beyond, black for those of no class. The end
 * follows from the bits that occur in any label, so it may lie beyond the highest.
 *
 * @param labels Labels of a picture.
 * @param classes The classes and their colours.
 * @returns One colour per label, from label 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const colors = palette(Uint8Array.of(0, 2), [{ label: 1, name: "cat", color: "#ff0000" }]);
 * assert.deepEqual(colors, [[0, 0, 0], [255, 0, 0], [0, 0, 0]]);
 * ```
 */
export function palette(labels: Uint8Array, classes: readonly LabelClass[]): Color[] {
  const highest = Math.max(bitsOf(labels), ...classes.map(({ label }) => label));
  const colors: Color[] = Array.from({ length: highest + 1 }, () => [0, 0, 0]);
  for (const { label, color } of classes) colors[label] = rgb(color);
  return colors;
}

/** All bits that are set in a label, four labels at a time: four times as fast as the highest label. */
function bitsOf(labels: Uint8Array): number {
  const isAligned = labels.byteOffset % 4 === 0, count = isAligned ? labels.length >> 2 : 0;
  const words = new Int32Array(labels.buffer, isAligned ? labels.byteOffset : 0, count);
  let all = 0, bits = 0;
  for (let i = 0; i < count; i++) all |= words[i];
  for (let i = 4 * count; i < labels.length; i++) bits |= labels[i];
  return bits | (all | all >> 8 | all >> 16 | all >> 24) & 255;
}

/** `#e07a3f` as red, green, blue. */
function rgb(color: string): Color {
  const value = parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
