/**
 * The full-disk campaign: programs on disks that are too small. Each ends with exit code 1 and names what
 * it could not write; nothing that was done before is lost; once there is room it goes on, or is run
 * again, and ends with the bytes of one that had room from the start.
 *
 * @module
 */
import type { CampaignOptions } from "./main.ts";
import { randomFrom } from "./mutate.ts";
import { type Ended, startTask } from "./processes.ts";
import { differenceOf, resultsOf } from "./run_bytes.ts";
import { argsToGoOn, isThere, lostEpochs, type Trial, trialOf, unbroken } from "./trials.ts";

/** What the full-disk campaign found. */
export interface DiskFigures {
  /** How a disk was made small. */
  how: string;
  /** Programs that were run on a small disk. */
  trials: number;
  /** Those that found no room. */
  refused: number;
  /** Reports that the folder had lost. */
  lost: number;
  /** What ended with other bytes, without the path, or with another exit code than 1. */
  wrong: number;
  /** Programs that came to no end. */
  hung: number;
  /** What was wrong, a line each. */
  faults: string[];
}

/** A disk that has too little room for a while. */
interface Disk {
  /** How it is done, in words. */
  how: string;
  /** A share of what a program needs, in the disk's own measure. */
  sizeOf(results: Map<string, string>, share: number): number;
  /** Makes the folder a small disk; gives what a shell must do before the program, if anything. */
  shrink(folder: string, size: number): Promise<string | undefined>;
  /** Gives the folder room. */
  widen(folder: string): Promise<void>;
  /** Removes the disk. */
  remove(folder: string): Promise<void>;
}

const TURNS = ["train", "train", "predict", "train", "evaluate", "train", "site"];

/**
 * Runs programs on disks that are too small, then gives them room.
 *
 * @param options How often, and what chance starts from.
 * @param options.count Trials.
 * @param options.seed Chooses the sizes.
 * @param options.turns The programs, by turns; all where left out.
 * @param options.mounts Whether a small file system is mounted where this user may.
 * @param options.log Is told each fault.
 * @returns What was found.
 */
export async function fillDisks(
  { count, seed, turns = TURNS, mounts = true, log = () => {} }: {
    count: number;
    seed: number;
    turns?: readonly string[];
    mounts?: boolean;
    log?: (line: string) => void;
  },
): Promise<DiskFigures> {
  const random = randomFrom(seed);
  const folder = await Deno.makeTempDir({ prefix: "triptych-disk-" });
  const disk = mounts && await canMount(folder) ? MOUNTED : LIMITED;
  const figures: DiskFigures = {
    how: disk.how,
    trials: 0,
    refused: 0,
    lost: 0,
    wrong: 0,
    hung: 0,
    faults: [],
  };
  try {
    const whole = await unbroken(folder, turns);
    for (; figures.trials < count; figures.trials++) {
      const task = turns[figures.trials % turns.length];
      const { results } = whole.get(task)!;
      const size = disk.sizeOf(results, random(1000) / 1000);
      const trial = trialOf(task, folder, `${folder}/disk`);
      const found = await runTrial(trial, disk, { size, results });
      await disk.remove(`${folder}/disk`);
      if (found.refused) figures.refused++;
      if (found.fault === undefined) continue;
      figures[found.fault]++;
      const line = `trial ${figures.trials + 1}, ${task}, ${size}, ${found.fault}: ${found.what}`;
      figures.faults.push(line);
      log(line);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return figures;
}

interface Found {
  /** Whether there was too little room. */
  refused: boolean;
  fault?: "lost" | "wrong" | "hung";
  what?: string;
}

/** One program on a small disk, and again with room. */
async function runTrial(
  trial: Trial,
  disk: Disk,
  { size, results }: { size: number; results: Map<string, string> },
): Promise<Found> {
  const { task, args, out } = trial;
  const parent = out.slice(0, -task.length - 1);
  const shell = await disk.shrink(parent, size);
  const first = await startTask(task, args, shell).ended;
  if (first.hung) return { refused: true, fault: "hung", what: args.join(" ") };
  const refused = first.code !== 0;
  const wrong = refused ? faultOf(first, parent) : undefined;
  if (wrong !== undefined) return { refused, fault: "wrong", what: wrong };
  const lost = task === "train" && await isThere(`${out}/run.json`)
    ? await lostEpochs(out, first.output)
    : undefined;
  if (lost !== undefined) return { refused, fault: "lost", what: lost };

  await disk.widen(parent);
  const again = refused ? await argsToGoOn(trial) : undefined;
  const second = again && await startTask(task, again).ended;
  if (second?.hung) return { refused, fault: "hung", what: again!.join(" ") };
  if (second && second.code !== 0) return { refused, fault: "wrong", what: tailOf(second) };
  const difference = differenceOf(await resultsOf(out), results);
  return difference === undefined ? { refused } : { refused, fault: "wrong", what: difference };
}

/** What is wrong with how a program says that it found no room. */
function faultOf({ code, output }: Ended, parent: string): string | undefined {
  const error = output.split("\n").find((line) => line.startsWith("error: ")) ?? "";
  if (code !== 1) return `exit code ${code}: ${output.trim().slice(-300)}`;
  if (/^ +at /m.test(output)) return `a stack trace: ${output.trim().slice(-300)}`;
  if (!error.includes(parent)) return `no path in "${error}"`;
  if (!/disk is full|too large|No space left/.test(error)) return `no reason in "${error}"`;
  return undefined;
}

function tailOf({ output }: Ended): string {
  return output.trim().slice(-300);
}

/** Bytes of all files, each in whole pages. */
function bytesOf(results: Map<string, string>): number {
  const page = 4096;
  return [...results.values()].reduce(
    (sum, content) => sum + Math.ceil(content.length / 2 / page) * page,
    0,
  );
}

/** A file system in memory, for who may mount one. */
const MOUNTED: Disk = {
  how: "file systems in memory",
  sizeOf: (results, share) => 4 + Math.floor(share * 1.3 * bytesOf(results) / 4096) * 4,
  async shrink(folder, size) {
    await Deno.mkdir(folder);
    await system("mount", "-t", "tmpfs", "-o", `size=${size}k`, "tmpfs", folder);
    return undefined;
  },
  async widen(folder) {
    await system("mount", "-o", "remount,size=64m", folder);
  },
  async remove(folder) {
    await system("umount", folder);
    await Deno.remove(folder);
  },
};

/** A limit on the size of each file, which any user may set. */
const LIMITED: Disk = {
  how: "a limit on the size of files",
  sizeOf(results, share) {
    const longest = Math.max(...[...results.values()].map((content) => content.length / 2));
    return 1 + Math.floor(share * longest / 512);
  },
  async shrink(folder, size) {
    await Deno.mkdir(folder);
    // without the signal, which would kill, writing fails as on a full disk
    return `trap "" XFSZ; ulimit -f ${size}`;
  },
  async widen() {},
  async remove(folder) {
    await Deno.remove(folder, { recursive: true });
  },
};

/** Whether this user may mount a file system. */
async function canMount(folder: string): Promise<boolean> {
  try {
    await MOUNTED.shrink(`${folder}/try`, 4);
    await MOUNTED.remove(`${folder}/try`);
    return true;
  } catch {
    await Deno.remove(`${folder}/try`).catch(() => {});
    return false;
  }
}

async function system(command: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args }).output();
  if (!success) throw new Error(`${command}: ${new TextDecoder().decode(stderr)}`);
}

/** Sizes of the whole campaign. */
const COUNT = 40;

/**
 * The campaign `full-disk`.
 *
 * @param options How many trials, and of which program.
 * @returns Whether nothing was lost, wrong or stuck.
 */
export async function runFullDisks(
  { count = COUNT, seed, only }: CampaignOptions,
): Promise<boolean> {
  const turns = only === undefined ? TURNS : [only];
  const { faults, ...figures } = await fillDisks({ count, seed, turns, log: console.log });
  console.log(
    `${count} trials on ${figures.how}, ${figures.refused} found no room: ` +
      `${figures.lost} lost, ${figures.wrong} wrong, ${figures.hung} hung`,
  );
  return faults.length === 0;
}
