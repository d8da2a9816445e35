/** A run of many classes and cases in memory, for tests of the weight of its page. */
import {
  buildEvaluation,
  type Case,
  ConfusionTotals,
  evaluateCase,
  type RunFolder,
} from "../../evaluation/mod.ts";
import { type EpochRecord, labelClasses, mulberry32 } from "../../core/mod.ts";
import { SiteRun } from "../../site/runs/site_run.ts";

/** So many different masks stand for all cases. */
const DISTINCT = 6;

const SIDE = 48;

/** What a run of many classes holds. */
export interface ManyClasses {
  classes: number;
  cases: number;
  /** 30 when left out. */
  epochs?: number;
  /** 11 when left out. */
  groups?: number;
  /** The name of a class; long ones when left out. */
  nameOf?: (k: number) => string;
}

/**
 * A run of which everything is known: pictures, confusions, kinds of errors, groups and a history. No two figures
 * are alike, every class is taken for every other, and none of it compresses better than what a training writes.
 */
export function manyClasses(
  { classes: count, cases: all, epochs = 30, groups = 11, nameOf }: ManyClasses,
) {
  const random = mulberry32(count + all), shape = [SIDE, SIDE] as [number, number];
  const names = Array.from({ length: count }, (_, k) => nameOf?.(k) ?? `kind of things ${k + 1}`);
  const classes = labelClasses(...names), totals = new ConfusionTotals(classes);
  const masks = Array.from({ length: DISTINCT }, () => masksOf(count, random));
  const few = masks.map(({ truth, prediction }) => {
    totals.add(truth, prediction);
    return evaluateCase(truth, prediction, { id: "", shape, classes });
  });
  const cases = Array.from({ length: all }, (_, i): Case => {
    const one = few[i % DISTINCT], file = String(Math.floor(random() * 1e6)).padStart(6, "0");
    const id = `aachen_${file}_${i}_left`;
    const figures = Object.entries(one.classes).map(([name, own]) => [name, varied(own, random)]);
    const pictures = { image: `${id}.jpg`, truth: `${id}.t.png`, prediction: `${id}.p.png` };
    return {
      ...one,
      id,
      group: `town_${i % groups}`,
      classes: Object.fromEntries(figures),
      pictures,
    };
  });
  const history = Array.from({ length: epochs }, (_, i) => epochOf(i + 1, names, random));
  const evaluation = buildEvaluation(cases, { name: "many", title: "Many", ...totals, classes });
  const folder = { name: "many", path: "many", run: null, history, evaluation, epochPictures: [] };
  const run = new SiteRun(
    { ...folder, writer: "gone", problems: [] } satisfies RunFolder,
    "many",
    "p0",
  );
  cases.forEach((one, i) => {
    run.wrong.add(one, { ...masks[i % DISTINCT], width: SIDE, height: SIDE });
  });
  return run;
}

/** Stripes of all classes, and a prediction that is wrong anywhere. */
function masksOf(count: number, random: () => number) {
  const moved = Math.floor(random() * SIDE);
  const truth = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [y, x] = [Math.floor(i / SIDE), (i + moved) % SIDE];
    return 1 + (5 * Math.floor(y / 6) + Math.floor(x / 9)) % count;
  });
  const prediction = truth.map((label) =>
    random() < 0.2 ? Math.floor(random() * (count + 1)) : label
  );
  return { truth, prediction };
}

/** Figures a little beside those of other cases; counts stay. */
function varied(figures: Case["classes"][string], random: () => number): typeof figures {
  const { dice, iou, assd, hd95, ...counts } = figures;
  const beside = (value: number | null | undefined) =>
    typeof value === "number" ? value * (1 - random() ** 3) : value;
  return {
    ...counts,
    ...{ dice: beside(dice), iou: beside(iou), assd: beside(assd), hd95: beside(hd95) },
  } as typeof figures;
}

function epochOf(epoch: number, names: string[], random: () => number): EpochRecord {
  return {
    epoch,
    trainLoss: random() / epoch,
    validationLoss: random() / epoch,
    dice: Object.fromEntries(names.map((name) => [name, 1 - random() / epoch])),
    learningRate: 1e-3 / epoch,
    seconds: 1,
    imagesPerSecond: 9,
  };
}
