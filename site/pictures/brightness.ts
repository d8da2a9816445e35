/** How bright a photograph is. */
import type { Photograph } from "../../io/mod.ts";

/**
 * The mean luma of a photograph, by the weights of Rec. 601: 0.299 of red, 0.587 of green, 0.114 of blue.
 *
 * @param photograph The photograph.
 * @returns 0 for black to 1 for white.
 */
export function brightnessOf({ data }: Photograph): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 3) {
    sum += 299 * data[i] + 587 * data[i + 1] + 114 * data[i + 2];
  }
  return sum / (1000 * 255 * (data.length / 3));
}
