/**
 * What is wrong with a split before training: classes that a part lacks, and objects too small to be seen.
 *
 * @module
 */
import { type LabelClass, listed, shapeText } from "../core/mod.ts";
import { medianWidth, TRIMAP_CLASSES, widthsOf } from "../data/mod.ts";
import { ENCODERS } from "../model/mod.ts";
import { classesIn } from "./judge.ts";
import type { Settings } from "./settings.ts";
import { type Split, type Subset, truthsOf } from "./split.ts";

/** Alarms of a split, a sentence or two each: what was found, and what to do. */
export function alarmsOfSplit(split: Split, settings: Settings): string[] {
  return [...absenceAlarms(split), ...widthAlarms(split, settings)];
}

/** Alarms of classes that the training set lacks, or a test set on which no epoch is measured. */
function absenceAlarms({ train, validation, test }: Split): string[] {
  const { classes, shape, parts } = train.data;
  const lacking = (subset: Subset): LabelClass[] => {
    const found = new Set(classesIn(subset).map(({ label }) => label));
    return classes.filter(({ label }) => !found.has(label));
  };
  const [inTrain, inValidation, inTest] = [train, validation, test].map(lacking);
  const nowhere = inTrain.filter((one) => inValidation.includes(one) && inTest.includes(one));
  const only = (missing: LabelClass[]) => missing.filter((one) => !nowhere.includes(one));
  const advice = parts === undefined
    ? "another --seed divides the images otherwise"
    : "move images with it there";
  const alarms: [missing: LabelClass[], text: (names: string) => string][] = [
    [
      nowhere,
      (names) =>
        `No mask contains ${names} at ${
          shapeText(shape)
        } px, so it is neither learned nor measured: ` +
        "leave it out with --classes, or take a larger --size if it is there but too small.",
    ],
    [
      only(inTrain),
      (names) => `The training set contains no ${names}, so it can't be learned: ${advice}.`,
    ],
    [
      // what lacks in the subset that epochs are measured on is a note of its own
      validation.indices.length > 0 ? only(inTest) : [],
      (names) => `The test set contains no ${names}, so it has no figures: ${advice}.`,
    ],
  ];
  return alarms.filter(([missing]) => missing.length > 0)
    .map(([missing, text]) => text(listed(missing.map(({ name }) => name), "or")));
}

/** Objects thinner than this are gone two levels down, where one pixel stands for four. */
const NARROW = 4;

/** Images that are enough to tell how wide a class's objects are. */
const MOST_LOOKED_AT = 200;

/** A class whose objects are too thin in most images. */
export interface NarrowClass {
  name: string;
  /** Pixels, at the median over images of the median over the class's pixels. */
  width: number;
  /** Images where it is too thin, of how many that contain it. */
  images: number;
  of: number;
}

/** The classes that are under 4 pixels wide in most training images. */
export function narrowClasses({ train }: Split): NarrowClass[] {
  const { classes, shape: [height, width] } = train.data;
  // the border of trimaps is drawn thin on purpose
  if (classes === TRIMAP_CLASSES) return [];
  const byLabel = new Map<number, number[]>(classes.map(({ label }) => [label, []]));
  const step = Math.max(1, Math.ceil(train.indices.length / MOST_LOOKED_AT));
  const indices = train.indices.filter((_, i) => i % step === 0);
  for (const values of truthsOf({ ...train, indices })) {
    for (const [label, widths] of widthsOf({ values, width, height })) {
      byLabel.get(label)?.push(medianWidth(widths));
    }
  }
  return classes.flatMap(({ name, label }) => {
    const widths = byLabel.get(label)!.sort((a, b) => a - b);
    const images = widths.filter((one) => one < NARROW).length;
    if (2 * images <= widths.length) return [];
    return [{ name, width: widths[widths.length >> 1], images, of: widths.length }];
  });
}

function widthAlarms(split: Split, settings: Settings): string[] {
  const narrow = narrowClasses(split);
  if (narrow.length === 0) return [];
  const found = narrow.map(({ name, width, images, of }) =>
    `${name} (${width} px at the median, in ${images} of ${of} images)`
  );
  const size = sizeFor(split, narrow, settings);
  return [
    `At ${shapeText(split.train.data.shape)} px most of ${
      listed(found)
    } is under ${NARROW} pixels wide, ` +
    `and vanishes in the network's coarser maps: --size ${size} would make it ${NARROW} pixels wide, ` +
    "if the images are that large.",
  ];
}

/** The `--size` at which classes are wide enough. */
export function sizeFor(
  { train: { data: { shape: [rows, columns] } } }: Split,
  narrow: readonly NarrowClass[],
  { size, encoder }: Settings,
): string {
  const factor = NARROW / Math.min(...narrow.map(({ width }) => width));
  const multiple = ENCODERS[encoder].strides.at(-1)!;
  const grown = (side: number) => multiple * Math.ceil(side * factor / multiple);
  return typeof size === "number" ? `${grown(size)}` : `${grown(columns)}x${grown(rows)}`;
}
