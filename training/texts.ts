import {
  counted,
  type EpochRecord,
  formatChange,
  formatRatio,
  isUnitRgb,
  type Normalisation,
  postStepText,
  quote,
  shapeText,
} from "../core/mod.ts";
import { formatBytes } from "../cli/mod.ts";
import type { RunPostProcessing } from "../evaluation/mod.ts";
import { ENCODERS, orientationsOf } from "../model/mod.ts";
import type { AnyDataset, DecodedSize } from "../data/mod.ts";
import type { Split, Subset } from "./split.ts";
import type { Settings } from "./settings.ts";

/** The name of the data, and the sizes of its subsets, in images. */
export function splitLine({ train, validation, test }: Split): string {
  const counts = [
    `${train.indices.length} for training`,
    ...validation.indices.length > 0 ? [`${validation.indices.length} for validation`] : [],
    `${test.indices.length} for the test`,
  ];
  const other = test.data === train.data ? "" : ` (of ${test.data.name})`;
  return `${train.data.name}, ${sizeText(train.data)}: ${counts.join(", ")}${other}`;
}

/** The name of the data, and how many images are divided into folds; those beside them are for the test. */
export function foldsLine({ data, indices }: Subset, folds: number, beside: Subset): string {
  const { length: test } = beside.indices;
  const other = beside.data === data ? "" : ` (of ${beside.data.name})`;
  return `${data.name}, ${sizeText(data)}: ${counted(indices.length, "image")} in ${folds} folds` +
    (test > 0 ? `, ${test} for the test of their mean${other}` : "");
}

/** What post-processing does to the predictions of folds, and what that brings. */
export function postProcessingLines({ classes }: RunPostProcessing): string[] {
  const lines = classes.flatMap(({ name, best, isKept, images }) =>
    best !== undefined && isKept
      ? [
        `${postStepText(name, best.keep)}: mean Dice ${formatChange(best.change, {})} over ${
          counted(images, "image")
        }`,
      ]
      : []
  );
  return lines.length > 0 ? lines : ["none: it raises no class's Dice by 0.001 beyond chance"];
}

/** `128 px`, or `patches of 192 px`. */
function sizeText({ shape, inPieces }: Pick<AnyDataset, "shape" | "inPieces">): string {
  return `${inPieces ? "patches of " : ""}${shapeText(shape)} px`;
}

/** The size at which figures are measured, and that of the epochs' where it is another. */
export function measureLine(
  { measure, testAugment }: Pick<Settings, "measure" | "testAugment">,
  { train }: Split,
): string {
  const { shape, inPieces } = train.data, size = `at ${shapeText(shape)} px`;
  const orientations = orientationsOf(testAugment, shape).length;
  return [
    measure === "model" && !inPieces ? size : "at the images' own size",
    ...orientations > 1
      ? [`the mean over ${orientations} orientations, ${orientations} times the work`]
      : [],
    ...measure === "model" || inPieces ? [] : [`after each epoch ${size}`],
  ].join("; ");
}

/** What the decoded images take, and where they are. */
export function memoryLine({ bytes, file }: DecodedSize, memory: number): string {
  const decoded = `${formatBytes(bytes)} decoded`;
  if (file === undefined) return decoded;
  const than = bytes > 1e9 * memory ? `, more than --memory ${memory}` : "";
  return `${decoded}${than}: read from a file of ${formatBytes(file.bytes)} in ${file.folder}`;
}

/** What is black and what is white in each channel, where that isn't 0 and 255. */
export function normalisationLines(normalisation: Normalisation): string[] {
  if (isUnitRgb(normalisation)) return [];
  const number = (value: number) => String(Number(value.toPrecision(5)));
  const ranges = normalisation.map(({ low, high }) => `${number(low)} to ${number(high)}`);
  return ranges.length === 1
    ? [`black to white: ${ranges[0]}`]
    : [`black to white by channel: ${ranges.join(", ")}`];
}

/** Loss, Dice and speed of an epoch. */
export function epochLine(
  { epoch, trainLoss, validationLoss, dice, imagesPerSecond }: EpochRecord,
  { epochs, isBest }: { epochs: number; isBest: boolean },
): string {
  const number = String(epoch).padStart(String(epochs).length);
  const figures = Object.entries(dice).map(([name, value]) => `${name} ${formatRatio(value, 3)}`);
  return [
    `epoch ${number}/${epochs}`,
    `loss ${trainLoss.toFixed(3)} / ${validationLoss.toFixed(3)}`,
    ...figures.length > 0 ? [`Dice ${figures.join(", ")}`] : [],
    `${imagesPerSecond.toFixed(1)} images/s`,
    ...isBest ? ["best"] : [],
  ].join("   ");
}

/** The title on pages: `U-Net on MobileNetV2, 16 features, 128 px, 20 epochs on the menagerie`. */
export function titleOf(
  settings: Settings,
  images: Pick<AnyDataset, "shape" | "inPieces">,
): string {
  const { encoder, features, epochs, data } = settings;
  const name = data === "menagerie"
    ? "the menagerie"
    : data === "oxford"
    ? "Oxford-IIIT Pet"
    : data.replace(/[/\\]+$/, "").replace(/^.*[/\\]/, "");
  const count = counted(epochs, "epoch");
  const width = counted(features, "feature");
  return `${ENCODERS[encoder].title}, ${width}, ${sizeText(images)}, ${count}${
    membersText(settings)
  } on ${name}`;
}

/** `, 5 folds`, or of a member `, fold 2 of 5`. */
function membersText({ folds, seeds, member }: Settings): string {
  const count = folds ?? seeds, noun = folds === undefined ? "seed" : "fold";
  if (count === undefined) return "";
  return member === undefined ? `, ${count} ${noun}s` : `, ${noun} ${member} of ${count}`;
}

/** The last words of a run: where it is, how to view it, and how to train on real photographs. */
export function farewell({ train }: Split, folder: string): string {
  const lines = [
    `Written to ${folder}: model, figures, pictures.`,
    `View the results: deno task site ${quote(folder)}`,
  ];
  if (train.data.name.startsWith("menagerie")) {
    lines.push(
      "These animals were drawn by a program. For real photographs (792 MB, downloaded once):",
      "  deno task train --data oxford",
    );
  }
  return lines.join("\n");
}
