/**
 * `deno task predict`: a trained model and photographs → for each a mask, a label picture of the
 * photograph's own size, and an overlay to look at.
 *
 * @module
 */
import { basename, extname, join } from "node:path";
import { parseFlags, runCommand, UsageError } from "./cli/mod.ts";
import { palette } from "./evaluation/mod.ts";
import {
  type Color,
  decodePhotograph,
  encodeJpeg,
  encodeLabelPng,
  type LabelPicture,
  MAX_MEGAPIXELS,
  type Photograph,
  resizeLabels,
  resizePhotograph,
  writeFileAtomic,
} from "./io/mod.ts";
import { chooseBackend, compile, loadModel, type Network, predict } from "./model/mod.ts";

const COMMAND = {
  name: "deno task predict",
  description:
    "Predicts a mask for photographs with a trained model. Each gives NAME.png (value = label, of\n" +
    "the photograph's size) and NAME.overlay.jpg, the photograph in the classes' colours.",
  positionals: "PHOTOGRAPH|FOLDER …",
  flags: {
    model: { kind: "string", value: "RUN", default: "runs/sample", help: "a run folder" },
    out: { kind: "string", value: "DIR", default: "predictions", help: "where masks are written" },
    backend: {
      kind: "string",
      choices: ["auto", "tensorflow", "simd", "cpu"],
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

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags, positionals } = await parseFlags(Deno.args, COMMAND);
  if (positionals.length === 0) throw new UsageError("Expected photographs or folders, got none");
  const files = await photographsOf(positionals);
  await chooseBackend(flags.backend);
  const network = compile(await loadModel(join(flags.model, "model")));
  await Deno.mkdir(flags.out, { recursive: true });

  let skipped = 0;
  for (const file of files) {
    try {
      const photograph = await decodePhotograph(await Deno.readFile(file), {
        maxMegapixels: flags["max-megapixels"],
      });
      await writePrediction(join(flags.out, nameOf(file)), network, photograph);
    } catch (error) {
      if (flags.strict) throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
      console.log(`skipped ${file}: ${(error as Error).message}`);
      skipped++;
    }
  }
  console.log(`${files.length - skipped} masks written to ${flags.out}, ${skipped} files skipped`);
  if (skipped === files.length) throw new Error("Cannot predict: no photograph could be read");
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
  await writeFileAtomic(`${path}.png`, encodeLabelPng(mask, colors));
  await writeFileAtomic(`${path}.overlay.jpg`, await encodeJpeg(overlay(photograph, mask, colors)));
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

/** Photographs as named, and those in the folders named, in code-point order. */
async function photographsOf(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (!(await stat(path)).isDirectory) {
      files.push(path);
      continue;
    }
    const names = [...Deno.readDirSync(path)].filter(({ isFile, name }) =>
      isFile && isPicture(name)
    );
    files.push(...names.map(({ name }) => join(path, name)).sort());
  }
  if (files.length === 0) {
    throw new Error(
      `Cannot predict: there must be a .jpg, .png or .gif in ${paths.join(", ")}, got none`,
    );
  }
  return files;
}

async function stat(path: string): Promise<Deno.FileInfo> {
  try {
    return await Deno.stat(path);
  } catch (cause) {
    throw new Error(`Cannot predict ${path}: it must be a photograph or a folder that exists`, {
      cause,
    });
  }
}

function isPicture(name: string): boolean {
  return !name.startsWith(".") && /\.(jpe?g|png|gif)$/i.test(name);
}

function nameOf(file: string): string {
  return basename(file, extname(file));
}
