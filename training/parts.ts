import {
  type Dataset,
  downloadPets,
  menagerie,
  type PetsProgress,
  readPets,
  type Split,
  trainTestSplit,
} from "../data/mod.ts";
import { cacheFolder } from "../io/mod.ts";
import { Progress, skippedLines } from "../cli/mod.ts";
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
 * @returns The parts
 * @throws {Error} If the data can't be read, or a part that is needed would be empty
 */
export async function openParts(settings: Settings): Promise<Parts> {
  const { seed, share, validation, testData, tune } = settings;
  const data = await openData(settings.data, settings);
  const other = testData === undefined ? undefined : await openData(testData, settings);
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
  for (const name of ["train", "test"] as const) {
    if (parts[name].indices.length === 0) {
      throw new Error(
        `Cannot train: the ${name} part must hold a photograph, got ${data.ids.length} in all ` +
          `of ${data.name}`,
      );
    }
  }
  return parts;
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

async function openData(name: string, { size, animals, strict }: Settings): Promise<Dataset> {
  if (name === "menagerie") return menagerie({ count: animals, size, seed: MENAGERIE_SEED });
  const folder = name === "oxford" ? await download() : name;
  let bar: Progress | undefined;
  try {
    const data = await readPets(folder, {
      size,
      strict,
      onProgress(done, total) {
        bar ??= new Progress({ total, unit: "photographs", label: "reading" });
        bar.update(done);
      },
    });
    bar?.clear();
    for (const line of skippedLines(data.skipped)) console.log(line);
    console.log(`read    ${data.ids.length} photographs, skipped ${data.skipped.length} files`);
    return data;
  } finally {
    bar?.clear();
  }
}

/** Gets the official release into the cache; at once when it is there. */
async function download(): Promise<string> {
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
    return await downloadPets(cacheFolder(), { onProgress });
  } finally {
    bar?.clear();
  }
}
