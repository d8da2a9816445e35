/**
 * A run of several models: with `--folds` each is trained on all images but its own fold, with `--seeds` on
 * the same ones from other random numbers. Each member is a plain training in a folder of its own.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { exists } from "../io/mod.ts";
import type { Settings } from "./settings.ts";

const MEMBERS = "members";

/** How many models a run trains, where they are several. */
export function membersOf({ folds, seeds, member }: Settings): number | undefined {
  return member === undefined ? folds ?? seeds : undefined;
}

/** The folder of all members. */
export function membersFolder(run: string): string {
  return join(run, MEMBERS);
}

/** The folder of a member, 1 for the first. */
export function memberFolder(run: string, member: number): string {
  return join(membersFolder(run), String(member));
}

/** The run that a folder is a member of, if it is one. */
export async function runOfMember(folder: string): Promise<string | undefined> {
  const parent = dirname(folder), run = dirname(parent);
  const isMember = basename(parent) === MEMBERS && await exists(join(run, "run.json"));
  return isMember ? run : undefined;
}

/** The seed of a training's random numbers; the split has that of the run. */
export function seedOf({ seed, member = 1 }: Settings): number {
  return (seed + member - 1) >>> 0;
}
