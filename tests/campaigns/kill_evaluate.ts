/**
 * The campaign of evaluations that are killed with SIGKILL at random moments and continued: whole, and in
 * 1, 3 and 8 parts, with the merge. All have the bytes of one that nobody killed.
 *
 * @module
 */
import { setTimeout as pause } from "node:timers/promises";
import { isPart } from "../../io/mod.ts";
import { writeBalls } from "../evaluation/masks/balls.ts";
import type { CampaignOptions } from "./main.ts";
import { type Random, randomFrom } from "./mutate.ts";
import { startTask } from "./processes.ts";
import { differenceOf, resultsOf } from "./run_bytes.ts";

/** What the campaign found. */
export interface EvaluationKills {
  /** Kills. */
  kills: number;
  /** Kills after which cases were measured already. */
  whileMeasuring: number;
  /** Runs that came to their end and were compared. */
  runs: number;
  /** What was wrong, a line each. */
  faults: string[];
}

/** In how many parts; 0 is without `--shard`. */
const WAYS = [0, 1, 3, 8];

/** What a program takes that has nothing to do, in milliseconds, about. */
const START = 250;

/**
 * Kills evaluations and runs them again.
 *
 * @param options How often, and what chance starts from.
 * @param options.count The fewest kills.
 * @param options.seed Chooses the moments.
 * @param options.cases How many pairs of volumes are measured.
 * @param options.ways In how many parts, by turns.
 * @param options.log Is told each fault and what was compared.
 * @returns What was found.
 */
export async function killEvaluations(
  { count, seed, cases = 48, ways = WAYS, log = () => {} }: {
    count: number;
    seed: number;
    cases?: number;
    ways?: readonly number[];
    log?: (line: string) => void;
  },
): Promise<EvaluationKills> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-kill-" });
  const figures: EvaluationKills = { kills: 0, whileMeasuring: 0, runs: 0, faults: [] };
  try {
    const masks = Object.entries(await writeBalls(folder, cases));
    const flags = [...masks.flatMap(([side, path]) => [`--${side}`, path]), "--classes", "1,2"];
    const start = performance.now(), whole = `${folder}/whole/run`;
    await toItsEnd("evaluate", [...flags, "--out", whole]);
    const results = await resultsOf(whole), milliseconds = performance.now() - start;
    const random = randomFrom(seed), kills = Math.ceil(count / ways.length);
    const job = { flags, results, milliseconds, random, kills, figures };
    while (figures.kills < count) {
      const parts = ways[figures.runs % ways.length], broken = `${folder}/broken`;
      const fault = await killRun(broken, parts, job);
      figures.runs++;
      if (fault !== undefined) figures.faults.push(`run ${figures.runs}, ${parts} parts: ${fault}`);
      log(
        `${parts === 0 ? "whole" : `${parts} parts`}: ${fault ?? `${figures.kills} kills so far`}`,
      );
      await Deno.remove(broken, { recursive: true });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return figures;
}

interface Job {
  flags: readonly string[];
  results: Map<string, string>;
  milliseconds: number;
  random: Random;
  /** The most kills, shared by its parts. */
  kills: number;
  figures: EvaluationKills;
}

/** One evaluation, killed on its way: what is wrong with its result. */
async function killRun(folder: string, parts: number, job: Job): Promise<string | undefined> {
  const out = `${folder}/run`;
  if (parts === 0) {
    return await killUntilDone("evaluate", [...job.flags, "--out", out], out, job) ??
      differenceOf(await resultsOf(out), job.results);
  }
  const folders = Array.from({ length: parts }, (_, i) => `${folder}/part-${i + 1}`);
  const share = {
    ...job,
    milliseconds: START + job.milliseconds / parts,
    kills: Math.ceil(job.kills / (parts + 1)),
  };
  for (const [i, part] of folders.entries()) {
    const args = [...job.flags, "--shard", `${i + 1}/${parts}`, "--out", part];
    const fault = await killUntilDone("evaluate", args, part, share);
    if (fault !== undefined) return fault;
  }
  return await killUntilDone("merge", [...folders, "--out", out], out, share) ??
    differenceOf(await resultsOf(out), job.results);
}

/** Kills a program at any moment and runs it again, till it came to its end before the kill. */
async function killUntilDone(
  task: "evaluate" | "merge",
  args: readonly string[],
  out: string,
  { results, milliseconds, random, kills, figures }: Job,
): Promise<string | undefined> {
  for (let left = kills;; left--) {
    const running = startTask(task, args);
    if (left > 0) await Promise.race([running.ended, pause(random(Math.ceil(milliseconds)))]);
    const isKilled = left > 0 && !running.isOver();
    if (isKilled) running.kill();
    const { code, output } = await running.ended;
    if (!isKilled) return code === 0 ? undefined : output.trim().slice(-300);
    figures.kills++;
    const journal = await Deno.readTextFile(`${out}/cases.jsonl`).catch(() => "");
    if (journal.split("\n").length > 2) figures.whileMeasuring++;
    const half = await halfWritten(out, journal, results);
    if (half !== undefined) return half;
    // what was done when the kill came isn't made again
    if (await isDone(out)) return undefined;
  }
}

/** A picture that the journal names and that is not whole, or JSON that is none. */
async function halfWritten(
  out: string,
  journal: string,
  results: Map<string, string>,
): Promise<string | undefined> {
  const found = await resultsOf(out).catch(() => new Map<string, string>());
  for (const [path, content] of found) {
    // one that is cut short is written anew, as long as nothing names it
    if (isPart(path) || !path.startsWith("pictures/") || !journal.includes(`"${path}"`)) continue;
    if (results.get(path) !== content) return `after a kill: ${path} is not whole`;
  }
  for (const name of ["run.json", "evaluation.json"]) {
    const text = await Deno.readTextFile(`${out}/${name}`).catch(() => "{}");
    try {
      JSON.parse(text);
    } catch {
      return `after a kill: ${name} is not whole`;
    }
  }
  return undefined;
}

async function isDone(out: string): Promise<boolean> {
  const text = await Deno.readTextFile(`${out}/run.json`).catch(() => "{}");
  return JSON.parse(text).status === "done";
}

async function toItsEnd(task: string, args: readonly string[]): Promise<void> {
  const { code, output } = await startTask(task, args).ended;
  if (code !== 0) throw new Error(`Cannot go on with the campaign: ${task} ended with ${output}`);
}

/** Kills of the whole campaign. */
const COUNT = 50;

/**
 * The campaign `evaluate`.
 *
 * @param options How many kills.
 * @returns Whether all had the same bytes.
 */
export async function runEvaluationKills(
  { count = COUNT, seed }: CampaignOptions,
): Promise<boolean> {
  const { faults, kills, whileMeasuring, runs } = await killEvaluations({
    count,
    seed,
    log: console.log,
  });
  console.log(
    `${kills} kills, ${whileMeasuring} of them while cases were measured; ` +
      `${runs} runs ended, ${faults.length} of them with other bytes`,
  );
  return faults.length === 0;
}
