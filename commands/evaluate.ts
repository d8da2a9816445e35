/**
 * `deno task evaluate`: measures a folder of predicted masks against a folder of true ones and writes
 * a run folder with figures and pictures.
 *
 * @module
 */
import { counted, quote } from "../core/mod.ts";
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
import {
  CONVENTIONS,
  evaluateMasks,
  type MaskSources,
  meansTable,
  summaryTable,
} from "../evaluation/mod.ts";
import { MEGAPIXELS_FLAG } from "../io/mod.ts";
import { type Described, describedIn } from "./evaluate/described.ts";
import { joinedMeanings } from "./evaluate/joined.ts";
import { printBesides } from "./evaluate/print_besides.ts";
import {
  parseClasses,
  parseEmpty,
  parseIgnore,
  parseLesionMatch,
  parseLesionSizes,
  parseMeasures,
  parseRaters,
  parseRegions,
  parseShard,
  parseTolerance,
  spacingOf,
} from "./evaluate/values.ts";

const COMMAND = {
  name: "deno task evaluate",
  description:
    "Measures predicted masks against true ones: Dice, IoU, ASSD and HD95 for each case and class. " +
    "Masks are pictures (PNG, TIFF, GIF, BMP), volumes (NIfTI, MetaImage, NRRD) or NumPy arrays; a " +
    "pixel's value is its label. Masks of the same name are a pair. The triptych.json of a FOLDER " +
    "says where they are and what they mean; flags override it. An interrupted measurement continues " +
    "when it is run again.",
  positionals: "[FOLDER]",
  flags: {
    truth: {
      kind: "string",
      value: "DIR|GLOB",
      help: 'the true masks: a folder, or a pattern whose * names the case, "*/liver.nii.gz", ' +
        'and {class} a class with a file of its own, "*/{class}.nii.gz"',
    },
    prediction: { kind: "string", value: "DIR|GLOB", help: "the predicted masks" },
    pairs: {
      kind: "string",
      value: "CSV",
      help:
        "a list of both, in place of --truth and --prediction: columns truth and prediction, id, image and group",
    },
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
    regions: {
      kind: "string",
      value: "NAME=1+2,…",
      help: "unions of labels to measure beside the classes, which they may overlap",
    },
    ignore: {
      kind: "string",
      value: "255,…",
      help: "values of the true masks whose pixels are ignored, such as VOC's void",
    },
    spacing: {
      kind: "string",
      value: "Y,X|Z,Y,X",
      help:
        "the size of a pixel along each axis, for distances in that unit (default: auto, what " +
        "the files say, in mm, and 1 where they don't)",
    },
    groups: {
      kind: "string",
      value: "PATTERN|CSV",
      help:
        "the patient that a case is of, so that intervals count patients: a regular expression " +
        "whose first group names it, or a CSV with columns id and group",
    },
    empty: {
      kind: "string",
      value: "diagonal|nan|NUMBER",
      help: "what a distance counts as in means where one mask is empty: the image's diagonal, " +
        "nothing, or a number (default: infinite)",
    },
    convention: {
      kind: "string",
      choices: CONVENTIONS,
      help: "give the figures that another program gives for the same masks",
    },
    tolerance: {
      kind: "string",
      value: "NUMBER|NAME=NUMBER,…",
      help:
        "measure surface Dice, too: the part of the surfaces that is no further apart than this, " +
        "in the unit of --spacing, for all classes or for each",
    },
    measures: {
      kind: "string",
      value: "ID,…",
      help: "measure these, too: precision, recall, hd, clDice, betti0Error, lesionF1, … " +
        "(docs/evaluate.md lists all)",
    },
    "lesion-match": {
      kind: "string",
      value: "iou=0.5|overlap=0.1[,optimal]",
      help:
        "the least IoU, or covered part of the true lesion, at which two match, the best pairs " +
        "first or, with optimal, the pairs of the largest sum (default: iou=0.5)",
    },
    "lesion-sizes": {
      kind: "string",
      value: "VOLUME,…",
      help: "count found, missed and invented lesions by size: below, between, and from these " +
        "volumes up, in the unit of --spacing cubed, or squared for pictures",
    },
    images: {
      kind: "string",
      value: "DIR|GLOB",
      help: "images of the same names, to show beside the masks",
    },
    raters: {
      kind: "string",
      value: "DIR|GLOB,…",
      help: "the masks of several people, to show how they agree with each other and with the " +
        "prediction; without --truth those of the first are the true ones",
    },
    probabilities: {
      kind: "string",
      value: "DIR",
      help:
        "predicted probabilities, to measure their calibration: NAME.npy, [class, row, column] " +
        "or [class, slice, row, column], or NAME.class-1.png, … as predict writes them",
    },
    "allow-missing": {
      kind: "boolean",
      help: "leave out a true mask without a prediction, which counts as missed otherwise",
    },
    shard: {
      kind: "string",
      value: "PART/OF",
      help: "measure a part of the cases, 1/8 to 8/8; deno task merge puts them together",
    },
    workers: {
      kind: "integer",
      min: 1,
      help: "how many cases are measured at the same time (default: one per core)",
    },
    "max-megapixels": MEGAPIXELS_FLAG,
    strict: { kind: "boolean", help: "fail on a file that can't be used, or a missing prediction" },
  },
  renamed: { labels: "classes" },
  examples: [
    "deno task evaluate data/mine --prediction predicted --out runs/mine",
    "deno task evaluate --truth masks/true --prediction masks/predicted --out runs/mine",
    'deno task evaluate --truth labelsTs --prediction predicted --classes "1=liver,2=tumour"',
  ],
} as const;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags, positionals } = await parseFlags(Deno.args, COMMAND);
  const said = await describedIn(positionals);
  const ignore = flags.ignore === undefined ? said.ignore ?? [] : parseIgnore(flags.ignore);
  const named = flags.classes === undefined ? said : parseClasses(flags.classes, ignore);
  const whole = flags.regions === undefined ? said.regions : parseRegions(flags.regions, ignore);
  const meanings = { classes: named.classes, joined: named.joined, regions: whole ?? [] };
  const { classes, joined, regions } = joinedMeanings(meanings, ignore);
  const shard = parseShard(flags.shard);
  if (shard !== undefined && classes === undefined) {
    throw new UsageError("--shard needs --classes, so that every part measures the same");
  }
  const raters = parseRaters(flags.raters);
  if (flags.truth === undefined && raters.length > 0) {
    console.log(`note: the masks of ${raters[0]} are taken for the true ones`);
  }
  const { workers: _workers, ...settings } = {
    ...flags,
    spacing: flags.spacing ?? String(said.spacing ?? "auto"),
    data: positionals[0],
  };
  const job = {
    sources: sourcesOf(flags, said, raters),
    raters,
    probabilities: flags.probabilities,
    images: flags.images ?? said.images,
    out: flags.out,
    ...{ classes, joined, regions, ignore },
    spacing: flags.spacing === undefined ? said.spacing ?? "auto" : spacingOf(flags.spacing),
    groups: flags.groups ?? said.groups,
    empty: parseEmpty(flags.empty),
    convention: flags.convention,
    tolerance: parseTolerance(flags.tolerance),
    measures: parseMeasures(flags.measures),
    match: parseLesionMatch(flags["lesion-match"]),
    lesionSizes: parseLesionSizes(flags["lesion-sizes"]),
    shard,
    allowMissing: flags["allow-missing"],
    maxMegapixels: flags["max-megapixels"],
    workers: flags.workers,
    strict: flags.strict,
    settings,
    signal: stopSignal("Stopping after this case; press Ctrl-C again to quit immediately"),
  };
  const stored: string[] = [];
  const { folder, figures } = await withProgress(
    { unit: "masks", label: "measuring" },
    (bar) =>
      evaluateMasks({
        ...job,
        onSkipped: printSkipped,
        onNote: (note) => bar.log(`note: ${note}`),
        onStored: (id) => stored.push(id),
        onStart: (total, job) =>
          bar.restart({ total, label: job === "read" ? "reading" : "measuring" }),
        onCase: (done) => bar.update(done),
      }),
  ).finally(() => printStored(stored));
  printFigures(folder, figures);
}

/** The tables of what was measured, and where it is. */
function printFigures(
  folder: string,
  figures: Awaited<ReturnType<typeof evaluateMasks>>["figures"],
): void {
  if (figures.count === 0) {
    console.log(`\nno case in this part: ${folder}`);
    return;
  }
  const { head, rows } = summaryTable(figures), means = meansTable(figures);
  console.log(`\n${table(rows, { head })}\n\n${table(means.rows, means)}`);
  for (const note of means.notes) console.log(`note: ${note}`);
  printBesides(figures);
  console.log(`\n${counted(figures.count, "case")} measured: ${folder}`);
  console.log(`View the results: deno task site ${quote(folder)}`);
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

/** Two folders or patterns, or a list. */
function sourcesOf(
  { truth, prediction, pairs }: { truth?: string; prediction?: string; pairs?: string },
  said: Described,
  raters: readonly string[],
): MaskSources {
  if (pairs === undefined) {
    return {
      truth: required("truth", truth ?? said.truth ?? raters[0]),
      prediction: required("prediction", prediction ?? said.prediction),
    };
  }
  if (raters.length > 0) throw new UsageError("--raters needs folders, got --pairs");
  if (truth === undefined && prediction === undefined) return { pairs };
  throw new UsageError("--pairs takes the place of --truth and --prediction, got both");
}

function required(name: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new UsageError(`--${name} DIR must be given; --help shows all flags`);
}
