/**
 * The kill campaign: programs that are killed with SIGKILL at any moment, also while they write, and
 * started again. A training ends with the bytes of one that was never killed; nothing that it said is
 * lost; predict, evaluate and site leave no half-written file and can be run again.
 *
 * @module
 */
import { setTimeout as pause } from "node:timers/promises";
import { readRun } from "../../evaluation/mod.ts";
import { isPart } from "../../io/mod.ts";
import { filesIn } from "./files_in.ts";
import { type Random, randomFrom } from "./mutate.ts";
import { type Ended, startTask } from "./processes.ts";
import type { CampaignOptions } from "./main.ts";
import { differenceOf, resultsOf } from "./run_bytes.ts";
import {
  argsToGoOn,
  isThere,
  lostEpochs,
  type Trial,
  trialOf,
  unbroken,
  type Whole,
} from "./trials.ts";

/** What the kill campaign found. */
export interface KillFigures {
  /** Programs that were killed and run again until they came to their end. */
  trials: number;
  /** Kills. */
  kills: number;
  /** Kills while a file was being written. */
  whileWriting: number;
  /** Epochs that the terminal had reported and the run folder had lost. */
  lost: number;
  /** What ended with other bytes, half-written files, or an error. */
  wrong: number;
  /** Programs that came to no end. */
  hung: number;
  /** What was wrong, a line each. */
  faults: string[];
}

/** Every so many trials it is the turn of another program than train. */
const TURNS = ["train", "train", "predict", "train", "train", "evaluate", "train", "train", "site"];

/**
 * Kills programs and runs them again.
 *
 * @param options How often, and what chance starts from.
 * @param options.count Trials.
 * @param options.seed Chooses the moments.
 * @param options.turns The programs, by turns; all where left out.
 * @param options.log Is told each fault and now and then how far it is.
 * @returns What was found.
 */
export async function killPrograms(
  { count, seed, turns = TURNS, log = () => {} }: {
    count: number;
    seed: number;
    turns?: readonly string[];
    log?: (line: string) => void;
  },
): Promise<KillFigures> {
  const random = randomFrom(seed);
  const figures: KillFigures = {
    trials: 0,
    kills: 0,
    whileWriting: 0,
    lost: 0,
    wrong: 0,
    hung: 0,
    faults: [],
  };
  const folder = await Deno.makeTempDir({ prefix: "triptych-kill-" });
  try {
    const whole = await unbroken(folder, turns);
    for (; figures.trials < count; figures.trials++) {
      const task = turns[figures.trials % turns.length];
      await Deno.mkdir(`${folder}/broken`);
      const trial = trialOf(task, folder, `${folder}/broken`);
      await runTrial(trial, whole.get(task)!, { random, figures, log });
      await Deno.remove(`${folder}/broken`, { recursive: true });
      if ((figures.trials + 1) % 10 === 0) {
        log(`${figures.trials + 1} trials, ${figures.kills} kills`);
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return figures;
}

/** Kills a program up to three times, lets it come to its end, and looks at what it left. */
async function runTrial(
  trial: Trial,
  { results, milliseconds }: Whole,
  { random, figures, log }: { random: Random; figures: KillFigures; log: (line: string) => void },
): Promise<void> {
  const fault = (kind: "lost" | "wrong" | "hung", what: string): void => {
    figures[kind]++;
    const line = `trial ${figures.trials + 1}, ${trial.task}, ${kind}: ${what}`;
    figures.faults.push(line);
    log(line);
  };
  const { task, out } = trial;
  let args: string[] | undefined = trial.args;
  for (let kills = 1 + random(3); args && kills > 0; kills--) {
    const ended = await killOnce(task, args, { out, random, milliseconds, figures });
    if (ended.hung) return fault("hung", args.join(" "));
    const half = await halfWritten(out, results, task);
    if (half !== undefined) fault("wrong", half);
    const lost = task === "train" ? await lostEpochs(out, ended.output) : undefined;
    if (lost !== undefined) fault("lost", lost);
    // it may have been too fast for the kill
    args = ended.code === 0 ? undefined : await argsToGoOn(trial);
  }
  const ended = args && await startTask(task, args).ended;
  if (ended?.hung) return fault("hung", args!.join(" "));
  if (ended && ended.code !== 0) return fault("wrong", ended.output.trim().slice(-300));
  const difference = differenceOf(await resultsOf(out), results);
  if (difference !== undefined) fault("wrong", difference);
}

/** Starts a program and kills it: half of the time at any moment, otherwise while it writes. */
async function killOnce(
  task: string,
  args: readonly string[],
  { out, random, milliseconds, figures }: {
    out: string;
    random: Random;
    milliseconds: number;
    figures: KillFigures;
  },
): Promise<Ended> {
  const running = startTask(task, args);
  const moment = performance.now() + random(Math.ceil(milliseconds));
  let writes = random(2) === 0 ? 1 + random(12) : Infinity;
  let isWriting = false;
  const seen = new Set<string>();
  while (!running.isOver() && (writes < Infinity || performance.now() < moment)) {
    for (const name of partsIn(out)) {
      if (!seen.has(name)) writes--;
      seen.add(name);
    }
    isWriting = writes <= 0;
    if (isWriting) break;
    await pause(0);
  }
  if (!running.isOver()) {
    running.kill();
    figures.kills++;
    if (isWriting) figures.whileWriting++;
  }
  return await running.ended;
}

/** What is being written aside in a folder and those in it. */
function partsIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
      isDirectory ? partsIn(`${folder}/${name}`) : isPart(name) ? [name] : []
    );
  } catch {
    // it isn't there yet, or was renamed
    return [];
  }
}

/** A file of a killed program that is no whole one; what was written aside is none. */
async function halfWritten(
  out: string,
  results: Map<string, string>,
  task: string,
): Promise<string | undefined> {
  if (!await isThere(out)) return undefined;
  try {
    for (const [path] of (await filesIn(out)).filter(([path]) => path.endsWith(".json"))) {
      JSON.parse(await Deno.readTextFile(`${out}/${path}`));
    }
    if (await isThere(`${out}/run.json`)) await readRun(out);
  } catch (error) {
    return `after the kill: ${(error as Error).message}`;
  }
  // weights and curves of a training change as it goes on
  const passing = task === "train" ? /^(model|checkpoint)\/|^history/ : /^$/;
  for (const [path, content] of await resultsOf(out)) {
    if (isPart(path) || passing.test(path) || !results.has(path)) continue;
    if (results.get(path) !== content) return `after the kill: ${path} is not whole`;
  }
  return undefined;
}

/** Kills of the whole campaign. */
const COUNT = 100;

/**
 * The campaign `kill`.
 *
 * @param options How many trials, and of which program.
 * @returns Whether nothing was lost, wrong or stuck.
 */
export async function runKills({ count = COUNT, seed, only }: CampaignOptions): Promise<boolean> {
  const turns = only === undefined ? TURNS : [only];
  const { faults, ...figures } = await killPrograms({ count, seed, turns, log: console.log });
  console.log(
    `${count} trials, ${figures.kills} kills, ${figures.whileWriting} of them while writing: ` +
      `${figures.lost} lost, ${figures.wrong} wrong, ${figures.hung} hung`,
  );
  return faults.length === 0;
}
