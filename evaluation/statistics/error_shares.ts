import type { Case, ErrorCounts } from "../run_folder/evaluation.ts";

/** The kinds of errors, in the order of pages. */
export const ERROR_KINDS = [
  "edge",
  "spill",
  "lost",
  "hole",
  "island",
  "missed",
  "splitMerge",
] as const satisfies readonly (keyof ErrorCounts)[];

/** The name of a kind of error in `evaluation.json`. */
export type ErrorKind = typeof ERROR_KINDS[number];

/** The wrong pixels of a class over cases. */
export interface PooledErrors {
  /** In how many cases wrong pixels were told apart, cases without any included. */
  cases: number;
  /** All wrong pixels of these. */
  pixels: number;
  /** Those of each kind. */
  counts: Record<ErrorKind, number>;
}

/**
 * Adds up the wrong pixels of a class by kind.
 *
 * @param cases The cases; those that weren't told apart are left out.
 * @param className The class.
 * @returns The sums; undefined where no case was told apart.
 */
export function pooledErrors(
  cases: readonly Case[],
  className: string,
): PooledErrors | undefined {
  const counts = Object.fromEntries(ERROR_KINDS.map((kind) => [kind, 0])) as PooledErrors["counts"];
  let told = 0;
  for (const { errors } of cases) {
    const found = errors?.classes[className];
    if (found === undefined) continue;
    told++;
    for (const kind of ERROR_KINDS) counts[kind] += found[kind] ?? 0;
  }
  if (told === 0) return undefined;
  return { cases: told, pixels: ERROR_KINDS.reduce((sum, kind) => sum + counts[kind], 0), counts };
}

/**
 * The kind of most of the wrong pixels of a case and class; ties go to the first.
 *
 * @param one The case.
 * @param className The class.
 * @returns Undefined where no pixel is wrong, or none was told apart.
 */
export function mostlyOf({ errors }: Case, className: string): ErrorKind | undefined {
  const found = errors?.classes[className] ?? {};
  const most = ERROR_KINDS.reduce((a, b) => (found[b] ?? 0) > (found[a] ?? 0) ? b : a);
  return (found[most] ?? 0) > 0 ? most : undefined;
}
