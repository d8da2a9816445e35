/**
 * What is wrong with a trained model, and why, as far as that can be told.
 *
 * @module
 */
import { counted, type EpochRecord, formatRatio, listed } from "../core/mod.ts";
import { piecesOf } from "../data/mod.ts";
import { type Evaluation, summarise } from "../evaluation/mod.ts";
import type { Settings } from "./settings.ts";
import { type Split, truthsOf } from "./split.ts";
import { sizeFor, thinClasses } from "./thin_objects.ts";

/** A training that has come to its end. */
export interface Ended {
  split: Split;
  settings: Settings;
  /** Its epochs. */
  records: readonly EpochRecord[];
}

/** Alarms of a model's figures, a sentence or two each: what was found, and what to do. */
export async function alarmsOfResult(evaluation: Evaluation, ended: Ended): Promise<string[]> {
  return await aloneAlarm(evaluation, ended) ?? constantAlarm(evaluation) ?? [];
}

/** Of a class's true pixels, the part that must be predicted, anywhere, for it to be predicted at all. */
const LEAST_PREDICTED = 0.01;

/** More classes than this are counted, not named. */
const MOST_NAMES = 4;

/** The alarm of a model that predicts a single class, with the likely causes. */
async function aloneAlarm(
  { classes, confusion }: Evaluation,
  ended: Ended,
): Promise<string[] | undefined> {
  const predicted = classes.map((_, c) => confusion.reduce((sum, row) => sum + row[c], 0));
  const truth = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const most = predicted.indexOf(Math.max(...predicted));
  const others = classes.map((_, c) => c).filter((c) => c !== most && truth[c] > 0);
  const isPredicted = (c: number) => predicted[c] >= LEAST_PREDICTED * truth[c];
  if (others.length === 0 || others.some(isPredicted)) return undefined;
  const namesOf = (last: "and" | "or") =>
    others.length > MOST_NAMES
      ? `the other ${others.length} classes`
      : listed(others.map((c) => classes[c].name), last);
  const { name } = classes[most];
  const isNever = others.every((c) => predicted[c] === 0);
  const what = isNever ? `only ${name}, never` : `hardly anything but ${name}, and next to no`;
  const causes = await causesOf(name, namesOf("and"), ended);
  return [`The model predicts ${what} ${namesOf("or")}. ${causes}`];
}

/** Steps before which hardly any model predicts more than the commonest class. */
const FEW_STEPS = 200;

/** The part of the pixels below which the loss hardly sees a class. */
const RARE = 0.02;

/** A learning rate from which Adam's steps destroy what was learned. */
const HIGH_RATE = 0.01;

/** A learning rate at which hundreds of steps change little. */
const LOW_RATE = 1e-5;

async function causesOf(name: string, others: string, ended: Ended): Promise<string> {
  const { split, settings, records } = ended;
  const { lr, batch, loss, epochSteps = Infinity } = settings;
  // a point of a learning curve has as many steps as all images
  const { data, indices } = split.whole ?? split.train;
  const samples = piecesOf(data, indices).length;
  const steps = records.length * Math.min(epochSteps, Math.ceil(samples / batch));
  const [first, last] = [records.at(0), records.at(-1)].map((record) => record?.trainLoss ?? NaN);
  const share = 1 - shareOf(name, split), all = await thinClasses(split, settings);
  // the class that is predicted is no cause
  const thin = all.filter((one) => one.name !== name);
  const size = sizeFor(thin);
  const weighing = loss === "cross-entropy"
    ? "--loss dice-cross-entropy, or --class-weights"
    : "--class-weights";
  const causes: [isSo: boolean, cause: string, remedy?: string][] = [
    [
      steps < FEW_STEPS,
      `only ${counted(steps, "training step")}`,
      "more --epochs",
    ],
    [lr >= HIGH_RATE, `--lr ${lr} is high`, "0.001"],
    [lr <= LOW_RATE, `--lr ${lr} is low`, "0.001"],
    [
      share < RARE,
      `only ${(100 * share).toPrecision(2)} % of the training pixels show ${others}`,
      weighing,
    ],
    [
      thin.length > 0,
      `most of ${listed(thin.map((one) => one.name))} is too thin at this size`,
      size && `--size ${size}`,
    ],
  ];
  const likely = causes.filter(([isSo]) => isSo)
    .map(([, cause, remedy]) => remedy ? `${cause} (try ${remedy})` : cause);
  if (likely.length > 0) {
    return `Likely cause${likely.length > 1 ? "s" : ""}: ${likely.join("; ")}.`;
  }
  return `Its loss went from ${first.toFixed(3)} to ${
    last.toFixed(3)
  }: train longer (--epochs), or check ` +
    `whether the masks of ${others} lie where they should (deno task data).`;
}

/** The share of the training pixels, those that count, that are of a class. */
function shareOf(name: string, { train }: Split): number {
  const { classes, pack } = train.data, counts = new Float64Array(256);
  // a file says how many pixels of each class an image has
  if (pack) {
    for (const i of train.indices) {
      classes.forEach(({ label }, c) => counts[label] += pack.counts[i][c]);
    }
  } else {
    for (const truth of truthsOf(train)) for (const label of truth) counts[label]++;
  }
  const total = classes.reduce((sum, { label }) => sum + counts[label], 0);
  return counts[classes.find((one) => one.name === name)!.label] / total;
}

/** The alarm of classes that one mask for all images would find as well. */
function constantAlarm(
  { classes, cases, metrics, constantDice = {} }: Evaluation,
): string[] | undefined {
  const dice = metrics.find(({ id }) => id === "dice")!;
  const poor = classes.flatMap(({ name }) => {
    const { median } = summarise(cases, name, dice), constant = constantDice[name];
    // a class that lies everywhere is found by both
    if (!(median <= constant) || constant === 1) return [];
    return [
      `${name} (median Dice ${formatRatio(median, 3)}, of that mask ${formatRatio(constant, 3)})`,
    ];
  });
  if (poor.length === 0) return undefined;
  const them = poor.length === 1 ? "it" : "them";
  return [
    `No better than one mask for all images: ${
      listed(poor)
    }. Train longer (--epochs), add images that ` +
    `show ${them}, or weigh ${them} more (--loss dice-cross-entropy, --class-weights).`,
  ];
}
