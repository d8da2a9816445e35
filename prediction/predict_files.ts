import { dirname, join } from "node:path";
import { type LabelClass, postStepTexts, type Skipped } from "../core/mod.ts";
import {
  type Color,
  encodeGreyPng,
  encodeJpeg,
  encodeLabelPng,
  encodeLabelTiff,
  encodeLabelVolume,
  encodeNpy,
  encodePercentPng,
  type FoundImage,
  keepApart,
  makeFolder,
  outputNames,
  palette,
  type Photograph,
  type Raster,
  type RasterRows,
  sweepPartsOf,
  writeFileAtomic,
} from "../io/mod.ts";
import { maskClasses, orientationsOf, type Predictor } from "../model/mod.ts";
import { findInputs, type Input } from "./find_inputs.ts";
import { openModels } from "./open_models.ts";
import { byTrouble, type Opinion, opinionOf, opinionsCsv } from "./opinion.ts";
import { openInput, type Stack } from "./open_input.ts";
import { type ImagePrediction, type Overview, predictImage } from "./predict_image.ts";
import { predictStack } from "./predict_stack.ts";

/** The files that probabilities may be written to. */
export const PROBABILITIES = ["npy", "png"] as const;

/** What {@linkcode predictFiles} reads and writes. */
export interface PredictFilesOptions {
  /** The run folder whose model predicts; with several, the mean of their probabilities. */
  run: string;
  /** The files of images and volumes. */
  files: readonly FoundImage[];
  /** Where the masks go. */
  out: string;
  /** The folders that the images were found in, which nothing overwrites. */
  folders?: readonly string[];
  /** The most pixels that an image may have, in millions; larger ones are skipped. */
  maxMegapixels?: number;
  /** Whether an image that can't be read is an error instead of skipped. */
  strict?: boolean;
  /** How the classes' probabilities are written; not at all when left out. */
  probabilities?: typeof PROBABILITIES[number];
  /** Whether to write how sure the model is. */
  confidence?: boolean;
  /** Called when the model is read. */
  onOpened?: (about: OpenedModel) => void;
  /** Called with each image that can't be read. */
  onSkipped: (skipped: Skipped) => void;
}

/** What {@linkcode predictFiles} predicts with. */
export interface OpenedModel {
  /** How many models there are. */
  models: number;
  /** How many orientations of an image each predicts. */
  orientations: number;
  /** The classes, with their values in the masks. */
  classes: readonly LabelClass[];
  /** What is done to the labels, a text per class. */
  postProcessing: readonly string[];
}

/** What {@linkcode predictFiles} wrote. */
export interface PredictedFiles {
  /** How many masks. */
  written: number;
  /** With `confidence`, what the model thinks of each image, the most trouble first. */
  opinions?: readonly Opinion[];
  /** The classes, with their values in the masks. */
  classes: readonly LabelClass[];
}

/** The content of a file, and the ending of its name. */
type Output = readonly [ending: string, content: Uint8Array];

/** What is made of an image. */
interface Made {
  files: Output[];
  opinion?: Omit<Opinion, "name">;
}

/** What the model thinks of all images, with `confidence`. */
const OPINIONS = "confidence.csv";

/**
 * Predicts masks of images by a run's model, on the engine that is set up. Each gives `NAME.png`, a
 * picture of its own size with the values of the masks that the model learned from (`maskClasses`), and
 * `NAME.overlay.jpg`, itself in the classes' colours; a volume gives `NAME.nii.gz`, values that lie where
 * its voxels do, and a TIFF of several pages `NAME.tif`, a page of values for each. Volumes are cut like
 * those that the model learned from. With `confidence` a picture gives `NAME.confidence.png`, the
 * probability of each value in per cent, and all together `confidence.csv`.
 *
 * @param options The model, the images, and where the masks go.
 * @returns How many masks were written, and what the model thinks of them.
 * @throws {Error} When the model can't be read, a mask can't be written, or would be written over what is
 *   read.
 */
export async function predictFiles(options: PredictFilesOptions): Promise<PredictedFiles> {
  const { run, files, out, folders = [], strict = false, onSkipped, onOpened } = options;
  const images = [...folders, ...files.map(({ path }) => path)]
    .map((path) => ({ path, what: "the images" }));
  const read = [{ path: run, what: "the model's run folder", whole: true }, ...images];
  const network = await openModels(run);
  const classes = maskClasses(network.metadata);
  onOpened?.({ ...countsOf(network), classes, postProcessing: postStepTexts(network.metadata) });
  const { inputs, skipped } = findInputs(files, network.metadata);
  const skip = (one: Skipped): void => {
    if (strict) throw new Error(`${one.file}: ${one.reason}`);
    onSkipped(one);
  };
  skipped.forEach(skip);
  const names = outputNames(inputs.map(({ path }) => path), inputs.map(({ root }) => root));
  const written = inputs.flatMap(({ path }, i) =>
    endingsOf(path, network, options).map((ending) => names[i] + ending)
  );
  const listed = options.confidence ? [OPINIONS] : [];
  const outputs = ["", ...written, ...listed].map((name) => ({
    path: join(out, name),
    what: "masks",
  }));
  await keepApart(read, outputs);
  await makeFolder(out);
  await sweepPartsOf(outputs.map(({ path }) => path));

  const opinions: Opinion[] = [];
  let done = 0;
  for (const [i, input] of inputs.entries()) {
    const made = await outputsOf(network, input, options);
    if ("reason" in made) {
      skip(made);
      continue;
    }
    await writeAll(join(out, names[i]), made.files).catch((cause) => {
      const before = `${done} of ${inputs.length} masks were written before`;
      throw new Error(`${cause.message}; ${before}`, { cause });
    });
    done++;
    if (made.opinion) opinions.push({ name: names[i], ...made.opinion });
  }
  if (!options.confidence) return { written: done, classes };
  opinions.sort(byTrouble);
  await writeFileAtomic(join(out, OPINIONS), opinionsCsv(opinions, classes));
  return { written: done, opinions, classes };
}

/** How many predictions of an image are averaged. */
function countsOf(network: Predictor): { models: number; orientations: number } {
  const { testAugment, shape } = network.metadata;
  const models = "members" in network ? network.members.length : 1;
  return { models, orientations: orientationsOf(testAugment, shape).length };
}

/** All endings that an input's outputs may have; only a TIFF gives a TIFF. */
function endingsOf(
  path: string,
  { metadata }: Predictor,
  { probabilities, confidence }: PredictFilesOptions,
): string[] {
  const classes = maskClasses(metadata);
  const ofClasses = probabilities === "png" ? classes.map(({ label }) => classEnding(label)) : [];
  return [
    ".png",
    ".overlay.jpg",
    ".nii.gz",
    ...STACK.test(path) ? [".tif"] : [],
    ...probabilities === "npy" ? [".npy"] : ofClasses,
    ...confidence ? [".confidence.png"] : [],
  ];
}

/** Files that may have several pages. */
const STACK = /\.tiff?$/i;

function classEnding(label: number): string {
  return `.class-${label}.png`;
}

async function writeAll(path: string, outputs: readonly Output[]): Promise<void> {
  await makeFolder(dirname(path));
  for (const [ending, content] of outputs) await writeFileAtomic(path + ending, content);
}

/** What is written of an input, or why it can't be predicted. */
async function outputsOf(
  network: Predictor,
  input: Input,
  options: PredictFilesOptions,
): Promise<Made | Skipped> {
  const { slices, fit } = network.metadata, { maxMegapixels } = options;
  try {
    const opened = await openInput(input, { slices, maxMegapixels, inRows: fit === "tile" });
    if ("sliceAt" in opened) return await stackOutputs(network, opened, options);
    return await imageOutputs(network, opened, options);
  } catch (error) {
    return { file: input.files[0], reason: (error as Error).message };
  }
}

async function stackOutputs(
  network: Predictor,
  stack: Stack,
  { probabilities: kind, confidence = false }: PredictFilesOptions,
): Promise<Made> {
  if (kind === "png") {
    throw new TypeError(
      "--probabilities png is for pictures; of volumes and pages npy holds all, [class, z, y, x]",
    );
  }
  const withProbabilities = kind !== undefined || confidence;
  const classes = maskClasses(network.metadata);
  const { labels, probabilities } = await predictStack(network, stack, { withProbabilities });
  const { shape: [width, height, depth], volume } = stack;
  const files: Output[] = [
    volume
      ? [".nii.gz", encodeLabelVolume(labels, volume)]
      : [".tif", encodeLabelTiff({ labels, width, height })],
    ...kind !== undefined
      ? [[".npy", encodeNpy(probabilities, [classes.length, depth, height, width])] as const]
      : [],
  ];
  return confidence
    ? { files, opinion: opinionOf(probabilities, labels, classes).opinion }
    : { files };
}

async function imageOutputs(
  network: Predictor,
  raster: Raster | RasterRows,
  { probabilities, confidence = false }: PredictFilesOptions,
): Promise<Made> {
  const classes = maskClasses(network.metadata), { width, height } = raster;
  const withProbabilities = probabilities !== undefined || confidence;
  const prediction = await predictImage(network, raster, { withProbabilities });
  const colors = palette(prediction.labels, classes);
  const files: Output[] = [
    [".png", encodeLabelPng({ labels: prediction.labels, width, height }, colors)],
    [".overlay.jpg", await encodeJpeg(overlaid(prediction.overview(), colors))],
    ...probabilities ? probabilityOutputs(network, raster, prediction, probabilities) : [],
  ];
  if (!confidence) return { files };
  const { opinion, percents } = opinionOf(prediction.probabilities, prediction.labels, classes);
  files.push([".confidence.png", encodePercentPng({ percents, width, height })]);
  return { files, opinion };
}

function probabilityOutputs(
  { metadata }: Predictor,
  { width, height }: Raster | RasterRows,
  { probabilities: planes }: ImagePrediction,
  kind: typeof PROBABILITIES[number],
): Output[] {
  const pixels = width * height, classes = maskClasses(metadata);
  if (kind === "npy") return [[".npy", encodeNpy(planes, [classes.length, height, width])]];
  return classes.map(({ label }, c) => {
    const plane = planes.subarray(c * pixels, (c + 1) * pixels);
    const data = Uint16Array.from(plane, (p) => Math.round(p * 0xffff));
    return [classEnding(label), encodeGreyPng({ data, width, height })];
  });
}

/** Half the image, half the class's colour. */
function overlaid(
  { labels, picture, width, height }: Overview,
  colors: readonly Color[],
): Photograph {
  const data = new Uint8Array(picture.length);
  for (let i = 0; i < labels.length; i++) {
    const color = colors[labels[i]];
    for (let c = 0; c < 3; c++) data[3 * i + c] = (picture[3 * i + c] + color[c]) >> 1;
  }
  return { data, width, height };
}
