/** Watching run folders by looking: works on every file system, and sees a program that was killed. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { writerOf } from "../evaluation/mod.ts";

/** So often the folders are looked at, in milliseconds. */
const PERIOD = 500;

/** What of a run folder, and of each of its models, shows on its pages. */
const PARTS = ["", "run.json", "history.jsonl", "evaluation.json", "epochs", "pictures"];

/**
 * Calls back when run folders have changed and have been quiet for a moment; never twice at a time.
 *
 * @param folders Finds the folders, at each look again.
 * @param seen What was seen last, by `look`.
 * @param changed Called after a change.
 * @param signal Ends it.
 */
export async function watchRuns(
  folders: () => Promise<string[]>,
  seen: string,
  changed: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (let before = seen; await goesOn(signal);) {
    const now = await look(await folders());
    if (now !== seen && now === before) {
      seen = now;
      await changed();
    }
    before = now;
  }
}

/**
 * What run folders look like at the moment: the same text while nothing changes.
 *
 * @param folders The folders, or files.
 */
export async function look(folders: readonly string[]): Promise<string> {
  const texts = await Promise.all(folders.map(async (folder) => {
    const members = await membersOf(folder);
    const parts = await Promise.all([folder, ...members].map(partsOf));
    return [folder, ...parts.flat(), await writerOf(folder)].join("\n");
  }));
  return texts.join("\n\n");
}

async function partsOf(folder: string): Promise<string[]> {
  return await Promise.all(PARTS.map(async (part) => {
    const file = await Deno.stat(join(folder, part)).catch(() => undefined);
    return file === undefined ? "" : `${file.mtime?.getTime()} ${file.size}`;
  }));
}

/** The folders of a run's models, where it trains several. */
async function membersOf(folder: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(join(folder, "members")));
    return entries.map(({ name }) => join(folder, "members", name)).sort();
  } catch {
    return [];
  }
}

async function goesOn(signal: AbortSignal): Promise<boolean> {
  await pause(PERIOD, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}
