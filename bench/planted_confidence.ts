/** Simulated models that say how sure they are, with mistakes of which they are sure planted in some images. */
import { distanceTransform } from "@triptych/metrics";
import { mulberry32 } from "../core/mod.ts";
import { CalibrationTotals, confidenceFigures, ProbabilityTally, SURE } from "../evaluation/mod.ts";
import { moved, smoothField } from "./planted_faults.ts";

/** What is simulated. */
export interface PlantedOptions {
  /** The true masks, square ones of one size, 1 where the object is and 2 elsewhere. */
  truths: readonly Uint8Array[];
  /** In how many of them a mistake is planted that the model is sure of. */
  faults: number;
  /** What is drawn. */
  seed: number;
  /** Below 1 the model is surer everywhere than it has reason to be, above 1 less sure. @default {1} */
  temperature?: number;
}

/** How well they are found. */
export interface PlantedResult {
  /** The share of planted ones among as many images that are most surely wrong, and, for comparison, of the worst by Dice. */
  cases: { precision: number; byDice: number };
  /** Of pixels that are surely wrong the share that was planted, and of the planted ones the share that is found. */
  pixels: { precision: number; recall: number };
  /** The median over images of the chance that the model is less sure of a wrong pixel than of a right one. */
  auroc: number;
  /** The expected calibration error of the likeliest class over all pixels. */
  ece: number;
}

const CLASSES = [{ label: 1, name: "object", color: "#e07a3f" }, {
  label: 2,
  name: "ground",
  color: "#3f6fb5",
}];

/** How far a model's outline wanders, and over how much its probability falls there, of the image's side. */
const REACH = 1 / 20, WIDTH = 1 / 32;

/** How sure the model is in a planted mistake, and in one of the same size that it has doubts about. */
const PLANTED = 0.97, DOUBTFUL = 0.65;

/**
 * Predicts objects with an outline that wanders, and makes a mistake of one size in every image: of
 * the first ones the model is sure, of the others it is not.
 *
 * @param options The masks, and how sure the model is.
 */
export function plantedFaults(
  { truths, faults, seed, temperature = 1 }: PlantedOptions,
): PlantedResult {
  const random = mulberry32(seed), calibrations = new CalibrationTotals();
  const found = truths.map((truth, i) => {
    const isPlanted = i < faults;
    const { planes, blob } = predicted(truth, { isPlanted, temperature, random });
    const prediction = truth.map((_, at) => planes[at] >= 0.5 ? 1 : 2);
    const tally = new ProbabilityTally(truth.length, { classes: CLASSES });
    tally.add({ planes, truth, prediction });
    const { confidence, calibration } = tally.tallied;
    calibrations.add(calibration!);
    const figures = confidenceFigures({ confidence, truth, prediction, labels: [1, 2] })!;
    const isSurelyWrong = (at: number) => confidence[at] >= SURE && prediction[at] !== truth[at];
    const both = truth.reduce(
      (sum, label, at) => sum + (label === 1 && prediction[at] === 1 ? 1 : 0),
      0,
    );
    const areas = [truth, prediction].map((mask) => mask.filter((label) => label === 1).length);
    const planted = isPlanted ? blob : [];
    return {
      ...figures,
      isPlanted,
      dice: 2 * both / (areas[0] + areas[1]),
      planted: planted.length,
      plantedFound: planted.filter(isSurelyWrong).length,
    };
  });
  const sum = (of: (one: typeof found[number]) => number) =>
    found.reduce((all, one) => all + of(one), 0);
  const firstPlanted = (by: (one: typeof found[number]) => number) =>
    found.toSorted((a, b) => by(b) - by(a)).slice(0, faults)
      .filter(({ isPlanted }) => isPlanted).length / faults;
  const hits = sum(({ plantedFound }) => plantedFound);
  const aurocs = found.map(({ auroc }) => auroc ?? 1).sort((a, b) => a - b);
  return {
    cases: {
      precision: firstPlanted(({ surelyWrong, pixels }) => surelyWrong / pixels),
      byDice: firstPlanted(({ dice }) => -dice),
    },
    pixels: {
      precision: hits / sum(({ surelyWrong }) => surelyWrong),
      recall: hits / sum(({ planted }) => planted),
    },
    auroc: aurocs[aurocs.length >> 1],
    ece: calibrations.figures(CLASSES)!.ece,
  };
}

/** The probabilities of object and ground, and the pixels of the mistake. */
function predicted(
  truth: Uint8Array,
  { isPlanted, temperature, random }: {
    isPlanted: boolean;
    temperature: number;
    random: () => number;
  },
): { planes: Float32Array; blob: number[] } {
  const size = Math.sqrt(truth.length), shape = [size, size], reach = REACH * size;
  const [dx, dy] = [smoothField(size, reach, random), smoothField(size, reach, random)];
  const wandering = moved(truth, size, dx, dy);
  const [inside, outside] = [1, 2].map((label) =>
    distanceTransform({ data: wandering, shape }, { label, absent: "allow" }).data
  );
  const planes = new Float32Array(2 * truth.length), blob: number[] = [];
  const [cx, cy] = [random() * size, random() * size], radius = 0.1 * size;
  for (let i = 0; i < truth.length; i++) {
    const away = Math.min(outside[i], size) - Math.min(inside[i], size);
    let object = 1 / (1 + Math.exp(-away / (WIDTH * size * temperature)));
    if (Math.hypot(i % size - cx, Math.floor(i / size) - cy) <= radius) {
      const wrong = isPlanted ? PLANTED : DOUBTFUL;
      object = truth[i] === 1 ? 1 - wrong : wrong;
      blob.push(i);
    }
    planes[i] = object;
    planes[truth.length + i] = 1 - object;
  }
  return { planes, blob };
}
