/**
 * Classes whose objects are too thin to be seen at the size of training, and the size that would keep
 * them.
 *
 * @module
 */
import type { Shape } from "../core/mod.ts";
import { medianWidth, ownWidthsOf, sourceOf, TRIMAP_CLASSES, widthsOf } from "../data/mod.ts";
import { ENCODERS } from "../model/mod.ts";
import type { Settings } from "./settings.ts";
import { type Split, type Subset, truthsOf } from "./split.ts";

/** Objects thinner than this are gone two levels down, where one pixel stands for four. */
export const NARROW = 4;

/** Images that are enough to tell how wide a class's objects are, in memory and read again. */
const MOST_LOOKED_AT = 200, MOST_READ = 60;

/** A class whose objects are too thin in most images. */
export interface ThinClass {
  /** The class's name. */
  name: string;
  /** Pixels, at the median over images of the median over the class's pixels. */
  width: number;
  /** In how many images it is too thin. */
  images: number;
  /** How many of those looked at contain it. */
  of: number;
  /** The same median at the images' own size; undefined where they have none. */
  ownWidth?: number;
  /** The `--size` at which it is wide enough; undefined where its objects are too thin themselves. */
  size?: string;
}

/** The classes that are under 4 pixels wide in most training images. */
export async function thinClasses({ train }: Split, settings: Settings): Promise<ThinClass[]> {
  const { classes, shape: [height, width] } = train.data;
  // the border of trimaps is drawn thin on purpose, and nothing is larger than images as they are
  if (classes === TRIMAP_CLASSES || train.data.inPieces) return [];
  const byLabel = new Map<number, number[]>(classes.map(({ label }) => [label, []]));
  for (const values of truthsOf({ ...train, indices: spread(train, MOST_LOOKED_AT) })) {
    for (const [label, widths] of widthsOf({ values, width, height })) {
      byLabel.get(label)?.push(medianWidth(widths));
    }
  }
  const thin = classes.flatMap(({ name, label }) => {
    const widths = byLabel.get(label)!;
    const images = widths.filter((one) => one < NARROW).length;
    if (2 * images <= widths.length) return [];
    return [{ label, name, width: medianOf(widths), images, of: widths.length }];
  });
  return thin.length === 0 ? [] : await withOwnWidths(thin, train, settings);
}

/** Measures the same classes at the images' own size, in files that are read again. */
async function withOwnWidths(
  thin: readonly (ThinClass & { label: number })[],
  train: Subset,
  settings: Settings,
): Promise<ThinClass[]> {
  const source = sourceOf(train.data);
  const masks = source ? await ownWidthsOf(source, spread(train, MOST_READ)) : [];
  const [rows, columns] = train.data.shape;
  return thin.map(({ label, ...one }) => {
    const own = masks.filter(({ widths }) => widths.has(label));
    if (own.length === 0) return one;
    const ownWidth = medianOf(own.map(({ widths }) => widths.get(label)!));
    if (ownWidth < NARROW) return { ...one, ownWidth };
    const width = medianOf(
      own.map(({ widths, ...size }) =>
        widths.get(label)! * Math.min(rows / size.height, columns / size.width)
      ),
    );
    return { ...one, ownWidth, size: grownSize(settings, train.data.shape, NARROW / width) };
  });
}

/** A `--size` by a factor larger, at least by one step. */
function grownSize({ size, encoder }: Settings, shape: Shape, factor: number): string {
  const multiple = ENCODERS[encoder].strides.at(-1)!;
  const grown = (side: number): number =>
    Math.max(side + multiple, multiple * Math.ceil(side * factor / multiple));
  if (typeof size === "number") return `${grown(size)}`;
  const [rows, columns] = shape.map(grown);
  return `${columns}x${rows}`;
}

/** The `--size` that keeps all those classes that any size keeps. */
export function sizeFor(thin: readonly ThinClass[]): string | undefined {
  const sizes = thin.flatMap(({ size }) => size ?? []);
  return sizes.sort((a, b) => parseInt(b) - parseInt(a))[0];
}

/** Places of images spread evenly through a subset. */
function spread({ indices }: Subset, most: number): number[] {
  const step = Math.max(1, Math.ceil(indices.length / most));
  return indices.filter((_, i) => i % step === 0);
}

/** Of two in the middle the larger. */
function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
