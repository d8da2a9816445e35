const STATE_LENGTH = 624, SHIFT = 397;

/**
 * The Mersenne Twister MT19937, seeded and drawn from like numpy's `RandomState`, so that splits are
 * those of numpy and scikit-learn.
 *
 * M. Matsumoto, T. Nishimura: "Mersenne Twister: a 623-dimensionally equidistributed uniform
 * pseudo-random number generator", ACM TOMACS 8 (1998).
 */
export class RandomState {
  readonly #state = new Uint32Array(STATE_LENGTH);
  #next = STATE_LENGTH;

  /**
   * @param seed A whole number from 0 to 2³² − 1, or a list of them, as numpy takes them.
   * @throws {RangeError} If the seed is anything else.
   */
  constructor(seed: number | readonly number[]) {
    const list = typeof seed === "number" ? [seed] : seed;
    if (list.length === 0 || list.some((s) => s !== s >>> 0)) {
      throw new RangeError(
        `Cannot seed random numbers: a seed must be a whole number from 0 to 4294967295, got ${seed}`,
      );
    }
    if (typeof seed === "number") this.#seedByNumber(seed);
    else this.#seedByList(list);
  }

  /** The next 32 random bits, as a number from 0 to 2³² − 1. */
  uint32(): number {
    if (this.#next === STATE_LENGTH) this.#twist();
    let y = this.#state[this.#next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /**
   * A random order of 0 to n − 1, as by numpy's `RandomState.permutation(n)`.
   *
   * @param n The count of numbers.
   */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.#upTo(i), other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
    return order;
  }

  /** A whole number from 0 to max, all equally likely: draws of as many bits, rejecting larger ones. */
  #upTo(max: number): number {
    const shift = Math.clz32(max);
    for (;;) {
      const value = (this.uint32() << shift) >>> shift;
      if (value <= max) return value;
    }
  }

  #seedByNumber(seed: number): void {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < STATE_LENGTH; i++) state[i] = Math.imul(1812433253, mixed(state, i)) + i;
  }

  #seedByList(list: readonly number[]): void {
    this.#seedByNumber(19650218);
    const state = this.#state;
    let at = 1;
    const step = (value: number): void => {
      state[at++] = value;
      if (at < STATE_LENGTH) return;
      state[0] = state[STATE_LENGTH - 1];
      at = 1;
    };
    for (let k = 0; k < Math.max(STATE_LENGTH, list.length); k++) {
      const j = k % list.length;
      step((state[at] ^ Math.imul(mixed(state, at), 1664525)) + list[j] + j);
    }
    for (let k = 1; k < STATE_LENGTH; k++) {
      step((state[at] ^ Math.imul(mixed(state, at), 1566083941)) - at);
    }
    state[0] = 0x80000000;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < STATE_LENGTH; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % STATE_LENGTH] & 0x7fffffff);
      state[i] = state[(i + SHIFT) % STATE_LENGTH] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }
}

/** The state before place i with its high bits folded into its low ones. */
function mixed(state: Uint32Array, i: number): number {
  return state[i - 1] ^ (state[i - 1] >>> 30);
}
