import type { LabelClass } from "../../core/mod.ts";
import type { Color } from "./label_picture.ts";

/**
 * The colour of each label up to the highest, black for those of no class.
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
  let highest = Math.max(...classes.map(({ label }) => label));
  for (let i = 0; i < labels.length; i++) if (labels[i] > highest) highest = labels[i];
  const colors: Color[] = Array.from({ length: highest + 1 }, () => [0, 0, 0]);
  for (const { label, color } of classes) colors[label] = rgb(color);
  return colors;
}

/** `#e07a3f` as red, green, blue. */
function rgb(color: string): Color {
  const value = parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
