import { evaluate, type LabelResult } from "@triptych/metrics";
import type { LabelClass } from "../core/mod.ts";
import { type LabelPicture, readMask } from "../io/mod.ts";
import { MAX_MEGAPIXELS } from "./read_picture.ts";

/** Figures of a class, as `deno task evaluate` has them. */
export type Score = LabelResult<"dice" | "assd" | "hd95">;

/** A truth, and what of it is in no figure. */
export interface Truth {
  /** A label per pixel. */
  labels: Uint8Array;
  /** Its values that are no class's. */
  ignored: number[];
}

/**
 * Reads a truth: a mask whose values are the classes' labels. Other values are void: their pixels are in no
 * figure.
 *
 * @param bytes The file's content.
 * @param classes The model's classes.
 * @param size The image's.
 * @throws {TypeError} If it can't be read, has another size or no label of a class.
 */
export async function readTruth(
  bytes: Uint8Array,
  classes: readonly LabelClass[],
  { width, height }: Pick<LabelPicture, "width" | "height">,
): Promise<Truth> {
  const mask = await readMask(bytes, { maxMegapixels: MAX_MEGAPIXELS });
  if (mask.width !== width || mask.height !== height) {
    throw new TypeError(
      `Cannot measure: the truth must have the image's size, ${width}x${height}, ` +
        `got ${mask.width}x${mask.height}`,
    );
  }
  const values = new Set<number>(mask.values), labels = classes.map(({ label }) => label);
  if (!labels.some((label) => values.has(label))) {
    const got = [...values].sort((a, b) => a - b).slice(0, 8).join(", ");
    throw new TypeError(
      `Cannot measure: the truth's values must be the classes' labels, ${
        labels.join(", ")
      }, got ${got}` +
        (values.size > 8 ? " and more" : ""),
    );
  }
  const beyond = [...values].filter((value) => !labels.includes(value));
  // what is no class needs a value that none has, whatever it was
  const free = Array.from({ length: 256 }, (_, i) => i).find((value) => !labels.includes(value))!;
  const isLabel = new Set(labels);
  return {
    labels: Uint8Array.from(mask.values, (value) => isLabel.has(value) ? value : free),
    ignored: beyond.length > 0 ? [free] : [],
  };
}

/** Measures a prediction. */
export function scoresOf(
  truth: Truth,
  { labels, width, height }: LabelPicture,
  classes: readonly LabelClass[],
): Score[] {
  const shape = [height, width];
  return evaluate({ data: truth.labels, shape }, { data: labels, shape }, {
    labels: classes.map(({ label }) => label),
    metrics: ["dice", "assd", "hd95"],
    ignore: truth.ignored.length > 0 ? truth.ignored : undefined,
    absent: "allow",
  });
}
