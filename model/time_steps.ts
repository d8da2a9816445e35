/** @module Times a training step of several engines on made-up images. */
import type { Batch } from "./batch.ts";
import { endTraining, startTraining, type Training } from "./state.ts";
import { trainStep } from "./step.ts";
import { buildUnet } from "./unet.ts";

/** The least that is timed, in rounds and milliseconds: V8 compiles kernels better within a few steps. */
const ROUNDS = 5, TIMED = 2500;

const SIZE = 128, FEATURES = 16, COUNT = 8, CLASSES = 3;

/** How long a step takes. */
export interface StepTime {
  /** The least of several, in milliseconds. */
  least: number;
  /** The next longer one: where it is far off, the machine was busy with something else. */
  next: number;
}

/**
 * Times a training step of the U-Net of 16 features, 8 images of 128 pixels per side. The engines take
 * turns, so that whatever else the machine does slows them all alike. Nothing is left behind, neither
 * tensors nor a changed random state, but memory that the engines reuse.
 *
 * @param engines Makes each engine the current one.
 * @returns The time of a step, or what went wrong, per engine.
 */
export async function timeSteps<Name extends string>(
  engines: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, StepTime | Error>> {
  const names = Object.keys(engines) as Name[];
  const batch = madeUpBatch();
  const failed = new Map<Name, Error>();
  const trainings = new Map<Name, Training>();
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  const onEachThatWorks = async (work: (name: Name) => unknown) => {
    for (const name of names.filter((name) => !failed.has(name))) {
      try {
        await engines[name]();
        await work(name);
      } catch (error) {
        failed.set(name, error as Error);
      }
    }
  };

  await onEachThatWorks((name) => trainings.set(name, startTraining(madeUpModel())));
  const end = performance.now() + TIMED;
  for (let round = 0; round < ROUNDS || performance.now() < end; round++) {
    if (failed.size === names.length) break;
    await onEachThatWorks(async (name) => {
      const start = performance.now();
      await trainStep(trainings.get(name)!, batch);
      times.get(name)!.push(performance.now() - start);
    });
  }
  trainings.forEach(endTraining);

  const results = names.map((name) => [name, failed.get(name) ?? leastOf(times.get(name)!)]);
  return Object.fromEntries(results);
}

function leastOf(times: number[]): StepTime {
  const [least, next] = times.sort((a, b) => a - b);
  return { least, next };
}

function madeUpModel() {
  const classes = Array.from({ length: CLASSES }, (_, i) => ({
    label: i + 1,
    name: `class ${i + 1}`,
    color: "#888888",
  }));
  return buildUnet({ size: SIZE, features: FEATURES, classes, seed: 0 });
}

function madeUpBatch(): Batch {
  const pixels = COUNT * SIZE * SIZE;
  return {
    images: Float32Array.from({ length: 3 * pixels }, (_, i) => i * 7919 % 256 / 255),
    labels: Int32Array.from({ length: pixels }, (_, i) => i * 31 % CLASSES),
    count: COUNT,
  };
}
