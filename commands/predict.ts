/**
 * `deno task predict`: predicts, with a trained model, a mask for each image, at the image's own size,
 * and an overlay to look at.
 *
 * @module
 */
import { dirname } from "node:path";
import { counted } from "../core/mod.ts";
import {
  parseFlags,
  runCommand,
  SAFE,
  type SkippedFile,
  skippedLines,
  UsageError,
} from "../cli/mod.ts";
import { findPhotographs, type FoundImage, MEGAPIXELS_FLAG } from "../io/mod.ts";
import { backendChoices, chooseBackend } from "../model/mod.ts";
import { type OpenedModel, type Opinion, predictFiles, PROBABILITIES } from "../prediction/mod.ts";

const COMMAND = {
  name: "deno task predict",
  description:
    "Predicts masks of images with a trained model. Each image gives NAME.png (value = class, at the " +
    "image's size) and NAME.overlay.jpg, the image tinted in the classes' colours; a NIfTI volume gives " +
    "NAME.nii.gz, a TIFF of several pages NAME.tif. Folders are searched with all their subfolders, whose names are kept in the output. " +
    "Values are those of the masks that the model learned from, where each class has one of its own up " +
    "to 255, and 1, 2, … in the order of the classes otherwise.",
  positionals: "IMAGE|FOLDER …",
  flags: {
    model: { kind: "string", value: "RUN", default: "runs/sample", help: "a run folder" },
    out: { kind: "string", value: "DIR", default: "predictions", help: "where masks are written" },
    backend: {
      kind: "string",
      choices: backendChoices,
      default: "auto",
      help: "the engine",
    },
    probabilities: {
      kind: "string",
      choices: PROBABILITIES,
      help:
        "also write each class's probabilities: NAME.npy, float32 [class, row, column], or, for " +
        "a picture, a 16-bit PNG per class, NAME.class-VALUE.png",
    },
    confidence: {
      kind: "boolean",
      help:
        "also write how sure the model is: NAME.confidence.png (value = per cent) of a picture, and " +
        "confidence.csv, the images by the Dice that the model itself expects, the lowest first",
    },
    page: {
      kind: "string",
      value: "DIR",
      help:
        "build a page of the images, those expected to give most trouble first; needs --confidence",
    },
    "max-megapixels": MEGAPIXELS_FLAG,
    safe: SAFE,
    strict: { kind: "boolean", help: "fail on a file that can't be read instead of skipping it" },
  },
  examples: ["deno task predict --model runs/unet images/ --out masks"],
} as const;

/** How many folders are named. */
const NAMED = 8;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags, positionals } = await parseFlags(Deno.args, COMMAND);
  const {
    model,
    out,
    backend,
    probabilities,
    confidence,
    page,
    strict,
    "max-megapixels": maxMegapixels,
  } = flags;
  if (positionals.length === 0) throw new UsageError("Expected images or folders, got none");
  if (page !== undefined && !confidence) {
    throw new UsageError("--page shows how sure the model is: add --confidence");
  }
  const files = await findPhotographs(positionals, { except: out, onOthers: console.log });
  for (const line of takenLines(files)) console.log(line);
  await chooseBackend(backend, { onMeasure: (line) => console.log(`engine  ${line}`) });
  const skipped: SkippedFile[] = [];
  const { written, opinions, classes } = await predictFiles({
    run: model,
    files,
    folders: positionals,
    out,
    maxMegapixels,
    strict,
    probabilities,
    confidence,
    onOpened: (about) => openedLines(about).forEach((line) => console.log(line)),
    onSkipped: (one) => skipped.push(one),
  }).finally(() => {
    for (const line of skippedLines(skipped)) console.log(line);
  });
  console.log(
    `${counted(written, "mask")} written to ${out}, ${counted(skipped.length, "file")} skipped`,
  );
  if (written === 0) throw new Error("Cannot predict: no image could be read");
  if (opinions === undefined) return;
  for (const line of opinionLines(opinions, out)) console.log(line);
  if (page === undefined) return;
  // the dashboard is only loaded where it is needed
  const { buildTroublePage } = await import("../site/mod.ts");
  console.log(
    `page    ${await buildTroublePage(page, { folder: out, images: opinions, classes })}`,
  );
}

/** How many files are taken from which folder, since some may be masks. */
function takenLines(files: readonly FoundImage[]): string[] {
  const folders = [...Map.groupBy(files, ({ path }) => dirname(path))];
  const more = folders.slice(NAMED);
  const line = (count: number, from: string) => `taken   ${counted(count, "image")} from ${from}`;
  return [
    ...folders.slice(0, NAMED).map(([folder, own]) => line(own.length, folder)),
    ...more.length === 0 ? [] : [
      line(
        more.reduce((sum, [, own]) => sum + own.length, 0),
        counted(more.length, "other folder"),
      ),
    ],
  ];
}

/** Where the model itself expects most trouble. */
function opinionLines(opinions: readonly Opinion[], out: string): string[] {
  if (opinions.length === 0) return [];
  const width = Math.max(...opinions.slice(0, NAMED).map(({ name }) => name.length));
  const lines = opinions.slice(0, NAMED)
    .map(({ name, expected }) => `trouble ${name.padEnd(width)}  ${expected.toFixed(2)}`);
  return [
    "trouble the lowest Dice that the model expects of itself; it has no truth to tell by",
    ...lines,
    ...opinions.length > NAMED ? [`trouble all ${opinions.length} in ${out}/confidence.csv`] : [],
  ];
}

/** What a prediction is the mean of, what that costs, what is done to it, and what the masks' values mean. */
function openedLines(
  { models, orientations, classes, postProcessing }: OpenedModel,
): string[] {
  return [
    `values  ${classes.map(({ label, name }) => `${label} ${name}`).join(", ")}`,
    ...models > 1 ? [`model   the mean of ${models} models' probabilities`] : [],
    ...orientations > 1
      ? [
        `model   the mean over ${orientations} orientations of each image, ${orientations} times the work`,
      ]
      : [],
    ...postProcessing.map((step) => `post    ${step}`),
  ];
}
