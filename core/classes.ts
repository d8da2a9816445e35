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

/** Each colour after the tenth is the one furthest from all before it, for deuteranopes too (OKLab). */
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
  "#f2d1f6",
  "#05441d",
  "#590a64",
  "#9dfc5f",
  "#ff7ef6",
  "#2123af",
  "#64ddbc",
  "#a28bf3",
  "#574755",
  "#0c6b0a",
  "#8a0d9a",
  "#800902",
  "#d893b0",
  "#e1d28d",
  "#be4ece",
  "#366e69",
  "#3792fd",
  "#19db69",
  "#f4487b",
  "#8edefe",
  "#c7cf0f",
  "#71558b",
  "#8aba85",
  "#523696",
  "#982649",
  "#f8b09a",
  "#0d5279",
  "#a1a8d1",
  "#a3f5b4",
  "#1755d8",
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
 * @returns `#rrggbb`; after forty classes the colours repeat.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(classColor(0), "#e07a3f");
 * assert.equal(classColor(40), classColor(0));
 * ```
 */
export function classColor(index: number): string {
  return COLORS[index % COLORS.length];
}
