import type { Selection } from "./labels.ts";
import type { Pair, Values } from "./mask.ts";
import type { Scan } from "./scan.ts";

/** How many labels or values a message lists. */
const SHOWN = 8;

/**
 * Refuses masks that contain none of the labels asked for, but others, unless that is allowed: 0/255
 * measured as 0/1 would be two empty masks, which agree. The background, 0, is in nearly every mask
 * and proves nothing.
 */
export function checkPresence(found: Scan, pair: Pair, selection: Selection): void {
  const { regions = [], allowsAbsent, action } = selection;
  const wanted = regions.flat().filter((label) => label !== 0);
  if (allowsAbsent || wanted.length === 0 || !isHeld(found, found.slots.other)) return;
  const isPresent = (labels: readonly number[], slot: number) =>
    labels.includes(0)
      ? labels.length > 1 && isHeld(found, slot) && hasOther(pair, labels, selection)
      : isHeld(found, slot);
  if (regions.some(isPresent)) return;
  const isSingle = pair.truth === pair.prediction;
  const [truth, prediction] = [pair.truth, pair.prediction]
    .map((map) => list(findValues(map, pair, selection)));
  const [label, them] = wanted.length > 1 ? ["one of the labels", "them"] : ["label", "it"];
  throw new RangeError(
    `Cannot compute ${action}: ${
      isSingle ? "mask" : "truth or prediction"
    } must contain ${label} ` +
      `${list(wanted)}, got ${truth}` +
      `${isSingle ? "" : ` in the truth and ${prediction} in the prediction`}; ` +
      `absent: "allow" takes ${them} as empty`,
  );
}

/** Writes the first few values in ascending order. */
function list(values: number[]): string {
  const shown = values.slice(0, SHOWN).sort((a, b) => a - b);
  return [...shown, ...(values.length > SHOWN ? ["…"] : [])].join(", ") || "nothing";
}

/** Whether a slot was counted in either map where nothing is ignored. */
function isHeld({ slots, counts }: Scan, slot: number): boolean {
  const { side, ignored } = slots;
  for (let other = 0; other < side; other++) {
    if (counts[slot * side + other] > 0) return true;
    if (other !== ignored && counts[other * side + slot] > 0) return true;
  }
  return false;
}

/** Whether either map has a label of a region that has 0, too, where nothing is ignored. */
function hasOther(
  { truth, prediction }: Pair,
  labels: readonly number[],
  { ignore = [] }: Selection,
): boolean {
  const others = labels.filter((label) => label !== 0);
  for (let i = 0; i < truth.length; i++) {
    if (ignore.includes(truth[i])) continue;
    if (others.includes(truth[i]) || others.includes(prediction[i])) return true;
  }
  return false;
}

/** Finds the values of a map that aren't ignored, up to one more than are shown. */
function findValues(map: Values, { truth }: Pair, { ignore = [] }: Selection): number[] {
  const values = new Set<number>();
  for (let i = 0; i < map.length && values.size <= SHOWN; i++) {
    if (!ignore.includes(truth[i])) values.add(map[i]);
  }
  return [...values];
}
