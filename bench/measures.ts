/** Measures that few libraries have, each timed beside one that has it. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  balancedAccuracy,
  bettiNumbers,
  calibration,
  centerDistance,
  clDice,
  confusionMatrix,
  connectedComponents,
  eulerNumber,
  evaluateInstances,
  kappa,
  type Mask,
  mcc,
  skeleton,
} from "@triptych/metrics";
import { mulberry32 } from "../core/mod.ts";
import { type BenchCase, CASES } from "./metrics_cases.ts";
import { BUDGET, median, type Peers, time } from "./peers.ts";

/** A measure, what it is measured on, and whose figures it is compared with. */
interface Measure {
  /** Its name in the table. */
  name: string;
  /** The name of the masks. */
  masks: string;
  /** The library, and what it is asked for in `measures_peers.py`. */
  peer: string;
  /** Our figures, which the library must find too. */
  run: (truth: Mask, prediction: Mask) => number[];
}

const sum = (values: Uint8Array | Int32Array) => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
};

/** Probabilities of two classes that any of two masks gives: the prediction's are sure of 0.9. */
function probabilitiesOf({ data, shape }: Mask): { data: Float32Array; shape: number[] } {
  const bytes = data as Uint8Array;
  const found = new Float32Array(2 * bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    found[i] = bytes[i] === 1 ? 0.125 : 0.875;
    found[bytes.length + i] = 1 - found[i];
  }
  return { data: found, shape: [2, ...shape] };
}

const instancesOf = (truth: Mask, prediction: Mask) => {
  const { f1, segmentationQuality, panopticQuality } = evaluateInstances(truth, prediction, {
    // as panoptica: corners in volumes, faces in planes
    connectivity: truth.shape.length === 3 ? 3 : 1,
  });
  return [f1, segmentationQuality, panopticQuality];
};

const linesOf = (mask: Mask) => [sum(skeleton(mask).data)];

/** The rows of the table. */
const MEASURES: Measure[] = [
  {
    name: "MCC",
    masks: "menagerie trimap 1024²",
    peer: "scikit-learn mcc",
    run: (t, p) => [mcc(t, p)],
  },
  {
    name: "kappa",
    masks: "menagerie trimap 1024²",
    peer: "scikit-learn kappa",
    run: (t, p) => [kappa(t, p)],
  },
  {
    name: "balanced accuracy",
    masks: "menagerie trimap 1024²",
    peer: "scikit-learn balanced",
    run: (t, p) => [balancedAccuracy(t, p)],
  },
  {
    name: "confusion matrix",
    masks: "menagerie trimap 1024²",
    peer: "scikit-learn confusion",
    run: (t, p) => confusionMatrix(t, p, [0, 1]).flat(),
  },
  {
    name: "centre distance",
    masks: "balls 128³",
    peer: "scipy centers",
    run: (t, p) => [centerDistance(t, p)],
  },
  { name: "skeleton", masks: "menagerie trimap 512²", peer: "scikit-image skeleton", run: linesOf },
  { name: "skeleton", masks: "grains 512²", peer: "scikit-image skeleton", run: linesOf },
  { name: "skeleton", masks: "half random 512²", peer: "scikit-image skeleton", run: linesOf },
  { name: "skeleton", masks: "balls 128³", peer: "scikit-image skeleton", run: linesOf },
  { name: "skeleton", masks: "grains 128³", peer: "scikit-image skeleton", run: linesOf },
  {
    name: "clDice",
    masks: "grains 512²",
    peer: "scikit-image cldice",
    run: (t, p) => [clDice(t, p)],
  },
  {
    name: "clDice",
    masks: "grains 128³",
    peer: "scikit-image cldice",
    run: (t, p) => [clDice(t, p)],
  },
  {
    name: "Euler number",
    masks: "grains 128³",
    peer: "scikit-image euler",
    run: (t) => [eulerNumber(t)],
  },
  {
    name: "Betti numbers",
    masks: "grains 512²",
    peer: "scikit-image betti",
    run: (t) => bettiNumbers(t),
  },
  {
    name: "Betti numbers",
    masks: "grains 128³",
    peer: "scikit-image betti",
    run: (t) => bettiNumbers(t),
  },
  {
    name: "components",
    masks: "grains 128³",
    peer: "scikit-image label",
    run: (t) => [connectedComponents(t, { connectivity: 3 }).count],
  },
  { name: "instances", masks: "grains 512²", peer: "panoptica instances", run: instancesOf },
  { name: "instances", masks: "grains 128³", peer: "panoptica instances", run: instancesOf },
  {
    name: "calibration",
    masks: "menagerie trimap 512²",
    peer: "scikit-learn calibration",
    run: (t, p) => {
      const { classes: [, { ece, brier }] } = calibration(t, probabilitiesOf(p));
      return [ece, brier];
    },
  },
];

/** Grains of several sizes, against some of them moved, and others. */
function grainsCase(shape: number[], count: number): BenchCase {
  const random = mulberry32(7);
  const voxels = shape.reduce((a, b) => a * b);
  const [truth, prediction] = [new Uint8Array(voxels), new Uint8Array(voxels)];
  const largest = shape.length === 2 ? 22 : 9;
  const draw = (data: Uint8Array, center: number[], radius: number) => {
    const reach = Math.ceil(radius);
    const steps = (2 * reach + 1) ** shape.length;
    for (let k = 0; k < steps; k++) {
      let rest = k;
      let square = 0;
      let index = 0;
      let isWithin = true;
      for (let axis = 0; axis < shape.length; axis++) {
        const step = rest % (2 * reach + 1) - reach;
        rest = Math.floor(rest / (2 * reach + 1));
        const place = center[axis] + step;
        isWithin &&= place >= 0 && place < shape[axis];
        square += step * step;
        index = index * shape[axis] + place;
      }
      if (isWithin && square <= radius * radius) data[index] = 1;
    }
  };
  for (let n = 0; n < count; n++) {
    const center = shape.map((length) => Math.floor(random() * length));
    const radius = 2 + random() * (largest - 2);
    if (n % 8 !== 0) draw(truth, center, radius);
    if (n % 8 !== 1) draw(prediction, center.map((place) => place + n % 3), radius);
  }
  return { name: `grains ${shape[0]}${shape.length === 2 ? "²" : "³"}`, shape, truth, prediction };
}

/** Makes the masks of a name. */
async function makeCase(name: string): Promise<BenchCase> {
  if (name === "grains 512²") return grainsCase([512, 512], 120);
  if (name === "grains 128³") return grainsCase([128, 128, 128], 120);
  for (const make of CASES) {
    const found = [await make()].flat().find((bench) => bench.name === name);
    if (found !== undefined) return found;
  }
  throw new Error(`Cannot find the masks ${name}`);
}

/** Times all measures; returns the table. */
export async function measureMeasures(
  peers: Peers,
  folder: string,
  only: string,
): Promise<string> {
  const lines = [
    "| measure | masks | Triptych, ms | beside | ms (times ours) |",
    "|---|---|---|---|---|",
  ];
  const cases = new Map<string, BenchCase>();
  for (const { name, masks, peer, run } of MEASURES) {
    if (!`${name} ${masks}`.includes(only)) continue;
    const bench = cases.get(masks) ?? await makeCase(masks);
    cases.set(masks, bench);
    const { shape } = bench;
    const files = [join(folder, "truth"), join(folder, "prediction")];
    await writeFile(files[0], bench.truth);
    await writeFile(files[1], bench.prediction);
    const ours = time(() => run({ data: bench.truth, shape }, { data: bench.prediction, shape }));
    const answer = await peers.ask({ files, shape, peer, budget: BUDGET });
    if (answer.error !== undefined) console.error(`${name}: ${peer}: ${answer.error}`);
    answer.values?.forEach((value, k) => {
      const own = ours.result[k];
      if (value === null || Math.abs(own - value) <= 1e-5 * Math.max(1, Math.abs(value))) return;
      console.error(`${name} of ${masks} is ${own}, ${peer} finds ${value}`);
    });
    const [mine, theirs] = [ours.seconds, answer.seconds ?? [NaN]].map((list) =>
      1000 * median(list)
    );
    const number = (value: number) => value >= 100 ? value.toFixed(0) : value.toPrecision(3);
    lines.push(
      `| ${name} | ${masks} | **${number(mine)}** | ${peer.split(" ")[0]} | ` +
        `${number(theirs)} (${number(theirs / mine)}×) |`,
    );
    console.error(lines.at(-1));
  }
  return lines.join("\n");
}
