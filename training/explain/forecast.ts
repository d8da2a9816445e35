/**
 * How long trainings take, before they start: from the measured speed of each.
 *
 * @module
 */
import { readHistory } from "../../evaluation/mod.ts";
import { exists } from "../../io/mod.ts";
import { endTraining } from "../../model/mod.ts";
import { batchesOf } from "../batches.ts";
import { RANDOM } from "../encoder_weights.ts";
import { stepsOfMeasuring, timeSteps } from "../minutes.ts";
import { openCommon, startModel } from "../prepare.ts";
import type { SettingName, Settings } from "../settings.ts";
import { splitOf } from "../split.ts";
import type { WantedRun } from "../wanted_run.ts";
import { isPretrained } from "./factors.ts";

/** Settings that change nothing about how long a step takes. */
const TIMELESS: readonly string[] = [
  ...["epochs", "epochSteps", "minutes", "patience", "seed", "seeds", "member"] as const,
  ...["weights", "weightsFormat", "init", "lr", "encoderLr", "freeze"] as const,
  ...["schedule", "warmup"] as const,
] satisfies SettingName[];

/** How long a training takes: its steps, and the seconds of one. */
interface Speed {
  secondsPerStep: number;
  /** Steps of an epoch. */
  steps: number;
  /** As many steps as measuring takes as long as, of some epochs. */
  measuring: (epochs: number) => number;
}

/**
 * The seconds that each training takes. Of those that are alike but for their length, rate and start, one
 * is timed, for some steps.
 *
 * @param runs The trainings.
 * @param signal Stops the timing.
 * @param begunAt After which epoch each begins.
 * @returns Seconds, by training.
 */
export async function forecast<Run extends WantedRun>(
  runs: readonly Run[],
  signal: AbortSignal,
  begunAt: (run: Run) => number = () => 0,
): Promise<Map<Run, number>> {
  const speeds = new Map<string, Speed>(), seconds = new Map<Run, number>();
  for (const run of runs) {
    const { epochSteps } = run.settings, key = speedKey(run.settings);
    const epochs = run.settings.epochs - Math.max(begunAt(run), await epochsDone(run));
    const speed = speeds.get(key) ?? await timed(run.settings, signal);
    speeds.set(key, speed);
    const steps = epochs * (epochSteps ?? speed.steps) + speed.measuring(epochs);
    seconds.set(run, steps * speed.secondsPerStep);
  }
  return seconds;
}

/** The epochs of a training that was interrupted. */
async function epochsDone({ folder, settings }: WantedRun): Promise<number> {
  if (!await exists(folder)) return 0;
  return Math.min((await readHistory(folder)).epochs.length, settings.epochs);
}

function speedKey(settings: Settings): string {
  const known = Object.entries(settings).filter(([name, value]) =>
    value !== undefined && name !== "preset" && !TIMELESS.includes(name)
  );
  return JSON.stringify(known.sort(([one], [other]) => one < other ? -1 : 1));
}

/** Times some steps of a training that is thrown away; random weights are as fast as others. */
async function timed(settings: Settings, signal: AbortSignal): Promise<Speed> {
  const begun = isPretrained(settings) ? { weights: RANDOM } : {};
  const own = { ...settings, ...begun, weightsFormat: undefined, init: undefined };
  const { images } = await openCommon({ settings: own }, signal);
  const split = splitOf(images, own);
  const { training, settings: chosen } = startModel(own, split);
  try {
    const batches = batchesOf(chosen, split, training);
    const secondsPerStep = await timeSteps(training, batches, signal, LEAST);
    const measuring = (epochs: number) => stepsOfMeasuring(chosen, split, epochs);
    return { secondsPerStep, steps: batches.steps, measuring };
  } finally {
    endTraining(training);
  }
}

/** A forecast may be a little off. */
const LEAST = { steps: 2, seconds: 1 };
