/**
 * `deno task evaluate`: measures a folder of predicted masks against a folder of true ones and writes
 * a run folder with figures and pictures.
 *
 * @module
 */
import { basename } from "node:path";
import {
  type CommandLine,
  firstNames,
  parseFlags,
  Progress,
  runCommand,
  table,
  UsageError,
} from "./cli/mod.ts";
import {
  addToConfusion,
  buildEvaluation,
  type Case,
  classColor,
  createFreeRunFolder,
  createRunFolder,
  emptyConfusion,
  evaluateCase,
  type EvaluatedClass,
  type Evaluation,
  type HeldFolder,
  type MaskFolders,
  type MaskSurvey,
  nameLabels,
  readImage,
  readMasks,
  type Run,
  summaryTable,
  surveyMasks,
  writeEvaluation,
  writePictures,
  writeRun,
} from "./evaluation/mod.ts";
import { MAX_MEGAPIXELS } from "./io/mod.ts";

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

/** More labels than this are shades of grey. */
const MOST_LABELS = 64;

type Flags = CommandLine<typeof COMMAND.flags>["flags"];

async function main(): Promise<void> {
  const { flags } = await parseFlags(Deno.args, COMMAND);
  const folders = {
    truth: required("truth", flags.truth),
    prediction: required("prediction", flags.prediction),
    maxMegapixels: flags["max-megapixels"],
  };
  const spacing = parseSpacing(flags.spacing);
  const named = flags.labels === undefined ? undefined : parseLabels(flags.labels);

  const survey = await surveyMasks(folders);
  reportSkipped(survey, flags.strict);
  const classes = named ?? findClasses(survey);
  for (const { label, name } of classes) {
    if (!survey.labels.includes(label)) console.log(`note: no mask holds label ${label} (${name})`);
  }

  using held = await makeFolder(flags.out);
  const folder = held.path;
  const run = describeRun(flags, survey, classes);
  await writeRun(folder, run);
  const asStored: string[] = [];
  const job = { folder, folders, run, survey, classes, spacing, flags, asStored };
  const evaluation = await measure(job);
  reportStored(asStored);

  const { head, rows } = summaryTable(evaluation);
  console.log(`\n${table(rows, { head })}\n\n${survey.names.length} cases measured: ${folder}`);
  console.log(`Look at them: deno task site ${folder}`);
}

/** An evaluation to be made. */
interface Job {
  folder: string;
  folders: MaskFolders;
  run: Run;
  survey: MaskSurvey;
  classes: EvaluatedClass[];
  spacing: [number, number];
  flags: Flags;
  /** Cases whose photograph is not turned upright, filled while they are measured. */
  asStored: string[];
}

/** Measures pair after pair, writes pictures and figures, and how the run ended. */
async function measure(job: Job): Promise<Evaluation> {
  const { folder, survey: { names }, run, classes } = job;
  const progress = new Progress({ total: names.length, unit: "masks", label: "measure" });
  const startedAt = performance.now();
  const confusion = emptyConfusion(classes);
  const cases: Case[] = [];
  let status: Run["status"] = "stopped";
  try {
    for (const name of names) {
      cases.push(await measureCase(job, { name, confusion, progress }));
      progress.update(cases.length);
    }
    const evaluation = buildEvaluation(cases, { name: basename(folder), classes, confusion });
    await writeEvaluation(`${folder}/evaluation.json`, evaluation);
    status = "done";
    return evaluation;
  } finally {
    progress.clear();
    await writeRun(folder, { ...run, status, seconds: (performance.now() - startedAt) / 1000 });
  }
}

/** Measures one pair and writes its pictures; its pixels are added to the confusion matrix. */
async function measureCase(
  { folder, folders, classes, spacing, flags, asStored }: Job,
  { name, confusion, progress }: { name: string; confusion: number[][]; progress: Progress },
): Promise<Case> {
  const masks = await readMasks(folders, name);
  const { width, height } = masks.truth;
  const [truth, prediction] = [masks.truth.labels, masks.prediction.labels];
  const id = idOf(name);
  const shape = [height, width] as const;
  const figures = evaluateCase(truth, prediction, { id, shape, spacing, classes });
  addToConfusion(confusion, { truth, prediction }, classes);

  let image: Uint8Array | undefined;
  if (flags.images !== undefined) {
    try {
      const options = { ...folders, onStored: (): void => void asStored.push(id) };
      image = await readImage(flags.images, id, { width, height }, options);
    } catch (error) {
      // the figures do not depend on it
      if (flags.strict) throw error;
      progress.log(`note: ${(error as Error).message}`);
    }
  }
  const set = { id, shape, image, truth, prediction, classes };
  return { ...figures, pictures: await writePictures(folder, set) };
}

/** Names and counts the files that can't be used; with `--strict` they are an error. */
function reportSkipped({ names, skipped }: MaskSurvey, strict: boolean): void {
  const lines = skipped.map(({ file, reason }) => `${file}: ${reason}`);
  if (strict && lines.length > 0) {
    throw new Error(`${counted(lines.length, "file")} can't be used:\n${lines.join("\n")}`);
  }
  for (const line of lines) console.log(`skipped ${line}`);
  if (lines.length > 0) console.log(`${counted(lines.length, "file")} skipped`);
  if (names.length === 0) {
    throw new Error(
      "Nothing to measure: both folders must hold PNGs of the same name and size, got no such pair",
    );
  }
}

/** Says which photographs lie otherwise than viewers show them. */
function reportStored(ids: readonly string[]): void {
  if (ids.length === 0) return;
  console.log(
    `note: ${counted(ids.length, "photograph")} shown as stored, where alone the masks fit, ` +
      `without the turn in EXIF: ${firstNames(ids)}`,
  );
}

/** A class for each label found, where these look like labels. */
function findClasses({ labels }: MaskSurvey): EvaluatedClass[] {
  const classes = nameLabels(labels);
  if (classes.length > 0 && classes.length <= MOST_LABELS) return classes;
  const found = classes.length === 0 ? "0 alone" : `${classes.length} others`;
  throw new Error(
    `Cannot tell the labels: pixels must hold 0 and 1 to ${MOST_LABELS} other values, got ${found}; ` +
      "name the labels, --labels 1=foreground",
  );
}

function describeRun(flags: Flags, survey: MaskSurvey, classes: EvaluatedClass[]): Run {
  return {
    status: "running",
    settings: { ...flags, labels: classes.map(({ label, name }) => `${label}=${name}`).join(",") },
    backend: "files",
    versions: { deno: Deno.version.deno },
    hardware: counted(navigator.hardwareConcurrency, "CPU thread"),
    data: {
      name: flags.truth,
      train: [],
      validation: [],
      test: survey.names.map(idOf),
      skipped: survey.skipped,
    },
    curvesOn: "test",
    seconds: 0,
  };
}

async function makeFolder(out: string | undefined): Promise<HeldFolder> {
  return await (out === undefined
    ? createFreeRunFolder("runs", "evaluation")
    : createRunFolder(out));
}

/** `1=foreground,2=background`; a label without a name is called by its number. */
function parseLabels(text: string): EvaluatedClass[] {
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
  if (differ("label") && differ("name")) return classes;
  throw new UsageError(`--labels must differ from each other, got "${text}"`);
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

function idOf(name: string): string {
  return name.replace(/\.png$/i, "");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

await runCommand(main);
