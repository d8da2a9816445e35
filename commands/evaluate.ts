/**
 * `deno task evaluate`: measures a folder of predicted masks against a folder of true ones and writes
 * a run folder with figures and pictures.
 *
 * @module
 */
import { classColor, type LabelClass } from "../core/mod.ts";
import {
  type CommandLine,
  firstNames,
  parseFlags,
  Progress,
  runCommand,
  skippedLines,
  stopSignal,
  table,
  UsageError,
} from "../cli/mod.ts";
import {
  chooseClasses,
  createEvaluationFolder,
  createFreeRunFolder,
  evaluateMasks,
  type Evaluation,
  FILES_BACKEND,
  type MaskEvaluation,
  type MaskFolders,
  type MaskSurvey,
  type Run,
  summaryTable,
  surveyMasks,
} from "../evaluation/mod.ts";
import { keepApart, MAX_MEGAPIXELS } from "../io/mod.ts";

const COMMAND = {
  name: "deno task evaluate",
  description:
    "Measures predicted masks against true ones: Dice, IoU, ASSD and HD95 for each case " +
    "and class. The two folders hold mask PNGs under the same file names, indexed or greyscale; " +
    "a pixel's value is its label.",
  flags: {
    truth: { kind: "string", value: "DIR", help: "the true masks" },
    prediction: { kind: "string", value: "DIR", help: "the predicted masks" },
    out: {
      kind: "string",
      value: "DIR",
      help: "the run folder to write (default runs/evaluation)",
    },
    labels: {
      kind: "string",
      value: "1=NAME,…",
      help: "the labels to measure and their names (default all that are found but 0)",
    },
    ignore: {
      kind: "string",
      value: "255,…",
      help: "values of the true masks whose pixels are in no figure, as VOC's void",
    },
    spacing: {
      kind: "string",
      value: "Y,X",
      default: "1,1",
      help: "the height and width of a pixel, for distances in other units than pixels",
    },
    images: { kind: "string", value: "DIR", help: "photographs of the same names, to be shown" },
    "max-megapixels": {
      kind: "integer",
      min: 1,
      default: MAX_MEGAPIXELS,
      help: "larger pictures are refused by what their headers say",
    },
    strict: { kind: "boolean", help: "files that can't be used are an error, not skipped" },
  },
  examples: ["deno task evaluate --truth masks/true --prediction masks/predicted --out runs/mine"],
} as const;

type Flags = CommandLine<typeof COMMAND.flags>["flags"];

async function main(): Promise<void> {
  const { flags } = await parseFlags(Deno.args, COMMAND);
  const folders = {
    truth: required("truth", flags.truth),
    prediction: required("prediction", flags.prediction),
    maxMegapixels: flags["max-megapixels"],
  };
  const spacing = parseSpacing(flags.spacing);
  const ignore = parseIgnore(flags.ignore);
  const named = flags.labels === undefined ? undefined : parseLabels(flags.labels, ignore);
  await refuseOverwriting(flags, folders);

  const survey = await surveyMasks(folders, { ignore });
  reportSkipped(survey, flags.strict);
  const { classes, notes } = chooseClasses(survey, { folders, named, ignore });
  for (const note of notes) console.log(`note: ${note}`);

  const signal = stopSignal("Stopping after this case; once more to quit at once");
  using held =
    await (flags.out === undefined
      ? createFreeRunFolder("runs", "evaluation")
      : createEvaluationFolder(flags.out));
  const { path: folder } = held;
  const evaluation = await measure(folder, {
    ...{ folders, images: flags.images, strict: flags.strict, pairs: survey.pairs },
    ...{ classes, ignore, spacing, run: describeRun(flags, survey, classes), signal },
  });

  const { head, rows } = summaryTable(evaluation);
  console.log(`\n${table(rows, { head })}\n\n${survey.pairs.length} cases measured: ${folder}`);
  console.log(`Look at them: deno task site ${folder}`);
}

/** Measures all pairs, and shows how far it is. */
async function measure(
  folder: string,
  job: Omit<MaskEvaluation, "onCase" | "onNote" | "onStored">,
): Promise<Evaluation> {
  const progress = new Progress({ total: job.pairs.length, unit: "masks", label: "measure" });
  const asStored: string[] = [];
  try {
    return await evaluateMasks(folder, {
      ...job,
      onCase: (done) => progress.update(done),
      onNote: (note) => progress.log(`note: ${note}`),
      onStored: (id) => asStored.push(id),
    });
  } finally {
    progress.clear();
    reportStored(asStored);
  }
}

/** The masks and photographs are read; all of the run folder is written, and cleared first. */
async function refuseOverwriting(
  { out, images }: Flags,
  { truth, prediction }: MaskFolders,
): Promise<void> {
  if (out === undefined) return;
  await keepApart([
    { path: truth, what: "the true masks", whole: true },
    { path: prediction, what: "the predicted masks", whole: true },
    ...(images === undefined ? [] : [{ path: images, what: "the photographs", whole: true }]),
  ], [{ path: out, what: "the run folder", whole: true }]);
}

/** Names and counts the files that can't be used; with `--strict` they are an error. */
function reportSkipped({ pairs, skipped, notes, contents }: MaskSurvey, strict: boolean): void {
  if (strict && skipped.length > 0) {
    const lines = skipped.map(({ file, reason }) => `${file}: ${reason}`);
    throw new Error(`${counted(lines.length, "file")} can't be used:\n${lines.join("\n")}`);
  }
  for (const line of skippedLines(skipped)) console.log(line);
  if (skipped.length > 0) console.log(`${counted(skipped.length, "file")} skipped`);
  if (pairs.length === 0) {
    throw new Error(
      "Nothing to measure: both folders must hold PNGs of the same name and size, got no such pair: " +
        contents,
    );
  }
  for (const note of notes) console.log(`note: ${note}`);
}

/** Says which photographs lie otherwise than viewers show them. */
function reportStored(ids: readonly string[]): void {
  if (ids.length === 0) return;
  console.log(
    `note: ${counted(ids.length, "photograph")} shown as stored, where alone the masks fit, ` +
      `without the turn in EXIF: ${firstNames(ids)}`,
  );
}

function describeRun(flags: Flags, survey: MaskSurvey, classes: LabelClass[]): Run {
  return {
    status: "running",
    settings: { ...flags, labels: classes.map(({ label, name }) => `${label}=${name}`).join(",") },
    backend: FILES_BACKEND,
    versions: { deno: Deno.version.deno },
    hardware: counted(navigator.hardwareConcurrency, "CPU thread"),
    data: {
      name: flags.truth,
      train: [],
      validation: [],
      test: survey.pairs.map(({ id }) => id),
      skipped: survey.skipped,
    },
    curvesOn: "test",
    seconds: 0,
  };
}

/** `1=foreground,2=background`; a label without a name is called by its number. */
function parseLabels(text: string, ignore: readonly number[]): LabelClass[] {
  const classes = text.split(",").map((part, index) => {
    const [, number, name] = /^\s*(\d+)\s*(?:=\s*(.*\S)\s*)?$/.exec(part) ?? [];
    const label = Number(number);
    if (!(label <= 255)) {
      throw new UsageError(
        `--labels must be numbers from 0 to 255 with names, 1=foreground,2=border, got "${part}"`,
      );
    }
    return { label, name: name ?? `label ${label}`, color: classColor(index) };
  });
  const differ = (key: "label" | "name"): boolean =>
    new Set(classes.map((one) => one[key])).size === classes.length;
  if (!differ("label") || !differ("name")) {
    throw new UsageError(`--labels must differ from each other, got "${text}"`);
  }
  const ignored = classes.find(({ label }) => ignore.includes(label));
  if (ignored === undefined) return classes;
  throw new UsageError(`--ignore must be none of --labels, got ${ignored.label} in both`);
}

/** `255`, `0,255`. */
function parseIgnore(text: string | undefined): number[] {
  if (text === undefined) return [];
  const values = text.split(",").map((part) => /^\s*\d+\s*$/.test(part) ? Number(part) : NaN);
  if (values.every((value) => value <= 255)) return [...new Set(values)];
  throw new UsageError(`--ignore must be numbers from 0 to 255, 255 or 0,255, got "${text}"`);
}

function parseSpacing(text: string): [number, number] {
  const steps = text.split(",").map(Number);
  const isSize = (step: number): boolean => Number.isFinite(step) && step > 0;
  if (steps.length === 2 && steps.every(isSize)) return [steps[0], steps[1]];
  throw new UsageError(`--spacing must be two numbers above 0, height,width, got "${text}"`);
}

function required(name: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new UsageError(`--${name} DIR must be given; --help shows all flags`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

await runCommand(main);
