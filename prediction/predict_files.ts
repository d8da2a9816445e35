import { dirname, join } from "node:path";
import type { Skipped } from "../core/mod.ts";
import {
  type Color,
  encodeGreyPng,
  encodeJpeg,
  encodeLabelPng,
  encodeLabelVolume,
  encodeNpy,
  type FoundImage,
  isNifti,
  keepApart,
  makeFolder,
  outputNames,
  palette,
  type Raster,
  readImage,
  readVolume,
  sweepPartsOf,
  type Volume,
  writeFileAtomic,
} from "../io/mod.ts";
import { compile, loadModel, type Network } from "../model/mod.ts";
import { type ImagePrediction, predictImage } from "./predict_image.ts";
import { predictVolume } from "./predict_volume.ts";

/** The files that probabilities may be written to. */
export const PROBABILITIES = ["npy", "png"] as const;

/** What {@linkcode predictFiles} reads and writes. */
export interface PredictFilesOptions {
  /** The run folder whose model predicts. */
  run: string;
  /** The images and volumes. */
  files: readonly FoundImage[];
  /** Where the masks go. */
  out: string;
  /** The folders that the images were found in, which nothing overwrites. */
  folders?: readonly string[];
  /** The most millions of pixels of an image; larger ones are skipped. */
  maxMegapixels?: number;
  /** Whether an image that can't be read is an error instead of skipped. */
  strict?: boolean;
  /** How the classes' probabilities are written; not at all when left out. */
  probabilities?: typeof PROBABILITIES[number];
  /** Called with each image that can't be read. */
  onSkipped: (skipped: Skipped) => void;
}

/** The content of a file, and the ending of its name. */
type Output = readonly [ending: string, content: Uint8Array];

/**
 * Predicts masks of images by a run's model, on the engine that is set up. Each gives `NAME.png`, a label
 * picture of its own size, and `NAME.overlay.jpg`, itself in the classes' colours; a volume gives
 * `NAME.nii.gz`, labels that lie where its voxels do.
 *
 * @param options The model, the images, and where the masks go.
 * @returns How many masks were written.
 * @throws {Error} When the model can't be read, a mask can't be written, or would be written over what is
 *   read.
 */
export async function predictFiles(options: PredictFilesOptions): Promise<number> {
  const { run, files, out, folders = [], strict = false, onSkipped } = options;
  const paths = files.map(({ path }) => path);
  const names = outputNames(paths, files.map(({ root }) => root));
  const images = [...folders, ...paths].map((path) => ({ path, what: "the images" }));
  const inputs = [{ path: run, what: "the model's run folder", whole: true }, ...images];
  const network = compile(await loadModel(join(run, "model")));
  const endings = endingsOf(network, options);
  const outputs = ["", ...names.flatMap((name) => endings.map((ending) => name + ending))]
    .map((name) => ({ path: join(out, name), what: "masks" }));
  await keepApart(inputs, outputs);
  await makeFolder(out);
  await sweepPartsOf(outputs.map(({ path }) => path));

  let written = 0;
  for (const [i, file] of paths.entries()) {
    const made = await outputsOf(network, file, options);
    if ("reason" in made) {
      if (strict) throw new Error(`${file}: ${made.reason}`);
      onSkipped(made);
      continue;
    }
    await writeAll(join(out, names[i]), made).catch((cause) => {
      const done = `${written} of ${files.length} masks were written before`;
      throw new Error(`${cause.message}; ${done}`, { cause });
    });
    written++;
  }
  return written;
}

/** All endings that a file's outputs may have. */
function endingsOf(
  { metadata: { classes } }: Network,
  { probabilities }: PredictFilesOptions,
): string[] {
  const ofClasses = probabilities === "png" ? classes.map(({ label }) => classEnding(label)) : [];
  return [".png", ".overlay.jpg", ".nii.gz", ...probabilities === "npy" ? [".npy"] : ofClasses];
}

function classEnding(label: number): string {
  return `.class-${label}.png`;
}

async function writeAll(path: string, outputs: readonly Output[]): Promise<void> {
  await makeFolder(dirname(path));
  for (const [ending, content] of outputs) await writeFileAtomic(path + ending, content);
}

/** What is written of a file, or why it can't be predicted. */
async function outputsOf(
  network: Network,
  file: string,
  options: PredictFilesOptions,
): Promise<Output[] | Skipped> {
  try {
    const bytes = await Deno.readFile(file);
    if (isNifti(bytes)) return await volumeOutputs(network, await readVolume(bytes), options);
    const { maxMegapixels } = options;
    return await imageOutputs(network, await readImage(bytes, { maxMegapixels }), options);
  } catch (error) {
    return { file, reason: (error as Error).message };
  }
}

async function volumeOutputs(
  network: Network,
  volume: Volume,
  { probabilities: kind }: PredictFilesOptions,
): Promise<Output[]> {
  if (kind === "png") {
    throw new TypeError("probabilities of a volume must be written as npy, got png");
  }
  const withProbabilities = kind !== undefined;
  const { labels, probabilities } = await predictVolume(network, volume, { withProbabilities });
  const shape = [network.metadata.classes.length, ...volume.shape.toReversed()];
  return [
    [".nii.gz", encodeLabelVolume(labels, volume)],
    ...withProbabilities ? [[".npy", encodeNpy(probabilities, shape)] as const] : [],
  ];
}

async function imageOutputs(
  network: Network,
  raster: Raster,
  { probabilities }: PredictFilesOptions,
): Promise<Output[]> {
  const { classes } = network.metadata, { width, height } = raster;
  const prediction = await predictImage(network, raster);
  const colors = palette(prediction.labels, classes);
  const overlay = { data: overlaid(prediction, colors), width, height };
  return [
    [".png", encodeLabelPng({ labels: prediction.labels, width, height }, colors)],
    [".overlay.jpg", await encodeJpeg(overlay)],
    ...probabilities ? probabilityOutputs(network, raster, prediction, probabilities) : [],
  ];
}

function probabilityOutputs(
  { metadata: { classes } }: Network,
  { width, height }: Raster,
  { probabilities }: ImagePrediction,
  kind: typeof PROBABILITIES[number],
): Output[] {
  const planes = probabilities(), pixels = width * height;
  if (kind === "npy") return [[".npy", encodeNpy(planes, [classes.length, height, width])]];
  return classes.map(({ label }, c) => {
    const plane = planes.subarray(c * pixels, (c + 1) * pixels);
    const data = Uint16Array.from(plane, (p) => Math.round(p * 0xffff));
    return [classEnding(label), encodeGreyPng({ data, width, height })];
  });
}

/** Half the image, half the class's colour. */
function overlaid({ labels, picture }: ImagePrediction, colors: readonly Color[]): Uint8Array {
  const data = picture(), mixed = new Uint8Array(data.length);
  for (let i = 0; i < labels.length; i++) {
    const color = colors[labels[i]];
    for (let c = 0; c < 3; c++) mixed[3 * i + c] = (data[3 * i + c] + color[c]) >> 1;
  }
  return mixed;
}
