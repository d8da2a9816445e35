/** A class of pixels: its label in pictures, its name and its colour on pages. */
export interface LabelClass {
  /**
   * The value of the class's pixels in truth and prediction pictures.
   *
   * @asType integer
   * @minimum 0
   * @maximum 255
   */
  label: number;
  /**
   * The name in figures and on pages.
   *
   * @minLength 1
   */
  name: string;
  /**
   * `#rrggbb`.
   *
   * @pattern ^#[0-9a-fA-F]{6}$
   */
  color: string;
  /**
   * The labels that make up a region, such as a whole tumour of its parts; `label` is the first of them.
   * Regions may overlap classes and each other.
   *
   * @items { "type": "integer", "minimum": 0, "maximum": 255 }
   * @minItems 1
   */
  labels?: number[];
}

const COLORS = [
  "#e07a3f",
  "#3f6fb5",
  "#3a9d7c",
  "#b5487d",
  "#c9a227",
  "#6a5acd",
  "#4aa8c0",
  "#a0522d",
  "#7a8b3c",
  "#8c8c8c",
];

/**
 * Classes by name: labels from 1, colours of the palette.
 *
 * @param names In the order of the model's output channels.
 * @returns The classes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const [cat, background] = labelClasses("cat", "background");
 * assert.deepEqual(cat, { label: 1, name: "cat", color: "#e07a3f" });
 * assert.equal(background.label, 2);
 * ```
 */
export function labelClasses(...names: string[]): LabelClass[] {
  return names.map((name, i) => ({ label: i + 1, name, color: classColor(i) }));
}

/**
 * The default colour of a class, by its place among the classes.
 *
 * @param index 0 for the first class.
 * @returns `#rrggbb`; after ten classes the colours repeat.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(classColor(0), "#e07a3f");
 * assert.equal(classColor(10), classColor(0));
 * ```
 */
export function classColor(index: number): string {
  return COLORS[index % COLORS.length];
}
