/** Programs that campaigns break, and what they give when nobody does. */
import { readRun } from "../../evaluation/mod.ts";
import { startTask } from "./processes.ts";
import { resultsOf } from "./run_bytes.ts";

/** A training of seconds, with several steps and epochs. */
const TRAINING = "--backend simd --size 32 --features 2 --animals 40 --batch 4 --epochs 3";

/** A program that is broken and run again. */
export interface Trial {
  /** The task of `deno.json`. */
  task: string;
  /** Its arguments when it is started first. */
  args: string[];
  /** Where it writes. */
  out: string;
}

/** What a program gives that nobody breaks. */
export interface Whole {
  /** Its files, by path. */
  results: Map<string, string>;
  /** How long it takes. */
  milliseconds: number;
}

/**
 * A program's arguments.
 *
 * @param task Of `train`, `predict`, `evaluate`, `site`.
 * @param folder The campaign's, which `unbroken` has filled.
 * @param parent Where the program makes its folder.
 */
export function trialOf(task: string, folder: string, parent: string): Trial {
  const run = `${folder}/whole/train`, out = `${parent}/${task}`;
  const args: Record<string, string[]> = {
    train: [...TRAINING.split(" "), "--out", out],
    predict: [`${folder}/image`, "--model", run, "--backend", "simd", "--out", out],
    evaluate: ["--truth", `${folder}/truth`, "--prediction", `${folder}/prediction`, "--out", out],
    site: [run, "--out", out],
  };
  return { task, args: args[task], out };
}

/**
 * How a broken program is started again: a training that has begun is resumed, one that is done needs
 * nothing.
 *
 * @param trial The program.
 * @returns Its arguments; undefined where nothing is left to do.
 */
export async function argsToGoOn({ task, args, out }: Trial): Promise<string[] | undefined> {
  if (task !== "train" || !await isThere(`${out}/run.json`)) return args;
  const { run } = await readRun(out);
  return run?.status === "done" ? undefined : ["--resume", out];
}

/**
 * Runs each program once to its end; the trained run is what the others read.
 *
 * @param folder The campaign's.
 * @param tasks The programs.
 */
export async function unbroken(
  folder: string,
  tasks: readonly string[],
): Promise<Map<string, Whole>> {
  const wholes = new Map<string, Whole>();
  for (const task of new Set(["train", ...tasks])) {
    const { args, out } = trialOf(task, folder, `${folder}/whole`);
    const start = performance.now();
    const { code, output } = await startTask(task, args).ended;
    if (code !== 0) throw new Error(`Cannot begin the campaign: ${task} ended with ${output}`);
    const milliseconds = performance.now() - start;
    wholes.set(task, { results: await resultsOf(out), milliseconds });
    if (task === "train") await copyPictures(out, folder);
  }
  return wholes;
}

/**
 * Epochs that a training reported and its folder has lost.
 *
 * @param out The run folder.
 * @param output What the training said.
 * @returns In words; undefined where nothing is lost.
 */
export async function lostEpochs(out: string, output: string): Promise<string | undefined> {
  const reported = [...output.matchAll(/^epoch +(\d+)\/\d+ /gm)].map(([, n]) => Number(n));
  if (reported.length === 0) return undefined;
  const { history, problems } = await readRun(out);
  const known = new Set(history.map(({ epoch }) => epoch));
  const lost = reported.filter((number) => !known.has(number));
  return lost.length > 0 ? `epoch ${lost.join(", ")}` : problems[0];
}

/** Photographs and masks of the trained run, one folder a kind. */
async function copyPictures(run: string, folder: string): Promise<void> {
  const { evaluation } = await readRun(run);
  for (const kind of ["image", "truth", "prediction"] as const) {
    await Deno.mkdir(`${folder}/${kind}`);
    for (const { id, pictures } of evaluation!.cases) {
      const path = pictures![kind]!;
      await Deno.copyFile(`${run}/${path}`, `${folder}/${kind}/${id}${/\.\w+$/.exec(path)![0]}`);
    }
  }
}

/** Whether a file or folder is there. */
export async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
