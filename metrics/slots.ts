import type { Selection } from "./labels.ts";
import { int32 } from "./scratch.ts";

/** Where voxels are counted: the regions first, then 0, all other values, and ignored voxels. */
export interface Slots {
  /** How many regions there are; theirs are the slots below. */
  regions: number;
  /** The slot of 0 where it is no region's label. */
  zero: number;
  /** The slot of all other values. */
  other: number;
  /** The slot of voxels whose truth is ignored, whatever the prediction. */
  ignored: number;
  /** How many slots there are. */
  side: number;
}

/** Finds the slot of a value. */
export interface Finder {
  /** The slots of small values; only the first `length` are valid. */
  table: Int32Array;
  /** How many values the table knows. */
  length: number;
  /** The slots of known values that the table lacks. */
  far: Map<number, number>;
  /** The slot of all others. */
  others: number;
}

/** Values below this are found in a table, larger ones in a map. */
const TABLE_LENGTH = 65536;

/** Numbers the slots of a selection of regions. */
export function toSlots({ regions }: Selection): Slots {
  const count = regions?.length ?? 1;
  return { regions: count, zero: count, other: count + 1, ignored: count + 2, side: count + 3 };
}

/** Makes a finder for values of the truth, valid until the next call. */
export function findTruth({ regions, ignore = [] }: Selection, slots: Slots): Finder {
  return toFinder(regions, ignore, slots, "truth slots");
}

/**
 * Makes a finder for values of the prediction, which doesn't decide on what is ignored; valid until
 * the next call.
 */
export function findPrediction({ regions }: Selection, slots: Slots): Finder {
  return toFinder(regions, [], slots, "prediction slots");
}

/** Enters 0, the ignored values and the regions' labels. */
function toFinder(
  regions: readonly (readonly number[])[] | undefined,
  ignore: readonly number[],
  slots: Slots,
  name: string,
): Finder {
  const isNear = (value: number) => value >= 0 && value < TABLE_LENGTH;
  // all bytes are in the table
  let length = 256;
  for (const values of [ignore, ...regions ?? []]) {
    for (const value of values) if (value >= length && isNear(value)) length = value + 1;
  }
  // without regions, whatever isn't zero is one region
  const others = regions === undefined ? 0 : slots.other;
  const table = int32(name, length).fill(others, 0, length);
  const far = new Map<number, number>();
  const enter = (value: number, slot: number) => {
    if (isNear(value)) table[value] = slot;
    else far.set(value, slot);
  };
  enter(0, slots.zero);
  for (const value of ignore) enter(value, slots.ignored);
  regions?.forEach((labels, slot) => labels.forEach((label) => enter(label, slot)));
  return { table, length, far, others };
}

/** Finds the slot of a whole number. */
export function slotOf({ table, length, far, others }: Finder, value: number): number {
  if (value >= 0 && value < length) return table[value];
  return far.size === 0 ? others : far.get(value) ?? others;
}
