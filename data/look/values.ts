/**
 * Values of masks as `triptych.json` has them: numbers, or colours as `#rrggbb`.
 *
 * @module
 */

/** A number, or a colour as `0xrrggbb`. */
export function valueOf(value: number | string): number {
  return typeof value === "number" ? value : parseInt(value.slice(1), 16);
}

/** `0xrrggbb` as `#rrggbb`. */
export function colorText(color: number): string {
  return `#${color.toString(16).padStart(6, "0")}`;
}

/** A mask's value as `triptych.json` has it. */
export function named(value: number, isColor: boolean): number | string {
  return isColor ? colorText(value) : value;
}
