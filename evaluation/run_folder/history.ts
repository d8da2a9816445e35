import { type EpochRecord, isObject, listed } from "../../core/mod.ts";
import { writeAll, writeFileAtomic, writing } from "../../io/mod.ts";
import { readTextIfThere } from "./read_file.ts";

/** What can be read of `history.jsonl`. */
export interface History {
  /** The epochs, in ascending order. */
  epochs: EpochRecord[];
  /** What is damaged or missing, in words; a last line that was cut short is neither. */
  problems: string[];
}

/**
 * Appends an epoch to `history.jsonl`, creating it if necessary, and waits until it is on disk.
 *
 * @param folder The run folder.
 * @param epoch The epoch.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const epoch = {
 *   epoch: 1,
 *   trainLoss: 0.9,
 *   validationLoss: 0.8,
 *   dice: { cat: 0.5 },
 *   learningRate: 1e-3,
 *   seconds: 10,
 *   imagesPerSecond: 30,
 * };
 * await appendHistory(folder, epoch);
 * assert.deepEqual((await readHistory(folder)).epochs, [epoch]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function appendHistory(folder: string, epoch: EpochRecord): Promise<void> {
  const path = historyPath(folder);
  await writing(path, async () => {
    using file = await Deno.open(path, { append: true, create: true });
    await writeAll(file, new TextEncoder().encode(lineOf(epoch)));
    await file.sync();
  });
}

/**
 * Reads `history.jsonl`. Each line is checked; one that isn't an epoch is left out and reported. A last
 * line that was cut short, by a program that was killed while writing it, is ignored. If two lines are
 * for the same epoch, the later one counts.
 *
 * @param folder The run folder.
 * @returns The epochs, none if the file doesn't exist, and what is wrong with the file.
 */
export async function readHistory(folder: string): Promise<History> {
  const lines = (await readTextIfThere(folder, "history.jsonl") ?? "").split("\n");
  const epochs = new Map<number, EpochRecord>();
  const damaged: number[] = [], repeated = new Set<number>();
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    const epoch = parseEpoch(line);
    // what follows the last line break was cut short
    if (epoch === undefined && index < lines.length - 1) damaged.push(index + 1);
    if (epoch === undefined) return;
    if (epochs.has(epoch.epoch)) repeated.add(epoch.epoch);
    epochs.set(epoch.epoch, epoch);
  });
  const sorted = [...epochs.values()].sort((a, b) => a.epoch - b.epoch);
  const problems = [
    ...damaged.length > 0 ? [`${numbered("line", damaged)} can't be read`] : [],
    ...repeated.size > 0
      ? [
        `${numbered("epoch", [...repeated])} ${
          repeated.size === 1 ? "occurs" : "occur"
        } more than once`,
      ]
      : [],
    ...gapsOf(sorted),
  ].map((problem) => `history.jsonl: ${problem}`);
  return { epochs: sorted, problems };
}

/**
 * Replaces `history.jsonl`, atomically.
 *
 * @param folder The run folder.
 * @param epochs The epochs that it contains from then on.
 */
export async function writeHistory(folder: string, epochs: readonly EpochRecord[]): Promise<void> {
  await writeFileAtomic(historyPath(folder), epochs.map(lineOf).join(""));
}

function historyPath(folder: string): string {
  return `${folder}/history.jsonl`;
}

function lineOf(epoch: EpochRecord): string {
  return JSON.stringify(epoch) + "\n";
}

/** What must be a finite number in every line. */
const NUMBERS = ["learningRate", "seconds", "imagesPerSecond"] as const;

/** What JSON has null for where it is no number: a loss that was measured on nothing, or that diverged. */
const LOSSES = ["trainLoss", "validationLoss"] as const;

/** The epoch of a line; undefined if it isn't one. */
function parseEpoch(line: string): EpochRecord | undefined {
  try {
    const value = JSON.parse(line) as EpochRecord;
    for (const name of LOSSES) if (value[name] === null) value[name] = NaN;
    const isEpoch = Number.isSafeInteger(value.epoch) && value.epoch >= 0 &&
      NUMBERS.every((name) => Number.isFinite(value[name])) &&
      LOSSES.every((name) => typeof value[name] === "number") && isDice(value.dice);
    return isEpoch ? value : undefined;
  } catch {
    return undefined;
  }
}

function isDice(dice: unknown): boolean {
  return isObject(dice) && Object.values(dice).every(Number.isFinite);
}

/** Epochs missing before the last one, in words. */
function gapsOf(epochs: readonly EpochRecord[]): string[] {
  const gaps: string[] = [];
  let expected = Math.min(1, epochs[0]?.epoch ?? 1);
  for (const { epoch } of epochs) {
    if (epoch === expected + 1) gaps.push(`epoch ${expected} is missing`);
    if (epoch > expected + 1) gaps.push(`epochs ${expected} to ${epoch - 1} are missing`);
    expected = epoch + 1;
  }
  return gaps;
}

/** `line 3`, `lines 3, 5 and 7`, `lines 3, 5, 7 and 12 more`. */
function numbered(noun: string, numbers: readonly number[]): string {
  const named = numbers.slice(0, 3).map(String), more = numbers.length - named.length;
  return `${noun}${numbers.length > 1 ? "s" : ""} ${
    listed(more > 0 ? [...named, `${more} more`] : named)
  }`;
}
