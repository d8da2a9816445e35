import {
  copiesIn,
  type Dataset,
  downloadPets,
  menagerie,
  type PetsProgress,
  readPets,
  type Split,
  trainTestSplit,
} from "../data/mod.ts";
import { cacheFolder } from "../io/mod.ts";
import { firstNames, Progress, skippedLines } from "../cli/mod.ts";
import type { Settings } from "./settings.ts";

/** Some photographs of a data set. */
export interface Part {
  /** The data set. */
  data: Dataset;
  /** Places in it. */
  indices: number[];
}

/** The photographs of a training, by what they are for. */
export interface Parts {
  /** Those the model learns from. */
  train: Part;
  /** Those that choose the best epoch; none where no epoch is chosen. */
  validation: Part;
  /** Those that only measure the end. */
  test: Part;
}

/** The share of the photographs that is tested on, as in the published work. */
const TEST_SIZE = 0.3;

/** The share of the training photographs that settings are chosen on. */
const TUNING_SIZE = 0.25;

/**
 * Reads the photographs and splits them: a test part, then a validation part of the others, both by
 * scikit-learn's `train_test_split` with the seed as its `random_state`. To tune, a part of the training
 * photographs stands in for the test part, which is then left alone.
 *
 * @param settings Data, the share of it that is used, size, seed, validation part, whether to tune
 * @param signal Stops a download
 * @returns The parts
 * @throws {Error} If the data can't be read, or a part that is needed would be empty
 */
export async function openParts(settings: Settings, signal?: AbortSignal): Promise<Parts> {
  const { seed, share, validation, testData, tune } = settings;
  const data = await openData(settings.data, settings, signal);
  const other = testData === undefined ? undefined : await openData(testData, settings, signal);
  checkCounts(data, settings);
  const all = data.ids.map((_, i) => i);
  const used = share < 1 ? split(all, 1 - share, seed).train : all;
  const outer = split(used, other ? 0 : TEST_SIZE, seed);
  const { train, test } = tune ? split(outer.train, TUNING_SIZE, seed) : outer;
  const inner = split(train, validation, seed);
  const parts = {
    train: { data, indices: inner.train },
    validation: { data, indices: inner.test },
    test: other && !tune
      ? { data: other, indices: other.ids.map((_, i) => i) }
      : { data, indices: test },
  };
  for (const line of copiesLines(parts)) console.log(line);
  return parts;
}

/** Refuses data of which nothing would be left to train on, and says what takes it away. */
function checkCounts(
  { ids, name }: Dataset,
  { share, testData, tune, validation }: Settings,
): void {
  let left = ids.length;
  const taken: string[] = [];
  const take = (part: number, what: string): void => {
    const count = Math.ceil(part * left);
    if (count > 0) taken.push(`${what} takes ${count}`);
    left -= count;
  };
  take(1 - share, `--share ${share}`);
  if (testData === undefined) take(TEST_SIZE, `the test part (${TEST_SIZE * 100} %)`);
  if (tune) take(TUNING_SIZE, `--tune (${TUNING_SIZE * 100} %)`);
  take(validation, `--validation ${validation}`);
  if (left > 0) return;
  throw new Error(
    `Cannot train on ${name}: a photograph must be left to learn from, and it holds ` +
      `${ids.length}, of which ${taken.join(", ")}`,
  );
}

/** Says which photographs are in a part that measures and in the one that is learnt from. */
function copiesLines({ train, validation, test }: Parts): string[] {
  return Object.entries({ validation, test }).flatMap(([name, part]) => {
    const copies = copiesIn(part, train);
    if (copies.length === 0) return [];
    const names = firstNames(copies.map(({ id, of }) => id === of ? id : `${id} = ${of}`));
    return `note    ${copies.length} of ${part.indices.length} ${name} photographs are in the ` +
      `training part too: ${names}; their figures say nothing about new photographs`;
  });
}

/** Divides places in the data by scikit-learn's `train_test_split`. */
function split(places: number[], testSize: number, randomState: number): Split {
  const { train, test } = trainTestSplit(places.length, { testSize, randomState });
  return { train: train.map((i) => places[i]), test: test.map((i) => places[i]) };
}

/**
 * The ids of a part, in its order.
 *
 * @param part Some photographs
 * @returns One id a photograph
 */
export function idsOf({ data, indices }: Part): string[] {
  return indices.map((index) => data.ids[index]);
}

/**
 * The true labels of a part's photographs.
 *
 * @param part Some photographs
 * @returns One view a photograph, [size × size]
 */
export function truthsOf({ data: { labels, size }, indices }: Part): Uint8Array[] {
  return indices.map((i) => labels.subarray(i * size * size, (i + 1) * size * size));
}

/** The menagerie's own seed: the animals stay the same when `--seed` changes, so runs compare. */
const MENAGERIE_SEED = 0;

async function openData(
  name: string,
  { size, animals, strict, maxMegapixels }: Settings,
  signal?: AbortSignal,
): Promise<Dataset> {
  if (name === "menagerie") return menagerie({ count: animals, size, seed: MENAGERIE_SEED });
  const folder = name === "oxford" ? await download(signal) : name;
  let bar: Progress | undefined;
  try {
    const data = await readPets(folder, {
      size,
      strict,
      maxMegapixels,
      onProgress(done, total) {
        bar ??= new Progress({ total, unit: "photographs", label: "reading" });
        bar.update(done);
      },
    });
    bar?.clear();
    for (const line of skippedLines(data.skipped)) console.log(line);
    for (const line of storedLines(data)) console.log(line);
    console.log(`read    ${data.ids.length} photographs, skipped ${data.skipped.length} files`);
    return data;
  } finally {
    bar?.clear();
  }
}

/** Says which photographs lie otherwise than viewers show them. */
function storedLines({ asStored = [] }: Dataset): string[] {
  if (asStored.length === 0) return [];
  const [are, their] = asStored.length > 1
    ? ["photographs are", "their trimaps fit"]
    : ["photograph is", "its trimap fits"];
  return [
    `note    ${asStored.length} ${are} taken as stored: ${their} only without the EXIF turn: ` +
    firstNames(asStored),
  ];
}

/** Gets the official release into the cache; at once when it is there. */
async function download(signal?: AbortSignal): Promise<string> {
  let bar: Progress | undefined;
  let label = "";
  const onProgress = ({ phase, archive, done, total }: PetsProgress): void => {
    if (label !== `${phase} ${archive}`) {
      bar?.clear();
      label = `${phase} ${archive}`;
      bar = total === undefined ? undefined : new Progress({ total, unit: "bytes", label });
      if (!bar) console.log(label);
    }
    bar?.update(done);
  };
  try {
    return await downloadPets(cacheFolder(), { onProgress, signal });
  } finally {
    bar?.clear();
  }
}
