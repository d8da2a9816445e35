/** Which trainings tell what each factor gives: corners between two runs, and the effects made of them. */

/** A factor, as far as a design knows it. */
export interface DesignFactor {
  /** Its name. */
  id: string;
  /** The factor without which it can't be: pretrained weights need their encoder. */
  requires?: string;
}

/** Settings between two runs. */
export interface DesignCorner {
  /** The factors that are as in the later run; all others are as in the earlier. */
  factors: string[];
  /** A further change, of the later run, by its name. */
  also?: string;
}

/** What an effect tells. */
export type EffectKind =
  | "total"
  | "forward"
  | "backward"
  | "shapley"
  | "interaction"
  | "also"
  | "between";

/** A sum of corners with weights that add up to 0. */
export interface DesignEffect {
  /**
   * What it tells: the whole change, one factor's from a, back from b, its share, of two the interaction;
   * a further change's; one factor's `between` any two corners.
   */
  kind: EffectKind;
  /** The factors, or the further change. */
  factors: string[];
  /** The factors that both corners have, of one between corners. */
  beside?: string[];
  /** The weight of each corner. */
  weights: number[];
}

/** Corners and effects. */
export interface Design {
  /** The corners, the earlier run first, the later second. */
  corners: DesignCorner[];
  /** The effects, in the order in which they are shown. */
  effects: DesignEffect[];
}

/** What is asked of a design. */
export interface DesignOptions {
  /** Whether all corners are trained, not only those next to a and b. */
  isFull?: boolean;
  /** Whether factors are taken away from b alone. */
  isBack?: boolean;
  /** Further changes of the later run, by name. */
  also?: readonly string[];
}

/** With more factors than this, all corners are too many. */
export const MOST_FULL = 4;

/**
 * The corners between two runs, and the effects that they give. Forward, a factor is added to the
 * earlier run, with what it requires already there; backward, it is taken from the later one, with what
 * requires it already gone. All corners together give Shapley's values (1953), over the orders that
 * respect what is required (Faigle and Kern 1992), and the interactions of two factors, averaged over
 * what the others are.
 *
 * @param factors The factors; what one requires stands before it.
 * @param options What is asked for.
 * @returns Corners, the earlier run first, the later second, and effects.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const { corners, effects } = designOf([{ id: "epochs" }, { id: "lr" }]);
 * assert.deepEqual(corners.map(({ factors }) => factors.join()), ["", "epochs,lr", "epochs", "lr"]);
 * assert.deepEqual(effects[1], { kind: "forward", factors: ["epochs"], weights: [-1, 0, 1, 0] });
 * ```
 */
export function designOf(
  factors: readonly DesignFactor[],
  { isFull = false, isBack = false, also = [] }: DesignOptions = {},
): Design {
  const draft = new Draft(factors), all = (1 << factors.length) - 1;
  draft.effect("total", factors.map(({ id }) => id), [[0, -1], [all, 1]]);
  factors.forEach(({ id }, f) => {
    if (isBack) return;
    const base = draft.needsOf(f);
    draft.effect("forward", [id], [[base, -1], [base | 1 << f, 1]]);
  });
  factors.forEach(({ id }, f) => {
    const top = all & ~draft.usersOf(f);
    draft.effect("backward", [id], [[top & ~(1 << f), -1], [top, 1]]);
  });
  if (isFull) addFull(draft, factors);
  for (const name of also) draft.also(name, all);
  return draft.design();
}

/**
 * The corners of one run and of changes made to it, each alone, and what each change gives.
 *
 * @param changes The changes, by their names.
 * @returns Corners, the run first, and an effect a change.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const { corners, effects } = designOfChanges(["epochs=60", "size=288"]);
 * assert.deepEqual(corners, [{ factors: [] }, { factors: ["epochs=60"] }, { factors: ["size=288"] }]);
 * assert.deepEqual(effects[1], { kind: "forward", factors: ["size=288"], weights: [-1, 0, 1] });
 * ```
 */
export function designOfChanges(changes: readonly string[]): Design {
  const corners = [[], ...changes.map((id) => [id])].map((factors) => ({ factors }));
  const effects = changes.map((id, i): DesignEffect => ({
    kind: "forward",
    factors: [id],
    weights: corners.map((_, c) => c === 0 ? -1 : Number(c === i + 1)),
  }));
  return { corners, effects };
}

/** Shapley's values and the interactions. */
function addFull(draft: Draft, factors: readonly DesignFactor[]): void {
  const orders = ordersOf(factors.length).filter((order) => draft.isAllowed(order));
  factors.forEach(({ id }, f) => {
    const parts = orders.flatMap((order): [number, number][] => {
      const before = order.slice(0, order.indexOf(f)).reduce((set, g) => set | 1 << g, 0);
      return [[before, -1 / orders.length], [before | 1 << f, 1 / orders.length]];
    });
    draft.effect("shapley", [id], parts);
  });
  for (let f = 0; f < factors.length; f++) {
    for (let g = f + 1; g < factors.length; g++) {
      const pair = 1 << f | 1 << g;
      const sets = Array.from({ length: 1 << factors.length }, (_, set) => set)
        .filter((set) =>
          (set & pair) === 0 &&
          [0, 1 << f, 1 << g, pair].every((more) => draft.isCorner(set | more))
        );
      const weight = 1 / sets.length;
      if (sets.length === 0) continue;
      const parts = sets.flatMap((set): [number, number][] => [
        [set, weight],
        [set | 1 << f, -weight],
        [set | 1 << g, -weight],
        [set | pair, weight],
      ]);
      draft.effect("interaction", [factors[f].id, factors[g].id], parts);
    }
  }
}

/** Corners as sets of bits, and effects of them, while they are gathered. */
class Draft {
  #factors: readonly DesignFactor[];
  #sets: number[];
  #also: string[] = [];
  #effects: { kind: EffectKind; factors: string[]; parts: [number, number][] }[] = [];

  constructor(factors: readonly DesignFactor[]) {
    this.#factors = factors;
    this.#sets = [0, (1 << factors.length) - 1];
  }

  /** The factors that one requires. */
  needsOf(f: number): number {
    const needed = this.#factors.findIndex(({ id }) => id === this.#factors[f].requires);
    return needed < 0 ? 0 : 1 << needed | this.needsOf(needed);
  }

  /** The factors that require one. */
  usersOf(f: number): number {
    return this.#factors.reduce((set, _, g) => this.needsOf(g) >> f & 1 ? set | 1 << g : set, 0);
  }

  /** Whether a set of factors has what they require. */
  isCorner(set: number): boolean {
    return this.#factors.every((_, f) => (set >> f & 1) === 0 || (this.needsOf(f) & ~set) === 0);
  }

  /** Whether an order of factors keeps to what they require. */
  isAllowed(order: readonly number[]): boolean {
    let set = 0;
    return order.every((f) => this.isCorner(set |= 1 << f));
  }

  effect(kind: EffectKind, factors: string[], parts: [set: number, weight: number][]): void {
    this.#effects.push({ kind, factors, parts: parts.map(([set, w]) => [this.#place(set), w]) });
  }

  /** A further change of a corner; it has a negative number here, until the corners are counted. */
  also(name: string, set: number): void {
    this.#also.push(name);
    const parts: [number, number][] = [[this.#place(set), -1], [-this.#also.length, 1]];
    this.#effects.push({ kind: "also", factors: [name], parts });
  }

  #place(set: number): number {
    const found = this.#sets.indexOf(set);
    return found < 0 ? this.#sets.push(set) - 1 : found;
  }

  design(): Design {
    const idsOf = (set: number) => this.#factors.filter((_, f) => set >> f & 1).map(({ id }) => id);
    const corners = [
      ...this.#sets.map((set): DesignCorner => ({ factors: idsOf(set) })),
      ...this.#also.map((also): DesignCorner => ({ factors: idsOf(this.#sets[1]), also })),
    ];
    const effects = this.#effects.map(({ kind, factors, parts }) => {
      const weights = corners.map(() => 0);
      for (const [place, weight] of parts) {
        weights[place < 0 ? this.#sets.length - 1 - place : place] += weight;
      }
      return { kind, factors, weights };
    });
    return { corners, effects };
  }
}

/** All orders of the numbers below a count. */
function ordersOf(count: number): number[][] {
  if (count === 0) return [[]];
  return ordersOf(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, i) => order.toSpliced(i, 0, count - 1))
  );
}
