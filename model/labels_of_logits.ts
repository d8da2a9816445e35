/**
 * What logits say: the likeliest class of each pixel, and how likely the true one is.
 *
 * @module
 */
import type { ModelMetadata } from "./metadata.ts";

/** The label of the largest logit at each pixel. */
export function fillLabels(
  labels: Uint8Array,
  logits: Float32Array,
  { classes }: ModelMetadata,
): void {
  for (let pixel = 0, at = 0; pixel < labels.length; pixel++, at += classes.length) {
    let best = 0;
    for (let c = 1; c < classes.length; c++) if (logits[at + c] > logits[at + best]) best = c;
    labels[pixel] = classes[best].label;
  }
}

/** What stands for no class in a table of class indices. */
const IGNORED = -1, UNKNOWN = -2;

/** The class index of each label, {@linkcode IGNORED} or {@linkcode UNKNOWN}. */
export function classTable({ classes }: ModelMetadata, ignore: readonly number[]): Int16Array {
  const table = new Int16Array(256).fill(UNKNOWN);
  for (const label of ignore) table[label] = IGNORED;
  classes.forEach(({ label }, i) => table[label] = i);
  return table;
}

/** Sum over pixels of −log softmax(logits)[truth], those to ignore left out, and how many there are. */
export function lossOf(
  logits: Float32Array,
  truth: Uint8Array,
  classOf: Int16Array,
): { loss: number; pixels: number } {
  const classes = logits.length / truth.length;
  let loss = 0, pixels = 0;
  for (let pixel = 0, at = 0; pixel < truth.length; pixel++, at += classes) {
    const index = classOf[truth[pixel]];
    if (index === IGNORED) continue;
    if (index === UNKNOWN) {
      throw new RangeError(
        `Cannot compute the loss: truth must contain only labels of the model's classes, got ${
          truth[pixel]
        }`,
      );
    }
    let max = logits[at];
    for (let c = 1; c < classes; c++) max = Math.max(max, logits[at + c]);
    let exponentials = 0;
    for (let c = 0; c < classes; c++) exponentials += Math.exp(logits[at + c] - max);
    loss += Math.log(exponentials) + max - logits[at + index];
    pixels++;
  }
  return { loss, pixels };
}
