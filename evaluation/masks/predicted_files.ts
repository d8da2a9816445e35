/** The names of what lies beside a mask: its image, and what `deno task predict` writes. */
import { LABEL_FILES } from "../../io/mod.ts";

/** A picture of one class's probabilities. */
export const PROBABILITY_PICTURE = /\.class-(\d+)\.png$/;
/** An array of probabilities, unless it is a mask. */
export const PROBABILITY_ARRAY = /\.np[yz]$/;
/** The image in the classes' colours, and how sure the model is. */
const OVERLAY = /\.overlay\.jpg$|\.confidence\.png$/;
/** A mask only where nothing else has its name: these formats blur labels, and most images have them. */
const PHOTOGRAPH = /\.(jpe?g|webp|avif)$/i;

/**
 * Divides files that may be masks: photographs, overlays, and pictures of probabilities and of confidence
 * beside a mask are none. Arrays come last, so that of a picture and an array of the same name the picture
 * is the mask.
 *
 * @param files Their names.
 */
export function divided(files: readonly string[]): { masks: string[]; others: string[] } {
  const isPicture = (file: string): boolean =>
    [OVERLAY, PROBABILITY_PICTURE, PHOTOGRAPH].some((kind) => kind.test(file));
  const isArray = (file: string): boolean => PROBABILITY_ARRAY.test(file);
  const pictures = files.filter(isPicture), arrays = files.filter(isArray);
  // most folders have neither, and need no names
  if (pictures.length + arrays.length === 0) return { masks: [...files], others: [] };
  const names = new Set(files.filter((file) => !isPicture(file)).map(nameOf));
  const others = pictures.filter((file) => names.has(nameOf(file))), isOther = new Set(others);
  const rest = files.filter((file) => !isOther.has(file) && !isArray(file));
  return { masks: [...rest, ...arrays], others };
}

/** A path without the ending of what it contains. */
export function nameOf(file: string): string {
  const plain = file.replace(OVERLAY, "").replace(PROBABILITY_PICTURE, "");
  return plain.replace(LABEL_FILES, "").normalize("NFC");
}
