import { mulberry32 } from "../../core/mod.ts";

/** Seeded random numbers for the menagerie, a stream of its own for each pair of seed and number. */
export class Random {
  readonly #next: () => number;

  constructor(seed: number, stream: number) {
    this.#next = mulberry32(scramble(scramble(seed) + Math.imul(stream, 0x9e3779b1)));
  }

  /** A whole number from 0 to 2³² − 1. */
  integer(): number {
    return this.#next() * 0x100000000;
  }

  /** A number from `low` to below `high`, all equally likely. */
  between(low: number, high: number): number {
    return low + (high - low) * this.#next();
  }

  /** A number around `middle`, seldom farther than `spread` (the sum of three uniform ones). */
  around(middle: number, spread: number): number {
    return middle + spread * (this.between(-1, 1) + this.between(-1, 1) + this.between(-1, 1)) / 2;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.between(0, 1) < probability;
  }

  /** One of the items. */
  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.between(0, items.length))];
  }

  /** -1 or 1. */
  sign(): number {
    return this.chance(0.5) ? 1 : -1;
  }
}

/** Mixes the bits of a whole number (the finaliser of MurmurHash3). */
function scramble(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
