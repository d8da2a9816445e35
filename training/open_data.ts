import { type Dataset, downloadPets, menagerie, type PetsProgress, readPets } from "../data/mod.ts";
import { cacheFolder } from "../io/mod.ts";
import { firstNames, skippedLines, withProgress } from "../cli/mod.ts";
import type { Settings } from "./settings.ts";

/** The menagerie's own seed: the animals stay the same when `--seed` changes, so runs compare. */
const MENAGERIE_SEED = 0;

/** Draws, downloads or reads the data set that `--data` or `--test-data` names, and says what was read. */
export async function openData(
  name: string,
  { size, animals, strict, maxMegapixels }: Settings,
  signal?: AbortSignal,
): Promise<Dataset> {
  if (name === "menagerie") return menagerie({ count: animals, size, seed: MENAGERIE_SEED });
  const folder = name === "oxford" ? await download(signal) : name;
  const data = await withProgress(
    { unit: "photographs", label: "reading" },
    ({ onProgress }) => readPets(folder, { size, strict, maxMegapixels, onProgress }),
  );
  for (const line of [...skippedLines(data.skipped), ...storedLines(data)]) console.log(line);
  console.log(`read    ${data.ids.length} photographs, skipped ${data.skipped.length} files`);
  return data;
}

/** Says which photographs lie otherwise than viewers show them. */
function storedLines({ asStored = [] }: Dataset): string[] {
  if (asStored.length === 0) return [];
  const [are, their] = asStored.length > 1
    ? ["photographs are", "their trimaps fit"]
    : ["photograph is", "its trimap fits"];
  return [
    `note    ${asStored.length} ${are} taken as stored: ${their} only without the EXIF rotation: ` +
    firstNames(asStored),
  ];
}

/** Gets the official release into the cache; immediate when it is there already. */
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
