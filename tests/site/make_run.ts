/**
 * A small run folder for tests: discs on noise, measured by the project's own metrics, with a missed,
 * an invented and an empty case, and with names that try to be markup.
 */
import {
  appendHistory,
  buildEvaluation,
  CalibrationTotals,
  type Case,
  caseConfidence,
  ConfusionTotals,
  evaluateCase,
  fileName,
  ProbabilityTally,
  type Run,
  writeEpochPicture,
  writeEvaluation,
  writePictures,
  writeRun,
} from "../../evaluation/mod.ts";
import { type FilmCase, makeFilm } from "./make_film.ts";
import { type PresetName, settingsOf } from "../../training/presets.ts";
import { describePreset } from "../../training/published.ts";

/** What a test run folder holds. */
export interface TestRun {
  /** Photographs; 12 when left out. */
  cases?: number;
  /** Epochs of history; 4 when left out. */
  epochs?: number;
  /** `running` writes no evaluation. */
  status?: Run["status"];
  /** Whether there is an `evaluation.json`. */
  evaluated?: boolean;
  /** Shifts predictions, so that two runs differ. */
  skill?: number;
  /** Whether ids, groups and titles try to be markup. */
  hostile?: boolean;
  /** The data's name. */
  data?: string;
  /** Whether the model draws nothing but background. */
  blind?: boolean;
  /** Whether the model says how sure it is: less near its outlines, and too much where it is wrong. */
  sure?: boolean;
  /** Pixels a side; 32 when left out. */
  size?: number;
  /** Whether there are predictions for all cases through the epochs. */
  film?: boolean;
  /** A preset that repeats published work: what is published of it stands in `run.json`. */
  preset?: PresetName;
}

/** Names that would be markup or leave the folder on a page that does not escape. */
export const HOSTILE = [
  `<img src=x onerror=alert(1)>`,
  `"><script>alert(2)</script>`,
  `../../../etc/passwd`,
  `a&b 'c' "d" {{ 1 + 1 }}`,
  `</title><svg onload=alert(3)>`,
];

const CLASSES = [
  { label: 1, name: "foreground", color: "#e07a3f" },
  { label: 2, name: "background", color: "#3f6fb5" },
  { label: 3, name: "border", color: "#3a9d7c" },
];

/**
 * Writes a run folder.
 *
 * @param folder Where; made when it is not there.
 * @param options What it holds.
 */
export async function makeRun(folder: string, options: TestRun = {}): Promise<void> {
  const { cases: count = 12, epochs = 4, status = "done", skill = 0 } = options;
  const published = options.preset && describePreset(settingsOf(options.preset));
  const { evaluated = true, hostile = false, data = "discs", size = 32, blind = false } = options;
  await Deno.mkdir(folder, { recursive: true });
  const classes = CLASSES.map((c, i) => hostile && i === 2 ? { ...c, name: HOSTILE[0] } : c);
  const ids = idsOf(count, hostile);
  const cases: Case[] = [], filmed: FilmCase[] = [];
  const totals = new ConfusionTotals(classes), calibrations = new CalibrationTotals();
  for (let i = 0; i < count && evaluated; i++) {
    const truth = disc(size, 10 + (i % 9), 12 + (i % 5), i === 1 ? 0 : 5 + (i % 4));
    const prediction = disc(
      size,
      10 + (i % 9) + (3 - skill) * (i % 2),
      13,
      i === 2 || blind ? 0 : 4 + (i % 5),
    );
    const id = ids[i], group = hostile ? HOSTILE[i % 2] : `kind_${i % 3}`;
    const shape = [size, size] as [number, number], file = fileName(id);
    const { tallied, confidence } = options.sure ? sureOf(truth, prediction, classes) : {};
    if (tallied) calibrations.add(tallied.calibration!);
    const pictures = await writePictures(folder, {
      ...{ file, shape, truth, prediction, classes },
      confidence: tallied?.confidence,
      image: photograph(truth, i),
    });
    const figures = evaluateCase(truth, prediction, { id, group, shape, classes });
    cases.push({ ...figures, ...confidence && { confidence }, pictures });
    totals.add(truth, prediction);
    filmed.push({ id, truth, shape });
    if (i < 2) await writeEpochs(folder, { epochs, file, shape, classes });
  }
  if (options.film) await makeFilm(folder, filmed, { classes, epochs });
  await writeHistory(folder, epochs, classes);
  await writeRun(folder, {
    status,
    settings: {
      ...options.preset && { preset: options.preset },
      size,
      epochs,
      note: hostile ? HOSTILE[1] : "test",
    },
    ...published,
    backend: "cpu",
    versions: { triptych: "0.1.0" },
    hardware: "a test",
    data: { name: data, fingerprint: "00ff", train: ["t1", "t2"], validation: [], test: ids },
    curvesOn: "test",
    seconds: 2 * epochs,
  });
  if (!evaluated) return;
  const name = folder.replace(/^.*\//, "");
  const title = hostile ? HOSTILE[4] : `Discs, ${count} pictures`;
  await writeEvaluation(
    `${folder}/evaluation.json`,
    buildEvaluation(cases, {
      ...{ name, title, ...totals },
      calibration: calibrations.figures(classes),
    }),
  );
}

function idsOf(count: number, hostile: boolean): string[] {
  return Array.from({ length: count }, (_, i) => hostile && HOSTILE[i] || `case_${i}`);
}

/** A disc that grows. */
async function writeEpochs(
  folder: string,
  { epochs, file, shape, classes }: {
    epochs: number;
    file: string;
    shape: readonly [number, number];
    classes: typeof CLASSES;
  },
): Promise<void> {
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const prediction = disc(shape[0], 16, 16, 2 + epoch);
    await writeEpochPicture(folder, epoch, { file, shape, prediction, classes });
  }
}

/** 95 % for every label, and 60 % for those of the border. */
function sureOf(truth: Uint8Array, prediction: Uint8Array, classes: typeof CLASSES) {
  const planes = new Float32Array(3 * truth.length);
  prediction.forEach((label, i) => {
    const own = label === 3 ? 0.6 : 0.95;
    for (let c = 0; c < 3; c++) {
      planes[c * truth.length + i] = classes[c].label === label ? own : (1 - own) / 2;
    }
  });
  const tally = new ProbabilityTally(truth.length, { classes });
  tally.add({ planes, truth, prediction });
  const { tallied } = tally;
  return { tallied, confidence: caseConfidence(tallied, { truth, prediction, classes }) };
}

/** Writes a history whose loss falls and whose Dice rises. */
async function writeHistory(
  folder: string,
  epochs: number,
  classes: readonly { name: string }[],
): Promise<void> {
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await appendHistory(folder, {
      epoch,
      trainLoss: 1 / epoch,
      validationLoss: 1.2 / epoch,
      dice: Object.fromEntries(classes.map((c, i) => [c.name, 1 - (i + 1) / (epoch + 4)])),
      learningRate: 1e-3,
      seconds: 2,
      imagesPerSecond: 30,
    });
  }
}

/**
 * A disc of foreground with a border on background, in units of a 32nd of the side; none where the
 * radius is 0.
 */
function disc(size: number, row: number, column: number, radius: number): Uint8Array {
  const unit = size / 32;
  return Uint8Array.from({ length: size * size }, (_, i) => {
    const distance = Math.hypot(Math.floor(i / size) / unit - row, (i % size) / unit - column);
    if (radius === 0 || distance > radius + 1) return 2;
    return distance > radius ? 3 : 1;
  });
}

function photograph(truth: Uint8Array, seed: number): Uint8Array {
  const data = new Uint8Array(truth.length * 3);
  for (let i = 0; i < truth.length; i++) {
    const noise = (i * 7919 + seed * 104729) % 61;
    const base = truth[i] === 2 ? 60 : 170;
    data.set([base + noise, base, 90 + noise], 3 * i);
  }
  return data;
}
