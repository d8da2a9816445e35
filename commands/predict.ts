/**
 * `deno task predict`: a trained model and photographs → for each a mask, a label picture of the
 * photograph's own size, and an overlay to look at.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { backendNames } from "@triptych/engine";
import { parseFlags, runCommand, type SkippedFile, skippedLines, UsageError } from "../cli/mod.ts";
import { palette } from "../evaluation/mod.ts";
import {
  type Color,
  decodePhotograph,
  encodeJpeg,
  encodeLabelPng,
  endingsOf,
  keepApart,
  type LabelPicture,
  listFolder,
  makeFolder,
  MAX_MEGAPIXELS,
  outputNames,
  type Photograph,
  type Place,
  resizeLabels,
  resizePhotograph,
  sweepPartsOf,
  writeFileAtomic,
} from "../io/mod.ts";
import { chooseBackend, compile, loadModel, type Network, predict } from "../model/mod.ts";

const COMMAND = {
  name: "deno task predict",
  description:
    "Predicts a mask for photographs with a trained model. Each gives NAME.png (value = label, of " +
    "the photograph's size) and NAME.overlay.jpg, the photograph in the classes' colours. " +
    "Photographs of equal names get a folder each.",
  positionals: "PHOTOGRAPH|FOLDER …",
  flags: {
    model: { kind: "string", value: "RUN", default: "runs/sample", help: "a run folder" },
    out: { kind: "string", value: "DIR", default: "predictions", help: "where masks are written" },
    backend: {
      kind: "string",
      choices: backendNames,
      default: "auto",
      help: "the engine",
    },
    "max-megapixels": {
      kind: "integer",
      min: 1,
      default: MAX_MEGAPIXELS,
      help: "larger photographs are refused by what their headers say",
    },
    strict: { kind: "boolean", help: "stop at the first file that can't be read" },
  },
  examples: ["deno task predict --model runs/unet photographs/ --out masks"],
} as const;

/** Of the mask and of the overlay. */
const ENDINGS = [".png", ".overlay.jpg"];

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags, positionals } = await parseFlags(Deno.args, COMMAND);
  if (positionals.length === 0) throw new UsageError("Expected photographs or folders, got none");
  const files = await photographsOf(positionals);
  const names = outputNames(files);
  await keepApart(inputsOf(flags.model, positionals, files), outputsOf(flags.out, names));
  await chooseBackend(flags.backend);
  const network = compile(await loadModel(join(flags.model, "model")));
  await makeFolder(flags.out);
  await sweepPartsOf(outputsOf(flags.out, names).map(({ path }) => path));

  const skipped: SkippedFile[] = [];
  try {
    for (const [i, file] of files.entries()) {
      const photograph = await readPhotograph(file, flags["max-megapixels"]);
      if ("reason" in photograph) {
        if (flags.strict) throw new Error(`${file}: ${photograph.reason}`);
        skipped.push(photograph);
      } else {
        await writePrediction(join(flags.out, names[i]), network, photograph).catch((cause) => {
          const done = `${i - skipped.length} of ${files.length} masks were written before`;
          throw new Error(`${cause.message}; ${done}`, { cause });
        });
      }
    }
  } finally {
    for (const line of skippedLines(skipped)) console.log(line);
  }
  console.log(
    `${
      files.length - skipped.length
    } masks written to ${flags.out}, ${skipped.length} files skipped`,
  );
  if (skipped.length === files.length) {
    throw new Error("Cannot predict: no photograph could be read");
  }
}

/** A photograph, or why the file can't be read. */
async function readPhotograph(
  file: string,
  maxMegapixels: number,
): Promise<Photograph | SkippedFile> {
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
  const { size, classes } = network.metadata;
  const { width, height } = photograph;
  const { labels } = await predict(network, resizePhotograph(photograph, size, size).data);
  const mask = resizeLabels({ labels, width: size, height: size }, width, height);
  const colors = palette(mask.labels, classes);
  await makeFolder(dirname(path));
  const [png, jpeg] = ENDINGS.map((ending) => path + ending);
  await writeFileAtomic(png, encodeLabelPng(mask, colors));
  await writeFileAtomic(jpeg, await encodeJpeg(overlay(photograph, mask, colors)));
}

/** Half the photograph, half the class's colour. */
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

/**
 * Photographs as named, and those in the folders named, each once. Other files of a folder are
 * counted, so that nobody takes them for read.
 */
async function photographsOf(paths: readonly string[]): Promise<string[]> {
  const files = new Map<string, string>();
  for (const path of paths) {
    const found = await isFolder(path) ? await photographsIn(path) : [path];
    for (const file of found) files.set(resolve(file), file);
  }
  if (files.size > 0) return [...files.values()];
  throw new Error(
    `Cannot predict: there must be a .jpg, .png or .gif in ${paths.join(", ")}, got none`,
  );
}

/** The photographs of a folder, in code-point order. */
async function photographsIn(folder: string): Promise<string[]> {
  const { files } = await listFolder(folder);
  const others = files.filter((name) => !isPicture(name));
  if (others.length > 0) {
    const noun = others.length === 1 ? "other file" : "other files";
    console.log(`${others.length} ${noun} in ${folder} left out: ${endingsOf(others)}`);
  }
  return files.filter(isPicture).map((name) => join(folder, name));
}

async function isFolder(path: string): Promise<boolean> {
  const { isDirectory, isFile } = await Deno.stat(path)
    .catch(() => ({ isDirectory: false, isFile: false }));
  if (isDirectory || isFile) return isDirectory;
  throw new Error(`Cannot predict ${path}: it must be a photograph or a folder that exists`);
}

function isPicture(name: string): boolean {
  return /\.(jpe?g|png|gif)$/i.test(name);
}

/** What is read: a run folder with all it holds, and of the photographs' folders these alone. */
function inputsOf(run: string, paths: readonly string[], files: readonly string[]): Place[] {
  const photographs = [...paths, ...files].map((path) => ({ path, what: "the photographs" }));
  return [{ path: run, what: "the model's run folder", whole: true }, ...photographs];
}

function outputsOf(folder: string, names: readonly string[]): Place[] {
  const endings = names.flatMap((name) => ENDINGS.map((ending) => name + ending));
  return ["", ...endings].map((name) => ({ path: join(folder, name), what: "masks" }));
}
