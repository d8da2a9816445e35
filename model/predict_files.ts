import { dirname, join } from "node:path";
import {
  type Color,
  decodePhotograph,
  encodeJpeg,
  encodeLabelPng,
  keepApart,
  type LabelPicture,
  makeFolder,
  outputNames,
  palette,
  type Photograph,
  type Place,
  resizeLabels,
  resizePhotograph,
  sweepPartsOf,
  writeFileAtomic,
} from "../io/mod.ts";
import type { Skipped } from "../core/mod.ts";
import { loadModel } from "./load.ts";
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
    const photograph = await readPhotograph(file, maxMegapixels);
    if ("reason" in photograph) {
      if (strict) throw new Error(`${file}: ${photograph.reason}`);
      onSkipped(photograph);
      continue;
    }
    await writePrediction(join(out, names[i]), network, photograph).catch((cause) => {
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

/** An image, or why the file can't be read. */
async function readPhotograph(
  file: string,
  maxMegapixels?: number,
): Promise<Photograph | Skipped> {
  try {
    return await decodePhotograph(await Deno.readFile(file), { maxMegapixels });
  } catch (error) {
    return { file, reason: (error as Error).message };
  }
}

async function writePrediction(
  path: string,
  network: Network,
  photograph: Photograph,
): Promise<void> {
  const { shape: [rows, columns], classes } = network.metadata;
  const { width, height } = photograph;
  const { labels } = await predict(network, resizePhotograph(photograph, columns, rows).data);
  const mask = resizeLabels({ labels, width: columns, height: rows }, width, height);
  const colors = palette(mask.labels, classes);
  await makeFolder(dirname(path));
  const [png, jpeg] = ENDINGS.map((ending) => path + ending);
  await writeFileAtomic(png, encodeLabelPng(mask, colors));
  await writeFileAtomic(jpeg, await encodeJpeg(overlay(photograph, mask, colors)));
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
