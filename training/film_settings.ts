/**
 * The setting that keeps test images' predictions through the epochs, and what follows from it.
 *
 * @module
 */
import { UsageError } from "../cli/mod.ts";
import type { SettingsOf, SettingsTable } from "./settings_table.ts";

/** The setting. */
export const FILM_SETTINGS = {
  film: {
    kind: "string",
    value: "all|N",
    help:
      "keep the prediction for each test image, or for N of them, after each epoch, for pages that show how it was learned; of more than 100 epochs, after each second or third, and so on",
  },
} as const satisfies SettingsTable;

type FilmSettings = SettingsOf<typeof FILM_SETTINGS>;

/** The most epochs after which predictions are kept, but for the first and the last. */
const FILMED_EPOCHS = 100;

/**
 * How many of the test images are kept.
 *
 * @throws {UsageError} If the setting is no number of images.
 */
export function filmedCount({ film }: FilmSettings, images: number): number {
  if (film === undefined) return 0;
  if (film === "all") return images;
  if (/^[1-9]\d{0,8}$/.test(film)) return Math.min(Number(film), images);
  throw new UsageError(`--film must be all or a whole number of at least 1, got "${film}"`);
}

/** After each how many epochs predictions are kept. */
export function epochsPerFrame(epochs: number): number {
  return Math.ceil(epochs / FILMED_EPOCHS);
}

/** Whether predictions are kept after an epoch: also after the first and the last. */
export function isFilmed(epoch: number, epochs: number): boolean {
  return epoch === 1 || epoch === epochs || epoch % epochsPerFrame(epochs) === 0;
}

/** After how many epochs predictions are kept. */
export function framesOf(epochs: number): number {
  return Array.from({ length: epochs }, (_, i) => i + 1).filter((e) => isFilmed(e, epochs)).length;
}
