import { evaluate } from "@triptych/metrics";
import { pixelsOf } from "../core/mod.ts";
import { type Dataset, imageAt, shapeAt, truthAt } from "../data/mod.ts";
import { type Network, predict, predictOwnSize } from "../model/mod.ts";
import type { Subset } from "./split.ts";

/** The figures after an epoch. */
export interface EpochFigures {
  /** Mean loss over all pixels. */
  loss: number;
  /** Mean Dice over the images that contain the class, by its name. */
  dice: Record<string, number>;
  /** The predicted labels of each image, [rows × columns]. */
  labels: Uint8Array[];
}

/** What a network says of a subset. */
interface Predicted {
  loss: number;
  labels: Uint8Array[];
}

/**
 * Measures a network on a subset of the data: loss, and each class's mean Dice over the images whose
 * truth or prediction contains it. A class that no truth contains can't be judged, and is left out.
 */
export async function measureEpoch(
  network: Network,
  subset: Subset,
  signal?: AbortSignal,
): Promise<EpochFigures> {
  const { data, indices } = subset, { classes, ignore } = data;
  const { labels, loss } = data.pack === undefined
    ? await predictWhole(network, data, indices, signal)
    : await predictTiled(network, subset, signal);
  const sums = classes.map(() => ({ dice: 0, cases: 0, isInTruth: false }));
  for (const [i, index] of indices.entries()) {
    const shape = shapeAt(data, index);
    evaluate({ data: truthAt(data, index), shape }, { data: labels[i], shape }, {
      labels: classes.map(({ label }) => label),
      metrics: ["dice"],
      ignore,
      absent: "allow",
    }).forEach(({ tp, fp, fn, dice }, c) => {
      if (tp + fp + fn === 0) return;
      sums[c].dice += dice;
      sums[c].cases++;
      sums[c].isInTruth ||= tp + fn > 0;
    });
  }
  const dice = Object.fromEntries(classes.flatMap(({ name }, c) => {
    const { dice, cases, isInTruth } = sums[c];
    return isInTruth ? [[name, dice / cases]] : [];
  }));
  return { loss, dice, labels };
}

// mirror images would double the time, and curves can do without the last half percent
const testAugment = "none";

async function predictWhole(
  network: Network,
  { images, labels: truth, ignore, shape }: Dataset,
  indices: readonly number[],
  signal?: AbortSignal,
): Promise<Predicted> {
  const options = { indices, truth, ignore, signal, testAugment } as const;
  const { labels, loss } = await predict(network, images, options), pixels = pixelsOf(shape);
  return {
    loss: loss!,
    labels: indices.map((_, i) => labels.subarray(i * pixels, (i + 1) * pixels)),
  };
}

async function predictTiled(
  network: Network,
  { data, indices }: Subset,
  signal?: AbortSignal,
): Promise<Predicted> {
  const labels: Uint8Array[] = [], total = { loss: 0, pixels: 0 };
  for (const index of indices) {
    const image = { shape: shapeAt(data, index), samples: imageAt(data, index) };
    const options = {
      truth: truthAt(data, index),
      ignore: data.ignore,
      signal,
      testAugment,
    } as const;
    const own = await predictOwnSize(network, image, options);
    labels.push(own.labels);
    if (own.pixels === 0) continue;
    total.loss += own.loss! * own.pixels!;
    total.pixels += own.pixels!;
  }
  return { labels, loss: total.loss / total.pixels };
}
