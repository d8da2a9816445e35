/**
 * Runs of hard data, drawn by a program: many classes, one class, images of mixed and oblong sizes with
 * objects of six pixels, a volume, figures without pictures; three models of each.
 */
import {
  appendHistory,
  buildEvaluation,
  type Case,
  ConfusionTotals,
  evaluateCase,
  writeEvaluation,
  writePictures,
  writeRun,
} from "../../evaluation/mod.ts";
import { type LabelClass, labelClasses } from "../../core/mod.ts";
import { evaluateJob } from "../evaluation/masks/evaluate_job.ts";
import { plant } from "../evaluation/volumes/planted.ts";
import { metaImage } from "./meta_image.ts";
import { writeOddRun } from "./odd_runs.ts";

/** What a run of drawn images holds. */
interface Drawn {
  classes: LabelClass[];
  /** Rows and columns of each image. */
  shapes: [number, number][];
  /** The class at a place of image `i`. */
  labelAt: (i: number, y: number, x: number) => number;
  /** How many pixels the prediction lies beside the truth. */
  shift: number;
  groups?: string[];
  /** Epochs of history; none when left out. */
  epochs?: number;
  title: string;
}

/** Names as a street has them, long ones among them. */
const STREET = [
  ...["road", "sidewalk", "building", "wall", "fence", "pole", "traffic light", "traffic sign"],
  ...["vegetation", "terrain", "sky", "person", "rider", "car", "truck", "bus", "train"],
  ...["motorcycle with sidecar", "bicycle", "unlabelled_static_object"],
];

/** Three models of the same 9 images of mixed sizes, the last the best. */
const MIXED: [number, number][] = [
  ...[[96, 64], [64, 96], [24, 160], [160, 24], [64, 64]],
  ...[[90, 120], [120, 90], [48, 48], [70, 100]],
] as [number, number][];

/** The runs by name. */
const DRAWN: Record<string, Drawn> = {
  ...threeOf("street", {
    classes: labelClasses(...STREET),
    shapes: Array.from({ length: 8 }, () => [48, 96]),
    // rows of blocks, the last classes in few images
    labelAt: (i, y, x) => {
      const at = (5 * Math.floor(y / 12) + Math.floor((x + 3 * i) / 20)) % 20;
      return at > 16 && i % at ? 1 : at + 1;
    },
    shift: 3,
    groups: ["Aachen", "Bochum"],
    epochs: 5,
    title: "Street scenes, twenty classes",
  }),
  one: {
    classes: labelClasses("membrane"),
    shapes: Array.from({ length: 7 }, () => [64, 64]),
    labelAt: (i, y, x) => Number(Math.hypot(y - 32, x - 30 - i) < 14),
    shift: 2,
    title: "One class",
  },
  ...threeOf("specks", {
    classes: labelClasses("speck", "blob"),
    shapes: [[300, 2000], ...Array.from({ length: 4 }, () => [300, 400]), [2000, 300]] as [
      number,
      number,
    ][],
    // objects of six pixels, one of them missed
    labelAt: (i, y, x) => {
      if (y >= 100 && y < 102 && x >= 40 * (i + 1) && x < 40 * (i + 1) + 3) return 1;
      return Math.hypot(y - 200, x - 120) < 40 ? 2 : 0;
    },
    shift: 1,
    title: "Objects of six pixels on images of up to 2000 × 300",
  }),
  ...threeOf("model", {
    classes: labelClasses("kidney", "tumour"),
    shapes: MIXED,
    labelAt: (i, y, x) => {
      const from = Math.hypot(y - 12 - i, x - 12);
      return from < 4 ? 2 : from < 9 ? 1 : 0;
    },
    shift: 3,
    groups: ["left", "right", "both"],
    epochs: 12,
    title: "Model",
  }),
};

/** Three models of the same images: each predicts a pixel nearer to the truth than the one before. */
function threeOf(name: string, drawn: Drawn): Record<string, Drawn> {
  const models = [..."ABC"].map((letter, i): [string, Drawn] => [
    `${name}-${letter.toLowerCase()}`,
    { ...drawn, shift: drawn.shift - i, title: `${drawn.title} ${letter}` },
  ]);
  return Object.fromEntries(models);
}

/** Writes all runs of hard data into a folder. */
export async function makeHardRuns(folder: string): Promise<string[]> {
  for (const [name, drawn] of Object.entries(DRAWN)) await drawRun(`${folder}/${name}`, drawn);
  for (const [k, letter] of [..."abc"].entries()) {
    await writeOddRun(`${folder}/import-${letter}`, {
      cases: Array.from({ length: 30 }, (_, i) => {
        const first: [number, number, number, number] = [50 + i + 3 * k, 9, 9 - 3 * k, 40 - i];
        return [first, [90 - i + k, 9, 9 - k, i]];
      }),
      groups: ["a", "b"],
      shapes: [[100, 300], [512, 512]],
    });
    await volumeRun(folder, letter, k);
  }
  const measured = ["import", "volume"].flatMap((name) => [..."abc"].map((a) => `${name}-${a}`));
  return [...Object.keys(DRAWN), ...measured].map((name) => `${folder}/${name}`);
}

/** The pages to look at: each kind of page of each kind of data. */
export const HARD_PAGES: string[] = [
  "/index.html",
  ...["/compare/model-a..model-b.html", "/compare/street-a..street-b.html"],
  ...["/compare/specks-a..specks-b.html", "/compare/import-b..import-a.html"],
  ...["/compare/volume-a..volume-b.html", "/compare/model-a..model-b.slides.html"],
  ...["/runs/volume-c/slides.html", "/runs/street-c/slides.html", "/runs/import-c/slides.html"],
  // a ranking of each five kinds of data that have three models, doubts of the four with pictures
  ...["", "-2", "-3", "-4", "-5"].map((group) => `/compare/all${group}.html`),
  ...["index", "2", "3", "4"].map((group) => `/truths/${group}.html`),
  ...["street-c", "one", "specks-c", "model-c", "import-c", "volume-c"].flatMap((name) => [
    `/runs/${name}/index.html`,
    `/runs/${name}/cases/index.html`,
  ]),
  ...["street-c/cases/i1", "one/cases/i0", "specks-c/cases/i0", "specks-c/cases/i5"],
  ...["model-c/cases/i2", "model-c/cases/i3", "import-c/cases/case_0", "volume-c/cases/a"],
].map((page) => page.startsWith("/") ? page : `/runs/${page}.html`);

async function drawRun(folder: string, drawn: Drawn): Promise<void> {
  const { classes, shapes, labelAt, shift, groups, epochs = 0, title } = drawn;
  await Deno.mkdir(folder, { recursive: true });
  const cases: Case[] = [], totals = new ConfusionTotals(classes);
  for (const [i, shape] of shapes.entries()) {
    const [height, width] = shape;
    const mask = (move: number) =>
      Uint8Array.from(
        { length: height * width },
        (_, p) => labelAt(i, Math.floor(p / width), p % width - move),
      );
    const truth = mask(0), prediction = mask(shift * (i % 3));
    // the first image's first class is missed
    if (i === 0) prediction.forEach((label, p) => prediction[p] = label === 1 ? 0 : label);
    const image = new Uint8Array(3 * truth.length).map((_, p) =>
      60 + (truth[Math.floor(p / 3)] * 41 + p * 7919 % 23) % 160
    );
    const id = `i${i}`;
    const pictures = await writePictures(folder, {
      ...{ file: id, shape, image, truth, prediction, classes },
    });
    const group = groups?.[i % groups.length];
    const measured = evaluateCase(truth, prediction, { id, group, shape, classes });
    cases.push({ ...measured, pictures });
    totals.add(truth, prediction);
  }
  const name = folder.replace(/^.*\//, "");
  const evaluation = buildEvaluation(cases, { name, title, ...totals });
  await writeEvaluation(`${folder}/evaluation.json`, evaluation);
  if (epochs > 0) await writeTraining(folder, drawn);
}

/** `run.json`, and a history whose learning rate falls. */
async function writeTraining(folder: string, drawn: Drawn): Promise<void> {
  const { classes, epochs = 0, shapes, shift } = drawn;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await appendHistory(folder, {
      epoch,
      trainLoss: 1 / epoch,
      validationLoss: 1.2 / epoch,
      dice: Object.fromEntries(classes.map(({ name }, i) => [name, 1 - (i + 1) / (8 * epoch + i)])),
      learningRate: 1e-3 * (1 - (epoch - 1) / epochs) ** 0.9,
      seconds: 2,
      imagesPerSecond: 30,
    });
  }
  await writeRun(folder, {
    status: "done",
    settings: { size: 64, epochs, batch: 8, lr: 0.001, features: 4 * shift, loss: "dice+ce" },
    backend: "cpu",
    versions: { triptych: "0.1.0" },
    hardware: "a test",
    data: {
      ...{ name: "drawn", fingerprint: "00ff", train: ["t1", "t2"], validation: ["v1"] },
      test: shapes.map((_, i) => `i${i}`),
    },
    curvesOn: "validation",
    bestEpoch: epochs,
    seconds: 2 * epochs,
  });
}

/** Slices, rows, columns of the volume. */
const VOLUME = [16, 40, 48];

/** A volume of slices 3 mm apart, its tumour missed. */
async function volumeRun(folder: string, letter: string, moved: number): Promise<void> {
  const truth = new Uint8Array(VOLUME[0] * VOLUME[1] * VOLUME[2]), prediction = truth.slice();
  plant(truth, VOLUME, [[1, 14], [6, 36], [4, 40]], 1);
  plant(prediction, VOLUME, [[1, 14], [6 + moved, 36], [4, 40]], 1);
  plant(truth, VOLUME, [[2, 5], [26, 35], [5, 14]], 2);
  plant(prediction, VOLUME, [[9, 11], [10, 12], [30, 33]], 3);
  const masks = `${folder}/masks-${letter}`;
  for (const [side, voxels] of Object.entries({ truth, prediction })) {
    await Deno.mkdir(`${masks}/${side}`, { recursive: true });
    await Deno.writeFile(`${masks}/${side}/a.mha`, metaImage(voxels, VOLUME, [3, 1, 1]));
  }
  const sources = { truth: `${masks}/truth`, prediction: `${masks}/prediction` };
  await evaluateJob(sources, { out: `${folder}/volume-${letter}` });
}
