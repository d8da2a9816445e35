import { type Dataset, downloadPets, menagerie, type PetsProgress, readPets } from "../data/mod.ts";
import { counted } from "../core/mod.ts";
import { cacheFolder } from "../io/mod.ts";
import { firstNames, skippedLines, withProgress } from "../cli/mod.ts";
import type { Settings } from "./settings.ts";

/** The menagerie's own seed: the animals stay the same when `--seed` changes, so runs stay comparable. */
const MENAGERIE_SEED = 0;

/** Draws, downloads or reads the data set that `--data` or `--test-data` names, and reports it. */
export async function openData(
  name: string,
  { size, animals, strict, maxMegapixels }: Settings,
  signal?: AbortSignal,
): Promise<Dataset> {
  if (name === "menagerie") return menagerie({ count: animals, size, seed: MENAGERIE_SEED });
  const folder = name === "oxford" ? await download(signal) : name;
  const data = await withProgress(
    { unit: "images", label: "reading" },
    ({ onProgress }) => readPets(folder, { size, strict, maxMegapixels, onProgress }),
  );
  for (const line of [...skippedLines(data.skipped), ...storedLines(data)]) console.log(line);
  console.log(
    `read    ${counted(data.ids.length, "image")}, skipped ${counted(data.skipped.length, "file")}`,
  );
  return data;
}

/** Names the images that are used without their EXIF rotation. */
function storedLines({ asStored = [] }: Dataset): string[] {
  if (asStored.length === 0) return [];
  const [are, their] = asStored.length > 1
    ? ["images are", "their trimaps fit"]
    : ["image is", "its trimap fits"];
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
