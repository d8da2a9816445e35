import type { Evaluation } from "./evaluation.ts";

/** The first case whose kinds of errors don't add up to its wrong pixels, in words. */
export function errorsFault({ cases }: Evaluation): string | undefined {
  for (const { id, classes, errors } of cases) {
    if (errors === undefined) continue;
    for (const [name, { fp, fn }] of Object.entries(classes)) {
      if (!Object.hasOwn(errors.classes, name)) continue;
      const told = Object.values(errors.classes[name]).reduce((sum, pixels) => sum + pixels, 0);
      if (told === fp + fn) continue;
      return `case "${id}" tells ${told} wrong pixels of "${name}" apart, and counts ${fp + fn}`;
    }
  }
}
