/** The names of what `deno task predict` writes beside a mask. */
import { LABEL_FILES } from "../../io/mod.ts";

/** A picture of one class's probabilities. */
export const PROBABILITY_PICTURE = /\.class-(\d+)\.png$/;
/** An array of probabilities, unless it is a mask. */
export const PROBABILITY_ARRAY = /\.np[yz]$/;
const OVERLAY = /\.overlay\.jpg$/;

/**
 * Divides files that may be masks: overlays and pictures of probabilities beside a mask are none. Arrays
 * come last, so that of a picture and an array of the same name the picture is the mask.
 *
 * @param files Their names.
 */
export function divided(files: readonly string[]): { masks: string[]; others: string[] } {
  const isPicture = (file: string): boolean => OVERLAY.test(file) || PROBABILITY_PICTURE.test(file);
  const names = new Set(files.filter((file) => !isPicture(file)).map(nameOf));
  const isOther = (file: string): boolean => isPicture(file) && names.has(nameOf(file));
  const masks = files.filter((file) => !isOther(file));
  const isArray = (file: string): boolean => PROBABILITY_ARRAY.test(file);
  return {
    masks: [...masks.filter((file) => !isArray(file)), ...masks.filter(isArray)],
    others: files.filter(isOther),
  };
}

/** A path without the ending of what it contains. */
export function nameOf(file: string): string {
  const plain = file.replace(OVERLAY, "").replace(PROBABILITY_PICTURE, "");
  return plain.replace(LABEL_FILES, "").normalize("NFC");
}
