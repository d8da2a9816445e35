import { writeFileAtomic } from "../io/mod.ts";
import { readTextIfThere } from "./read_file.ts";
import type { Epoch } from "./types.ts";

/**
 * Adds an epoch to `history.jsonl`, which is made when it is not there.
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
 * assert.deepEqual(await readHistory(folder), [epoch]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function appendHistory(folder: string, epoch: Epoch): Promise<void> {
  await Deno.writeTextFile(historyPath(folder), JSON.stringify(epoch) + "\n", { append: true });
}

/**
 * Reads `history.jsonl`. A last line that was cut short, by a program that was killed while writing
 * it, is ignored.
 *
 * @param folder The run folder.
 * @returns The epochs; none when the file is not there.
 * @throws {SyntaxError} When a line before the last is no epoch; the text names file and line.
 */
export async function readHistory(folder: string): Promise<Epoch[]> {
  const path = historyPath(folder);
  const lines = (await readTextIfThere(folder, "history.jsonl") ?? "").split("\n");
  while (lines.length > 0 && lines.at(-1)!.trim() === "") lines.pop();
  const epochs: Epoch[] = [];
  lines.forEach((line, index) => {
    const epoch = parseEpoch(line);
    if (epoch !== undefined) {
      epochs.push(epoch);
    } else if (index < lines.length - 1) {
      throw new SyntaxError(
        `Cannot read ${path}: line ${index + 1} must be an epoch as JSON, got ${line.slice(0, 60)}`,
      );
    }
  });
  return epochs;
}

/**
 * Cuts `history.jsonl` back to an epoch, so that a resumed run adds to what its checkpoint knows.
 *
 * @param folder The run folder.
 * @param epoch The last epoch to keep; 0 keeps none.
 */
export async function cutHistory(folder: string, epoch: number): Promise<void> {
  const kept = (await readHistory(folder)).filter((entry) => entry.epoch <= epoch);
  const lines = kept.map((entry) => JSON.stringify(entry) + "\n");
  await writeFileAtomic(historyPath(folder), lines.join(""));
}

function historyPath(folder: string): string {
  return `${folder}/history.jsonl`;
}

function parseEpoch(line: string): Epoch | undefined {
  try {
    const value = JSON.parse(line);
    return Number.isInteger(value?.epoch) ? value : undefined;
  } catch {
    return undefined;
  }
}
