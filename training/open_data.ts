import { join } from "node:path";
import {
  type AnyDataset,
  type Dataset,
  DESCRIPTION,
  downloadPets,
  type Look,
  lookAt,
  menagerie,
  type PetsProgress,
  readFolder,
  readPets,
} from "../data/mod.ts";
import { counted, type PixelFormat, shapeOf } from "../core/mod.ts";
import { cacheFolder, exists } from "../io/mod.ts";
import { firstNames, skippedLines, withProgress } from "../cli/mod.ts";
import { ENCODERS } from "../model/mod.ts";
import { givenDescription } from "./description_settings.ts";
import { type Settings, sizeOf } from "./settings.ts";

/** The menagerie's own seed: the animals stay the same when `--seed` changes, so runs stay comparable. */
const MENAGERIE_SEED = 0;

/** How data is opened. */
export interface OpenOptions {
  signal?: AbortSignal;
  /** What images of a folder in any layout but the pets' are brought to. @default {as they are} */
  pixels?: PixelFormat;
  /** What a look at the folder has found, where there was one. */
  look?: Look;
}

/** Draws, downloads or reads the data set that `--data` or `--test-data` names, and reports it. */
export async function openData(
  name: string,
  settings: Settings,
  { signal, pixels, look }: OpenOptions = {},
): Promise<AnyDataset> {
  if (name === "menagerie") {
    const { animals: count, size } = settings;
    // checkSettings has seen that it is square
    return menagerie({ count, size: shapeOf(sizeOf(size))[0], seed: MENAGERIE_SEED });
  }
  const folder = name === "oxford" ? await download(signal) : name;
  const data = settings.patch === undefined && await isPets(folder)
    ? await readAsPets(folder, settings)
    : await readAny(look ?? await lookInto(folder, settings, signal), settings, pixels);
  for (const line of [...skippedLines(data.skipped), ...storedLines(data)]) console.log(line);
  console.log(
    `read    ${counted(data.ids.length, "image")}, skipped ${counted(data.skipped.length, "file")}`,
  );
  return data;
}

/** Whether a folder has Oxford-IIIT Pet's own layout, in which trimaps need no look. */
export async function isPets(folder: string): Promise<boolean> {
  return await exists(join(folder, "annotations", "trimaps")) &&
    !await exists(join(folder, DESCRIPTION));
}

async function readAsPets(
  folder: string,
  { size: text, strict, maxMegapixels }: Settings,
): Promise<AnyDataset> {
  const size = sizeOf(text);
  return await withProgress(
    { unit: "images", label: "reading" },
    ({ onProgress }) => readPets(folder, { size, strict, maxMegapixels, onProgress }),
  );
}

/** Looks at a folder of any layout, and says what it decided. */
export async function lookInto(
  folder: string,
  settings: Settings,
  signal?: AbortSignal,
): Promise<Look> {
  const given = givenDescription(settings), { maxMegapixels } = settings;
  const look = await withProgress(
    { unit: "masks", label: "looking" },
    ({ onProgress }) =>
      lookAt(folder, { given, maxMegapixels, cacheFolder: cacheFolder(), onProgress, signal }),
  );
  for (const line of lookLines(look)) console.log(line);
  return look;
}

/** Reads a folder that was looked at, whole images or such as pieces are taken of. */
async function readAny(
  look: Look,
  settings: Settings,
  pixels?: PixelFormat,
): Promise<AnyDataset> {
  const { patch } = settings;
  return patch === undefined
    ? await readLooked(look, settings, pixels)
    : await readForPatches(look, patch, settings, pixels);
}

/** What reading needs of a training's settings. */
type ReadSettings = Pick<Settings, "size" | "encoder" | "strict" | "maxMegapixels">;

/** Reads the images of a folder that was looked at, at the size that a training with these settings has. */
export async function readLooked(
  look: Look,
  { size: text, encoder, strict, maxMegapixels }: ReadSettings,
  pixels?: PixelFormat,
): Promise<Dataset> {
  const multiple = ENCODERS[encoder].strides.at(-1)!, size = sizeOf(text);
  return await withProgress(
    { unit: "images", label: "reading" },
    ({ onProgress }) =>
      readFolder(look, { size, multiple, pixels, strict, maxMegapixels, onProgress }),
  );
}

/** Reads them at their own size, to be trained on in patches. */
async function readForPatches(
  look: Look,
  patch: NonNullable<Settings["patch"]>,
  { size: text, strict, maxMegapixels }: ReadSettings,
  pixels?: PixelFormat,
): Promise<AnyDataset> {
  const size = sizeOf(text), piece = shapeOf(sizeOf(patch));
  return await withProgress(
    { unit: "images", label: "reading" },
    ({ onProgress }) =>
      readFolder(look, { size, piece, pixels, strict, maxMegapixels, onProgress }),
  );
}

/** What a look decided, a line each. */
export function lookLines({ decisions, warnings }: Look): string[] {
  return [
    ...decisions.map((decision) => `look    ${decision}`),
    ...warnings.map((warning) => `warning ${warning}`),
  ];
}

/** Names the images that are used without their EXIF rotation. */
function storedLines({ asStored = [] }: AnyDataset): string[] {
  if (asStored.length === 0) return [];
  const [are, their] = asStored.length > 1
    ? ["images are", "their masks fit"]
    : ["image is", "its mask fits"];
  return [
    `note    ${asStored.length} ${are} used as stored: ${their} only without the EXIF rotation: ` +
    firstNames(asStored),
  ];
}

/** Downloads the official release into the cache, unless it is there. */
async function download(signal?: AbortSignal): Promise<string> {
  return await withProgress({ unit: "bytes" }, (bar) => {
    let label = "";
    const onProgress = ({ phase, archive, done, total }: PetsProgress): void => {
      if (label !== `${phase} ${archive}`) {
        label = `${phase} ${archive}`;
        if (total === undefined) bar.log(label);
        else bar.restart({ total, label });
      }
      if (total !== undefined) bar.update(done);
    };
    return downloadPets(cacheFolder(), { onProgress, signal });
  });
}
