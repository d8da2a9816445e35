import { join } from "node:path";
import {
  type AnyDataset,
  type DecodedSize,
  DESCRIPTION,
  downloadPets,
  type Look,
  lookAsIn,
  lookAt,
  openMenagerie,
  openPets,
  type PetsProgress,
  readFolder,
  type ReadOptions,
  type RoomOptions,
} from "../data/mod.ts";
import { counted, type PixelFormat, RGB, shapeOf } from "../core/mod.ts";
import { cacheFolder, exists } from "../io/mod.ts";
import { firstNames, type Progress, skippedLines, withProgress } from "../cli/mod.ts";
import { ENCODERS } from "../model/mod.ts";
import { givenDescription } from "./description_settings.ts";
import { isBuiltIn } from "./check.ts";
import { type Settings, sizeOf } from "./settings.ts";
import { memoryLine } from "./texts.ts";

/** The menagerie's own seed: the animals stay the same when `--seed` changes, so runs stay comparable. */
const MENAGERIE_SEED = 0;

/** How data is opened. */
export interface OpenOptions {
  signal?: AbortSignal;
  /** Images to be like: in the pixels that a folder in any layout but the pets' is read to, and in classes. */
  like?: AnyDataset;
  /** What a look at the folder has found, where there was one. */
  look?: Look;
}

/** Draws, downloads or reads the data set that `--data` or `--test-data` names, and reports it. */
export async function openData(
  name: string,
  settings: Settings,
  { signal, like, look }: OpenOptions = {},
): Promise<AnyDataset> {
  if (name === "menagerie") {
    // checkSettings has seen that it is square
    const [size] = shapeOf(sizeOf(settings.size)), { animals: count } = settings;
    return await withProgress(
      { unit: "animals", label: "drawing" },
      (bar) => openMenagerie({ count, size, seed: MENAGERIE_SEED, ...roomFor(settings, bar) }),
    );
  }
  const folder = name === "oxford" ? await download(signal) : name;
  const data = settings.patch === undefined && await isPets(folder)
    ? await readAsPets(folder, settings)
    : await readLooked(
      look ?? await lookInto(folder, settings, { signal, like }),
      settings,
      like && pixelsIn(like),
    );
  for (const line of [...skippedLines(data.skipped), ...storedLines(data)]) console.log(line);
  console.log(
    `read    ${counted(data.ids.length, "image")}, skipped ${counted(data.skipped.length, "file")}`,
  );
  return data;
}

/** Channels and depth of a set's images. */
export function pixelsIn({ channels = RGB.channels, depth = RGB.depth }: AnyDataset): PixelFormat {
  return { channels, depth };
}

/** Whether a folder has Oxford-IIIT Pet's own layout, in which trimaps need no look. */
export async function isPets(folder: string): Promise<boolean> {
  return await exists(join(folder, "annotations", "trimaps")) &&
    !await exists(join(folder, DESCRIPTION));
}

/**
 * Whether the images of a data set keep their proportions, so that the shape they are trained at depends on
 * the encoder. The data itself may be elsewhere, where only figures of it are here; then it isn't known.
 */
export async function keepsProportions(name: string): Promise<boolean> {
  return !isBuiltIn(name) && await exists(name) && !await isPets(name);
}

async function readAsPets(
  folder: string,
  settings: Settings,
): Promise<AnyDataset> {
  const { strict, maxMegapixels } = settings, size = sizeOf(settings.size);
  return await withProgress(
    { unit: "images", label: "reading" },
    (bar) => openPets(folder, { size, strict, maxMegapixels, ...roomFor(settings, bar) }),
  );
}

/** How much memory a set may take, and who is told how much it takes and how far it has come. */
function roomFor(
  { memory }: Pick<Settings, "memory">,
  bar: Progress,
): Required<Pick<ReadOptions, "onProgress"> & RoomOptions> {
  const { onProgress } = bar;
  const onSize = (size: DecodedSize) => bar.log(`memory  ${memoryLine(size, memory)}`);
  return { memory: 1e9 * memory, onSize, onProgress };
}

/** Looks at a folder of any layout, and says what it decided. */
export async function lookInto(
  folder: string,
  settings: Settings,
  { signal, like }: Pick<OpenOptions, "signal" | "like"> = {},
): Promise<Look> {
  const given = givenDescription(settings), { maxMegapixels } = settings;
  const look = await withProgress({ unit: "masks", label: "looking" }, ({ onProgress }) => {
    const options = { given, maxMegapixels, cacheFolder: cacheFolder(), onProgress, signal };
    return like === undefined ? lookAt(folder, options) : lookAsIn(folder, like, options);
  });
  for (const line of lookLines(look)) console.log(line);
  return look;
}

/** What reading needs of a training's settings. */
type ReadSettings = Pick<
  Settings,
  "size" | "patch" | "encoder" | "memory" | "strict" | "maxMegapixels"
>;

/**
 * Reads the images of a folder that was looked at, at the size that a training with these settings has: at
 * their own, where it is on patches.
 */
export async function readLooked(
  look: Look,
  settings: ReadSettings,
  pixels?: PixelFormat,
): Promise<AnyDataset> {
  const { encoder, patch, strict, maxMegapixels } = settings, size = sizeOf(settings.size);
  const piece = patch === undefined ? undefined : shapeOf(sizeOf(patch));
  const how = { size, piece, multiple: ENCODERS[encoder].strides.at(-1)!, pixels };
  return await withProgress(
    { unit: "images", label: "reading" },
    (bar) => readFolder(look, { ...how, strict, maxMegapixels, ...roomFor(settings, bar) }),
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
