/**
 * What is wrong with a split before training: classes that a part lacks, and objects too small to be seen.
 *
 * @module
 */
import { type LabelClass, listed, shapeText } from "../core/mod.ts";
import { classesIn } from "./judge.ts";
import type { Settings } from "./settings.ts";
import type { Split, Subset } from "./split.ts";
import { NARROW, sizeFor, type ThinClass, thinClasses } from "./thin_objects.ts";

/** Alarms of a split, a sentence or two each: what was found, and what to do. */
export async function alarmsOfSplit(split: Split, settings: Settings): Promise<string[]> {
  return [...absenceAlarms(split), ...await widthAlarms(split, settings)];
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
    ? "another --seed divides the images differently"
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

async function widthAlarms(split: Split, settings: Settings): Promise<string[]> {
  const thin = await thinClasses(split, settings);
  if (thin.length === 0) return [];
  const found = thin.map(({ name, width, images, of }) =>
    `${name} in ${images} of ${of} (${width} px at the median)`
  );
  return [
    `At ${
      shapeText(split.train.data.shape)
    } px these classes are under ${NARROW} pixels wide in most ` +
    "training images that show them, and hardly seen in the network's coarser maps: " +
    `${[listed(found), ...remediesOf(thin)].join(". ")}.`,
  ];
}

/** What would keep thin objects, and which are thin themselves. */
function remediesOf(thin: readonly ThinClass[]): string[] {
  const kept = thin.filter(({ size }) => size !== undefined);
  const own = thin.filter(({ size, ownWidth }) => size === undefined && ownWidth !== undefined);
  const widths = own.map(({ name, ownWidth }) => `${name} is ${ownWidth} px wide`);
  return [
    ...kept.length === 0 ? [] : [
      `--size ${sizeFor(kept)} makes ${listed(kept.map(({ name }) => name))} about ${NARROW} ` +
      "pixels wide or more",
    ],
    ...own.length === 0
      ? []
      : [`Even at the images' own size ${listed(widths)} at the median: no --size helps`],
  ];
}
