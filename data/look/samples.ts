/**
 * Images of a set to look at.
 *
 * @module
 */
import type { AnyDataset } from "../types.ts";
import type { Counts } from "./measure_classes.ts";

/**
 * Chooses images so that as many classes as possible are seen: for each class that none of them holds
 * yet, the rarest first, the one that holds most of it; the rest are spread evenly through the set.
 *
 * @param data The images.
 * @param counts Their pixels by label.
 * @param most How many.
 * @returns Their places, ascending.
 */
export function chooseSamples(
  { ids, classes }: AnyDataset,
  { pixels, labels }: Counts,
  most: number,
) {
  const chosen = new Set<number>(), count = Math.min(most, ids.length);
  const of = (i: number, label: number) => pixels[i * labels + label];
  const totals = classes.map(({ label }) => ids.reduce((sum, _, i) => sum + of(i, label), 0));
  const byRarity = classes.map((_, k) => k).sort((a, b) => totals[a] - totals[b]);
  for (const k of byRarity) {
    const { label } = classes[k];
    const isSeen = [...chosen].some((i) => of(i, label) > 0);
    if (isSeen || totals[k] === 0 || chosen.size === count) continue;
    chosen.add(ids.reduce((best, _, i) => of(i, label) > of(best, label) ? i : best, 0));
  }
  for (let k = 0; chosen.size < count; k++) {
    const at = Math.floor((k % count + 0.5) * ids.length / count) + Math.floor(k / count);
    chosen.add(at % ids.length);
  }
  return [...chosen].sort((a, b) => a - b);
}
