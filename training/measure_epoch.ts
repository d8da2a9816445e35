import { evaluate } from "@triptych/metrics";
import { imageAt, shapeAt, truthAt } from "../data/mod.ts";
import { type Network, predictEach, predictOwnSize } from "../model/mod.ts";
import { drawnPlaces } from "./epoch_pictures.ts";
import { readerOf, type Subset } from "./split.ts";

/** The figures after an epoch. */
export interface EpochFigures {
  /** Mean loss over all pixels. */
  loss: number;
  /** Mean Dice over the images that contain the class, by its name. */
  dice: Record<string, number>;
  /** The predicted labels of those images that are drawn, [rows × columns], by their place in the subset. */
  labels: ReadonlyMap<number, Uint8Array>;
}

/** An image that has been measured. */
export interface MeasuredImage {
  /** Its place in the data set. */
  index: number;
  /** Its predicted labels, [rows × columns]. */
  labels: Uint8Array;
  /** The Dice of each class; undefined where neither truth nor prediction contains it. */
  dice: (number | undefined)[];
}

/** What a network says of an image. */
interface Predicted {
  labels: Uint8Array;
  /** The sum of the loss over its pixels. */
  loss: number;
  /** How many pixels count. */
  pixels: number;
}

/**
 * Measures a network on a subset of the data: loss, and each class's mean Dice over the images whose
 * truth or prediction contains it. A class that no truth contains can't be judged, and is left out. One
 * image after the other: what is in memory doesn't grow with the subset.
 *
 * @param network The network.
 * @param subset The images.
 * @param options How it goes.
 * @param options.signal Stops it.
 * @param options.onImage Called with each image once it is measured.
 */
export async function measureEpoch(
  network: Network,
  subset: Subset,
  { signal, onImage }: { signal?: AbortSignal; onImage?: (image: MeasuredImage) => void } = {},
): Promise<EpochFigures> {
  const { data, indices } = subset, { classes, ignore } = data;
  const sums = classes.map(() => ({ dice: 0, cases: 0, isInTruth: false }));
  const total = { loss: 0, pixels: 0 }, drawn = drawnPlaces(indices.length);
  const labels = new Map<number, Uint8Array>();
  let place = 0;
  for await (const own of predictionsOf(network, subset, signal)) {
    const index = indices[place], shape = shapeAt(data, index);
    const figures = evaluate({ data: truthAt(data, index), shape }, { data: own.labels, shape }, {
      labels: classes.map(({ label }) => label),
      metrics: ["dice"],
      ignore,
      absent: "allow",
    });
    figures.forEach(({ tp, fp, fn, dice }, c) => {
      if (tp + fp + fn === 0) return;
      sums[c].dice += dice;
      sums[c].cases++;
      sums[c].isInTruth ||= tp + fn > 0;
    });
    onImage?.({
      index,
      labels: own.labels,
      dice: figures.map(({ tp, fp, fn, dice }) => tp + fp + fn === 0 ? undefined : dice),
    });
    total.loss += own.loss;
    total.pixels += own.pixels;
    if (drawn.includes(place)) labels.set(place, own.labels);
    place++;
  }
  const dice = Object.fromEntries(classes.flatMap(({ name }, c) => {
    const { dice, cases, isInTruth } = sums[c];
    return isInTruth ? [[name, dice / cases]] : [];
  }));
  return { loss: total.loss / total.pixels, dice, labels };
}

/** What a network says of each image of a subset, in their order. */
async function* predictionsOf(
  network: Network,
  subset: Subset,
  signal?: AbortSignal,
): AsyncGenerator<Predicted, void, void> {
  const { data, indices } = subset, { ignore } = data;
  // mirror images would double the time, and curves can do without the last half percent
  const options = { ignore, signal, testAugment: "none" } as const;
  if (!data.inPieces) {
    const truth = (index: number) => truthAt(data, index);
    yield* predictEach(network, readerOf(data), { ...options, indices, truth });
    return;
  }
  for (const index of indices) {
    const image = { shape: shapeAt(data, index), samples: imageAt(data, index) };
    const truth = truthAt(data, index);
    const { labels, loss, pixels } = await predictOwnSize(network, image, { ...options, truth });
    // where nothing counts, there is no mean
    yield { labels, loss: pixels === 0 ? 0 : loss! * pixels!, pixels: pixels! };
  }
}
