/**
 * A learning curve: the same test set, and models that learned from ever smaller parts of the training set,
 * each a part of the one before, in as many steps.
 *
 * @module
 */
import { compareCodePoints, counted } from "../core/mod.ts";
import { type AnyDataset, trainTestSplit } from "../data/mod.ts";
import { isLoneVolume } from "./divide.ts";
import { seedOf } from "./members.ts";
import type { Settings } from "./settings.ts";
import { CURVE_SHARES, shareOf } from "./members.ts";

/** The fewest images, or groups, of which an eighth is one. */
const FEWEST = 1 / Math.min(...CURVE_SHARES);

/**
 * The part of the training set that a member learns from: the first images, or groups, of an order that its
 * seed says, so that each part holds the smaller ones.
 *
 * @param data The data set.
 * @param places The whole training set, as places in it.
 * @param settings The member's.
 * @throws {Error} If an eighth of it would be less than one image, or group.
 */
export function partOfCurve(
  data: Pick<AnyDataset, "groups" | "isGrouped" | "areSlices" | "name">,
  places: number[],
  settings: Settings,
): number[] {
  const byGroup = Map.groupBy(places, (i) => data.groups[i]);
  const isWhole = data.isGrouped && !isLoneVolume(data, byGroup.size);
  const units = isWhole
    ? [...byGroup].sort(([a], [b]) => compareCodePoints(a, b)).map(([, own]) => own)
    : places.map((i) => [i]);
  if (units.length < FEWEST) {
    const noun = isWhole ? "group" : "image";
    throw new Error(
      `Cannot draw a learning curve of ${data.name}: it must have at least ${FEWEST} ${noun}s to learn ` +
        `from, so that an eighth is one, got ${counted(units.length, noun)}`,
    );
  }
  const share = shareOf(settings);
  if (share === 1) return places;
  const { train: order } = trainTestSplit(units.length, {
    testSize: 0,
    randomState: seedOf(settings),
  });
  const taken = new Set(
    order.slice(0, Math.round(share * units.length)).flatMap((i) => units[i]),
  );
  return places.filter((i) => taken.has(i));
}
