/** What can be told of a factor before the corners next to the ends are measured. */
import type { Design, DesignEffect } from "./design.ts";

/** Kinds of effects that tell what one factor gives. */
const SINGLE = ["forward", "backward", "shapley"];

/**
 * What a factor gives between two measured corners that differ in it alone, for each factor of which nothing
 * else can be told yet.
 *
 * @param design The design.
 * @param isMeasured Whether all corners that have a weight are measured.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { designOf } from "./design.ts";
 *
 * // "", "epochs,lr", "epochs", "lr": only the last two and the first are measured
 * const design = designOf([{ id: "epochs" }, { id: "lr" }]);
 * assert.deepEqual(effectsBetween(design, (weights) => weights[1] === 0), []);
 * // only the later run and that without lr
 * const [one] = effectsBetween({ ...design, effects: [] }, ([a, , , lr]) => a === 0 && lr === 0);
 * assert.deepEqual(one, {
 *   ...{ kind: "between", factors: ["lr"], beside: ["epochs"] },
 *   weights: [0, 1, -1, 0],
 * });
 * ```
 */
export function effectsBetween(
  { corners, effects }: Design,
  isMeasured: (weights: readonly number[]) => boolean,
): DesignEffect[] {
  const told = new Set(
    effects.filter(({ kind, weights }) => SINGLE.includes(kind) && isMeasured(weights))
      .flatMap(({ factors }) => factors),
  );
  const plain = corners.map((corner, c) => ({ ...corner, c }))
    .filter(({ also }) => also === undefined);
  return plain.flatMap((from) =>
    plain.flatMap((to): DesignEffect[] => {
      const [factor, ...more] = to.factors.filter((id) => !from.factors.includes(id));
      const isOne = factor !== undefined && more.length === 0 &&
        to.factors.length === from.factors.length + 1;
      if (!isOne || told.has(factor)) return [];
      const weights = corners.map((_, c) => c === from.c ? -1 : c === to.c ? 1 : 0);
      if (!isMeasured(weights)) return [];
      return [{ kind: "between", factors: [factor], beside: from.factors, weights }];
    })
  );
}
