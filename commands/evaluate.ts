/**
 * `deno task evaluate`: measures a folder of predicted masks against a folder of true ones and writes
 * a run folder with figures and pictures.
 *
 * @module
 */
import { counted } from "../core/mod.ts";
import {
  firstNames,
  parseFlags,
  runCommand,
  type SkippedFile,
  skippedLines,
  stopSignal,
  table,
  UsageError,
  withProgress,
} from "../cli/mod.ts";
import { evaluateMasks, summaryTable } from "../evaluation/mod.ts";
import { MAX_MEGAPIXELS } from "../io/mod.ts";
import { parseClasses, parseIgnore, parseSpacing } from "./evaluate/values.ts";

const COMMAND = {
  name: "deno task evaluate",
  description:
    "Measures predicted masks against true ones: Dice, IoU, ASSD and HD95 for each case " +
    "and class. Both folders contain mask PNGs of the same file names, indexed or greyscale; " +
    "a pixel's value is its label.",
  flags: {
    truth: { kind: "string", value: "DIR", help: "the true masks" },
    prediction: { kind: "string", value: "DIR", help: "the predicted masks" },
    out: {
      kind: "string",
      value: "DIR",
      help: "the run folder to write (default: runs/evaluation)",
    },
    classes: {
      kind: "string",
      value: "1=NAME,…",
      help: "the labels to measure, and their names (default: all that occur but 0)",
    },
    ignore: {
      kind: "string",
      value: "255,…",
      help: "values of the true masks whose pixels are ignored, such as VOC's void",
    },
    spacing: {
      kind: "string",
      value: "Y,X",
      default: "1,1",
      help: "the height and width of a pixel, in millimetres, say, for distances in that unit",
    },
    images: {
      kind: "string",
      value: "DIR",
      help: "images of the same names, to show beside the masks",
    },
    "max-megapixels": {
      kind: "integer",
      min: 1,
      default: MAX_MEGAPIXELS,
      help: "skip larger pictures, judged by their headers",
    },
    strict: { kind: "boolean", help: "fail on a file that can't be used instead of skipping it" },
  },
  renamed: { labels: "classes" },
  examples: ["deno task evaluate --truth masks/true --prediction masks/predicted --out runs/mine"],
} as const;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags } = await parseFlags(Deno.args, COMMAND);
  const ignore = parseIgnore(flags.ignore);
  const job = {
    folders: {
      truth: required("truth", flags.truth),
      prediction: required("prediction", flags.prediction),
      maxMegapixels: flags["max-megapixels"],
    },
    images: flags.images,
    out: flags.out,
    classes: flags.classes === undefined ? undefined : parseClasses(flags.classes, ignore),
    ignore,
    spacing: parseSpacing(flags.spacing),
    strict: flags.strict,
    settings: flags,
    signal: stopSignal("Stopping after this case; press Ctrl-C again to quit immediately"),
  };
  const stored: string[] = [];
  const { folder, evaluation } = await withProgress(
    { unit: "masks", label: "measure" },
    (bar) =>
      evaluateMasks({
        ...job,
        onSkipped: printSkipped,
        onNote: (note) => bar.log(`note: ${note}`),
        onStored: (id) => stored.push(id),
        onStart: (total) => bar.restart({ total }),
        onCase: (done) => bar.update(done),
      }),
  ).finally(() => printStored(stored));

  const { head, rows } = summaryTable(evaluation);
  const cases = counted(evaluation.cases.length, "case");
  console.log(`\n${table(rows, { head })}\n\n${cases} measured: ${folder}`);
  console.log(`View the results: deno task site ${folder}`);
}

/** Names and counts the files that can't be used. */
function printSkipped(skipped: readonly SkippedFile[]): void {
  for (const line of skippedLines(skipped)) console.log(line);
  if (skipped.length > 0) console.log(`${counted(skipped.length, "file")} skipped`);
}

/** Names the images that are shown without their EXIF rotation. */
function printStored(ids: readonly string[]): void {
  if (ids.length === 0) return;
  console.log(
    `note: ${counted(ids.length, "image")} shown as stored, since the masks fit only without the ` +
      `EXIF rotation: ${firstNames(ids)}`,
  );
}

function required(name: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new UsageError(`--${name} DIR must be given; --help shows all flags`);
}
