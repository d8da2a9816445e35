/** The distributions that `bench/coverage.ts` draws from: values as Dice has them, and their changes. */

/** A distribution. */
export interface Draw {
  /** What it stands for. */
  about: string;
  /** The next value. */
  next: (random: () => number) => number;
}

/** Dice-like values: near 1, with tails, ties and zeros. */
export const VALUES: readonly Draw[] = [
  { about: "a good model: beta(20, 2)", next: beta(20, 2) },
  {
    about: "a long tail: 85 % beta(12, 2), 15 % beta(2, 3)",
    next: mixture([[0.85, beta(12, 2)], [0.15, beta(2, 3)]]),
  },
  {
    about: "misses: 10 % 0, 90 % beta(12, 2)",
    next: mixture([[0.1, () => 0], [0.9, beta(12, 2)]]),
  },
  {
    about: "near half missed: 45 % 0, 55 % beta(6, 2)",
    next: mixture([[0.45, () => 0], [0.55, beta(6, 2)]]),
  },
  {
    about: "ties at 1: 30 % 1, 70 % beta(8, 1.5)",
    next: mixture([[0.3, () => 1], [0.7, beta(8, 1.5)]]),
  },
  { about: "two decimals: beta(20, 2)", next: (random) => rounded(beta(20, 2)(random)) },
];

/** Paired differences: steady, skewed, with ties at zero, with misses that are found. */
export const DIFFERENCES: readonly Draw[] = [
  { about: "steady gains: normal(0.02, 0.03)", next: (random) => 0.02 + 0.03 * normal(random) },
  {
    about: "small changes, few rescues: 90 % normal(0, 0.01), 10 % beta(4, 2)",
    next: mixture([[0.9, (random) => 0.01 * normal(random)], [0.1, beta(4, 2)]]),
  },
  {
    about: "rare rescues: 97 % normal(0.002, 0.01), 3 % beta(4, 2)",
    next: mixture([[0.97, (random) => 0.002 + 0.01 * normal(random)], [0.03, beta(4, 2)]]),
  },
  {
    about: "unchanged in 40 %, else skewed: 60 % beta(2, 8) less 0.1",
    next: mixture([[0.4, () => 0], [0.6, (random) => beta(2, 8)(random) - 0.1]]),
  },
  {
    about: "two models of one kind: beta(12, 2) less beta(12, 2)",
    next: (random) => beta(12, 2)(random) - beta(12, 2)(random),
  },
  {
    about: "two decimals: normal(0.01, 0.02)",
    next: (random) => rounded(0.01 + 0.02 * normal(random)),
  },
];

function mixture(parts: readonly (readonly [share: number, next: Draw["next"]])[]): Draw["next"] {
  return (random) => {
    let left = random();
    const part = parts.find(([share]) => (left -= share) < 0) ?? parts.at(-1)!;
    return part[1](random);
  };
}

function beta(a: number, b: number): Draw["next"] {
  return (random) => {
    const x = gamma(a, random);
    return x / (x + gamma(b, random));
  };
}

/** Marsaglia and Tsang 2000, for shapes of at least 1. */
function gamma(shape: number, random: () => number): number {
  const d = shape - 1 / 3, c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random), v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Box and Muller 1958. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function rounded(value: number): number {
  return Math.round(100 * value) / 100;
}
