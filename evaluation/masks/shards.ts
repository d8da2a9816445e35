import { createHash } from "node:crypto";
import type { LabelClass } from "../../core/mod.ts";

/** A part of the cases. */
export interface Shard {
  /** Which part, from 1. */
  part: number;
  /** How many parts there are. */
  of: number;
}

/**
 * The part that a case belongs to, by the SHA-256 of its id: the same whatever other cases there are.
 *
 * @param id The case's id.
 * @param of How many parts there are.
 * @returns From 1 to `of`.
 */
export function shardOf(id: string, of: number): number {
  // 48 bits are whole numbers, and many more than there are parts
  return createHash("sha256").update(id).digest().readUIntBE(0, 6) % of + 1;
}

/** Refuses a part that there isn't: its cases would be measured by nobody. */
export function checkShard({ part, of }: Shard): void {
  if (Number.isInteger(part) && Number.isInteger(of) && part >= 1 && part <= of) return;
  throw new RangeError(
    `Cannot measure masks: shard must be a whole part from 1 to of, got part ${part} of ${of}`,
  );
}

/** The first label that is no class and isn't ignored, for masks that are missing. */
export function nothingOf(classes: readonly LabelClass[], ignore: readonly number[]): number {
  const taken = new Set([
    ...classes.flatMap(({ label, labels }) => labels ?? [label]),
    ...ignore,
  ]);
  for (let label = 0; label < 256; label++) if (!taken.has(label)) return label;
  throw new RangeError(
    "Cannot measure masks: one label of 256 must be free for missing ones, got classes of all",
  );
}
