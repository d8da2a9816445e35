/** Runs that are out of the ordinary, as their files say them: what pages say of each must hold. */
import type { EpochRecord, LabelClass } from "../../core/mod.ts";
import {
  type Case,
  type Evaluation,
  METRICS,
  selectTriptychs,
  writeEvaluation,
} from "../../evaluation/mod.ts";

/** Pixels of a class in both masks, in the prediction alone, in the truth alone; and its ASSD. */
type Counts = [tp: number, fp: number, fn: number, assd?: number | null];

/** What an odd run's folder holds. */
export interface OddRun {
  /** Each case's counts, a row per class. */
  cases?: Counts[][];
  /** Rows and columns of each case, in turn; 100 × 100 when left out. */
  shapes?: number[][];
  /** Groups of the cases, in turn; none when left out. */
  groups?: (string | undefined)[];
  /** What `evaluation.json` holds besides. */
  more?: Partial<Evaluation>;
  /** Dice of each two masks of a case: two raters, the prediction and the first, and the second. */
  rated?: (i: number) => number[] | undefined;
  /** `run.json`; none when left out. */
  run?: Record<string, unknown>;
  /** `history.jsonl`. */
  history?: Partial<Record<keyof EpochRecord, unknown>>[];
}

const BASE = { settings: { epochs: 10 }, backend: "cpu", seconds: 61 };
const found = (tp: number, fp = 10, fn = 10, assd = 1.5): Counts => [tp, fp, fn, assd];
const missed: Counts = [0, 0, 50, null], invented: Counts = [0, 50, 0, null];
const misplaced: Counts = [0, 40, 50, 31.4], empty: Counts = [0, 0, 0, 0];

/** An epoch of a history. */
export const epoch = (n: number, dice: Record<string, number> = { c1: n / 10 }) => ({
  epoch: n,
  trainLoss: 1 / n,
  validationLoss: 2 / n,
  dice,
  learningRate: 1e-3,
  seconds: 1,
  imagesPerSecond: 9,
});

/** A few cases of every kind, each class its own. */
const mixed = Array.from({ length: 14 }, (_, i): Counts[] => [
  [found(100 + 37 * i, 11 * (i % 5)), missed, misplaced, invented, empty][i < 10 ? 0 : i - 9],
  [found(400 - 9 * i, 90, 5 * i, 40 / (i + 1)), empty][i % 7 === 6 ? 1 : 0],
  [misplaced, found(5, 200, 200), found(60)][i % 3],
]);

/** Two bins of one class's probabilities. */
const bins = { pixels: [100, 300], probability: [25, 270], right: [30, 240] };

/** The runs by name. */
export const ODD_RUNS: Record<string, OddRun> = {
  mixed: {
    cases: mixed,
    shapes: [[64, 64], [100, 100], [300, 512], [90, 80], [256, 256], [65, 64]],
    groups: ["a", "b", undefined],
    run: { ...BASE, status: "done", data: { train: ["x"], test: ["case_0"] } },
    history: [epoch(1), epoch(2)],
  },
  "one-class": { cases: Array.from({ length: 6 }, (_, i) => [found(30 + i)]), groups: ["all"] },
  "forty-classes": {
    cases: Array.from(
      { length: 5 },
      (_, i) => Array.from({ length: 40 }, (_, k) => k % 9 === 4 ? missed : found(9 + i + k)),
    ),
  },
  "all-missed": { cases: Array.from({ length: 4 }, () => [missed, found(90)]) },
  "all-misplaced": { cases: Array.from({ length: 4 }, () => [misplaced, found(90)]) },
  "all-invented": { cases: Array.from({ length: 4 }, () => [invented, invented]) },
  "all-empty": { cases: Array.from({ length: 3 }, () => [empty, empty]) },
  "first-empty": { cases: Array.from({ length: 4 }, (_, i) => [empty, found(40 + i)]) },
  "half-missed": { cases: [[found(90)], [missed], [missed], [misplaced]] },
  "one-case": { cases: [[found(90), missed, empty]], groups: ["alone"] },
  "two-cases": { cases: [[found(90)], [found(50)]] },
  "no-case": { cases: [] },
  "on-the-edge": {
    // Dice 0.8997, 0.9957, 0.99967, 1, 0.0004
    cases: [[1794, 200, 200], [1150, 5, 5], [6000, 2, 2], [6000, 0, 0], [1, 2500, 2499]]
      .map(([tp, fp, fn], i) => [[tp, fp, fn, [0.8, 0.04, 0.0004, 0, 99][i]] as Counts]),
  },
  "ninety": { cases: [[found(8996, 1004, 1004)], [found(8996, 1004, 1004)]], shapes: [[200, 200]] },
  rated: {
    cases: Array.from({ length: 9 }, (_, i) => [found(80 + i), found(30)]),
    rated: (i) => i === 8 ? undefined : [0.7, 0.75 + i / 100, 0.6 + i / 40],
    more: {
      raters: ["r1", "r2"],
      calibration: {
        ...{ cases: 8, pixels: 400, ece: 0.0875, brier: 0.3, bins },
        classes: [
          { label: 0, name: "c0", ece: 0.1, brier: 0.1, squares: 40, bins },
          { label: 1, name: "c1", ece: 0.0875, brier: 0.2, squares: 80, bins },
        ],
      },
    },
  },
  "rated-once": {
    cases: [[found(80)]],
    rated: () => [0.7, 0.8, 0.9],
    more: { raters: ["r1", "r2"] },
  },
  "rated-by-one": { cases: [[found(80)]], rated: () => [0.7], more: { raters: ["r1"] } },
  "no-class": {
    cases: [[[100, 40, 20], [50, 10, 30]], [[60, 0, 40], [70, 30, 0]]],
    more: {
      confusion: [[160, 15], [20, 120]],
      unlabelled: { truth: [20, 25], prediction: [45, 10], both: 18985 },
      ignore: [255],
    },
  },
  "no-class-untold": {
    cases: [[[100, 40, 20], [50, 10, 30]], [[60, 0, 40], [70, 30, 0]]],
    more: { confusion: [[160, 15], [20, 120]] },
  },
  "matrix-untold": {
    cases: [[[100, 40, 20], [50, 10, 30]]],
    more: { confusion: [[500, 15], [20, 120]] },
  },
  "stopped-without-figures": {
    run: { ...BASE, status: "stopped", error: "Cannot go on: the disk is full <b>" },
    history: [epoch(1), { ...epoch(2), trainLoss: null, validationLoss: null }],
  },
  "running-of-old": {
    cases: [[found(30)]],
    run: { ...BASE, status: "running", startedAt: "2026-01-02T03:04:05Z" },
  },
  "no-epoch-yet": { run: { ...BASE, status: "running" } },
  "odd-history": {
    cases: [[found(30), found(20), found(10)]],
    run: { ...BASE, status: "done", curvesOn: "validation", bestEpoch: 4, notes: ["A note <i>."] },
    history: [epoch(1, { c1: 0.4, c2: 0.1 }), epoch(4, {}), epoch(5, { c1: 0.1, c2: 0.2 })],
  },
  incomplete: {
    // a distance that is null where both masks hold the class is not known
    cases: [[[90, 1, 1, null]], [[80, 9, 9, 2]], [[70, 9, 9, 3]], [[0, 9, 9, null]], [missed], [
      empty,
    ]],
  },
  "a-million-epochs": {
    run: { ...BASE, status: "stopped" },
    history: [epoch(1), epoch(2), epoch(Number.MAX_SAFE_INTEGER)],
  },
  diverged: {
    run: { ...BASE, status: "done", curvesOn: "validation", bestEpoch: 2 },
    cases: [[missed]],
    history: [{ ...epoch(1, {}), validationLoss: 1.2e8 }, { ...epoch(2, {}), trainLoss: null }],
  },
};

/**
 * Writes the folder of an odd run.
 *
 * @param folder Where.
 * @param odd What it holds.
 */
export async function writeOddRun(folder: string, odd: OddRun): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  if (odd.run) await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify(odd.run));
  if (odd.history) {
    const lines = odd.history.map((line) => JSON.stringify(line) + "\n");
    await Deno.writeTextFile(`${folder}/history.jsonl`, lines.join(""));
  }
  if (odd.cases) await writeEvaluation(`${folder}/evaluation.json`, evaluationOf(odd, folder));
}

function evaluationOf({ cases: rows = [], shapes, groups, more, rated }: OddRun, name: string) {
  const classes = Array.from({ length: rows[0]?.length ?? 1 }, (_, k): LabelClass => ({
    label: k + 1,
    name: `c${k + 1}`,
    color: ["#e07a3f", "#3f6fb5", "#3a9d7c"][k % 3],
  }));
  const cases = rows.map((counts, i): Case => {
    const shape = shapes?.[i % shapes.length] ?? [100, 100];
    const group = groups?.[i % groups.length], ignored = more?.ignore ? 300 : 0;
    return {
      id: `case_${i}`,
      ...(group === undefined ? {} : { group }),
      shape,
      spacing: [1, 1],
      classes: Object.fromEntries(
        classes.map(({ name }, k) => [name, figuresOf(counts[k], shape[0] * shape[1] - ignored)]),
      ),
      ...(ignored > 0 ? { ignored } : {}),
      ...ratersOf(classes, rated?.(i)),
    };
  });
  const metrics = more?.metrics ?? METRICS.slice(0, 3);
  return {
    schema: "triptych/evaluation@1" as const,
    name: name.replace(/^.*\//, ""),
    title: name.replace(/^.*\//, ""),
    createdAt: "2026-01-01T00:00:00Z",
    classes,
    metrics: [...metrics],
    cases,
    confusion: [],
    triptychs: selectTriptychs(cases, classes, metrics),
    ...more,
  };
}

/** Raters' figures of a case, the same for every class. */
function ratersOf(classes: LabelClass[], dice: number[] | undefined): Pick<Case, "raters"> {
  if (dice === undefined) return {};
  const figures = (value: number) => ({
    tp: 9,
    fp: 1,
    fn: 1,
    dice: value,
    iou: value / 2,
    assd: 3,
  });
  const pairs = dice.length === 1 ? [[0]] : [[0, 1], [0], [1]];
  return {
    raters: pairs.map((raters, k) => ({
      raters,
      classes: Object.fromEntries(classes.map(({ name }) => [name, figures(dice[k])])),
    })),
  };
}

function figuresOf([tp, fp, fn, assd = 2]: Counts, pixels: number): Case["classes"][string] {
  const union = tp + fp + fn;
  return {
    tp,
    fp,
    fn,
    tn: pixels - union,
    dice: union ? (2 * tp) / (union + tp) : 1,
    iou: union ? tp / union : 1,
    assd,
  };
}
