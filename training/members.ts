/**
 * A run of several models: with `--folds` each is trained on all images but its own fold, with `--seeds` on
 * the same ones from other random numbers, with `--curve` on parts of the training set. Each member is a plain training in a folder of its own.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { exists } from "../io/mod.ts";
import type { Settings } from "./settings.ts";

const MEMBERS = "members";

/** The parts of the training set that the points of a learning curve stand for, in the order of the members. */
export const CURVE_SHARES = [1, 0.5, 0.25, 0.125] as const;

/** How many models a run trains, where they are several. */
export function membersOf(settings: Settings): number | undefined {
  return settings.member === undefined ? countOf(settings) : undefined;
}

/** How many models a run or the run of a member trains. */
export function countOf(
  { folds, seeds, curve }: Partial<Pick<Settings, "folds" | "seeds" | "curve">>,
): number | undefined {
  return curve ? CURVE_SHARES.length * (seeds ?? 1) : folds ?? seeds;
}

/** The part of the training set that a model learns from. */
export function shareOf({ curve, member = 1 }: Settings): number {
  return curve ? CURVE_SHARES[(member - 1) % CURVE_SHARES.length] : 1;
}

/** The members whose mean is the run's model: of a learning curve those that learned from all images. */
export function modelMembers(settings: Settings): number[] {
  const all = Array.from({ length: countOf(settings) ?? 0 }, (_, i) => i + 1);
  return all.filter((member) => shareOf({ ...settings, member }) === 1);
}

/** The folder of all members. */
export function membersFolder(run: string): string {
  return join(run, MEMBERS);
}

/** The folder of a member, 1 for the first. */
export function memberFolder(run: string, member: number): string {
  return join(membersFolder(run), String(member));
}

/** Whether a folder holds members and nothing else: they were trained one by one, on several machines, say. */
export async function holdsMembersAlone(folder: string): Promise<boolean> {
  if (!await exists(membersFolder(folder))) return false;
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  return names.every((name) => name === MEMBERS || name.startsWith("."));
}

/** The run that a folder is a member of, if it is one. */
export async function runOfMember(folder: string): Promise<string | undefined> {
  const parent = dirname(folder), run = dirname(parent);
  const isMember = basename(parent) === MEMBERS && await exists(join(run, "run.json"));
  return isMember ? run : undefined;
}

/** The seed of a training's random numbers; the split has that of the run. */
export function seedOf({ seed, member = 1, curve }: Settings): number {
  const step = curve ? Math.floor((member - 1) / CURVE_SHARES.length) : member - 1;
  return (seed + step) >>> 0;
}
