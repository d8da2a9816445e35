/**
 * What several rules of the plan ask: which classes are rare, and whether weights are pretrained.
 *
 * @module
 */
import type { ClassFacts } from "../data/mod.ts";
import type { PlanFacts } from "./plan.ts";
import type { Settings } from "./settings.ts";

/** A class is rare below this part of an even share of the pixels, and very rare below the other. */
export const [RARE, VERY_RARE] = [1 / 2, 1 / 8];

/** The classes that have less than a part of an even share of the pixels, but some. */
export function rareClasses(classes: readonly ClassFacts[], part: number): ClassFacts[] {
  return classes.filter(({ share }) => share > 0 && share < part / classes.length);
}

/** Whether the encoder starts from weights that have learned from photographs. */
export function isPretrained({ encoder = "plain", weights }: Partial<Settings>): boolean {
  return encoder !== "plain" && weights !== "random";
}

/** Whether a training only adapts pretrained weights: to whole images, and no class so rare that it takes many steps. */
export function onlyAdapts({ classes }: PlanFacts, known: Partial<Settings>): boolean {
  return isPretrained(known) && known.patch === undefined &&
    rareClasses(classes, VERY_RARE).length === 0;
}
