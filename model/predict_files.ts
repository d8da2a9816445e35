import { dirname, join } from "node:path";
import {
  type Color,
  encodeJpeg,
  encodeLabelPng,
  keepApart,
  type LabelPicture,
  makeFolder,
  outputNames,
  palette,
  type Photograph,
  type Place,
  readImage,
  resizeLabels,
  resizeSamples,
  type SampledImage,
  samplesOf,
  sweepPartsOf,
  writeFileAtomic,
} from "../io/mod.ts";
import { pictureOf, type Skipped } from "../core/mod.ts";
import { loadModel } from "./load.ts";
import type { ModelMetadata } from "./metadata.ts";
import { compile, type Network } from "./network.ts";
import { predict } from "./predict.ts";

/** What {@linkcode predictFiles} reads and writes. */
export interface PredictFilesOptions {
  /** The run folder whose model predicts. */
  run: string;
  /** The images' files. */
  files: readonly string[];
  /** Where the masks go. */
  out: string;
  /** The folders that the images were found in, which nothing overwrites. */
  folders?: readonly string[];
  /** The most millions of pixels of an image; larger ones are skipped. */
  maxMegapixels?: number;
  /** Whether an image that can't be read is an error instead of skipped. */
  strict?: boolean;
  /** Called with each image that can't be read. */
  onSkipped: (skipped: Skipped) => void;
}

/** Of the mask and of the overlay. */
const ENDINGS = [".png", ".overlay.jpg"];

/**
 * Predicts masks of images by a run's model, on the engine that is set up. Each gives `NAME.png`, a label
 * picture of its own size, and `NAME.overlay.jpg`, itself in the classes' colours.
 *
 * @param options The model, the images, and where the masks go.
 * @returns How many masks were written.
 * @throws {Error} When the model can't be read, a mask can't be written, or would be written over what is
 *   read.
 */
export async function predictFiles(options: PredictFilesOptions): Promise<number> {
  const { run, files, out, folders = [], maxMegapixels, strict = false, onSkipped } = options;
  const names = outputNames(files);
  const images = [...folders, ...files].map((path) => ({ path, what: "the images" }));
  const inputs = [{ path: run, what: "the model's run folder", whole: true }, ...images];
  const outputs = outputsOf(out, names);
  await keepApart(inputs, outputs);
  const network = compile(await loadModel(join(run, "model")));
  await makeFolder(out);
  await sweepPartsOf(outputs.map(({ path }) => path));

  let written = 0;
  for (const [i, file] of files.entries()) {
    const image = await readFor(network.metadata, file, maxMegapixels);
    if ("reason" in image) {
      if (strict) throw new Error(`${file}: ${image.reason}`);
      onSkipped(image);
      continue;
    }
    await writePrediction(join(out, names[i]), network, image).catch((cause) => {
      const done = `${written} of ${files.length} masks were written before`;
      throw new Error(`${cause.message}; ${done}`, { cause });
    });
    written++;
  }
  return written;
}

function outputsOf(folder: string, names: readonly string[]): Place[] {
  const endings = names.flatMap((name) => ENDINGS.map((ending) => name + ending));
  return ["", ...endings].map((name) => ({ path: join(folder, name), what: "masks" }));
}

/** An image with the channels that the model takes, or why the file can't be used. */
async function readFor(
  { normalisation: { length: channels }, depth = 8 }: ModelMetadata,
  file: string,
  maxMegapixels?: number,
): Promise<SampledImage | Skipped> {
  try {
    const raster = await readImage(await Deno.readFile(file), { maxMegapixels });
    return samplesOf(raster, { channels, depth });
  } catch (error) {
    return { file, reason: (error as Error).message };
  }
}

async function writePrediction(
  path: string,
  network: Network,
  image: SampledImage,
): Promise<void> {
  const { shape: [rows, columns], classes, normalisation } = network.metadata;
  const { width, height } = image;
  const { labels } = await predict(network, resizeSamples(image, columns, rows));
  const mask = resizeLabels({ labels, width: columns, height: rows }, width, height);
  const colors = palette(mask.labels, classes);
  await makeFolder(dirname(path));
  const [png, jpeg] = ENDINGS.map((ending) => path + ending);
  await writeFileAtomic(png, encodeLabelPng(mask, colors));
  const picture = { data: pictureOf(image.data, normalisation), width, height };
  await writeFileAtomic(jpeg, await encodeJpeg(overlay(picture, mask, colors)));
}

/** Half the image, half the class's colour. */
function overlay(
  { data, width, height }: Photograph,
  { labels }: LabelPicture,
  colors: readonly Color[],
): Photograph {
  const mixed = new Uint8Array(data.length);
  for (let i = 0; i < labels.length; i++) {
    const color = colors[labels[i]];
    for (let c = 0; c < 3; c++) mixed[3 * i + c] = (data[3 * i + c] + color[c]) >> 1;
  }
  return { data: mixed, width, height };
}
