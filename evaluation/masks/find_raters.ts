import { basename, resolve } from "node:path";
import type { CasePaths } from "./case_paths.ts";
import { refuseClassFiles } from "./class_files.ts";
import type { MaskEvaluation } from "./evaluate_masks.ts";
import { findCases } from "./find_cases.ts";

/**
 * Gives each case the masks that several people drew of it. They are found as predictions are: by the
 * path, the name, or the name without what all names of a side have in common.
 *
 * @param cases The cases.
 * @param options Where the masks are.
 * @param options.sources The folder or pattern of the true masks.
 * @param options.raters The folder or pattern of each rater.
 * @returns The cases; a rater who has no mask of one has an empty path there.
 * @throws {Error} If a folder can't be read, or none of its masks belongs to a case.
 */
export async function withRaters(
  cases: readonly CasePaths[],
  { sources, raters = [] }: Pick<MaskEvaluation, "sources" | "raters">,
): Promise<CasePaths[]> {
  if (raters.length === 0) return [...cases];
  if ("pairs" in sources) {
    throw new TypeError(
      "Cannot find raters' masks: there must be a folder of true masks, got a list",
    );
  }
  refuseClassFiles(cases, "--raters");
  const { truth } = sources;
  const masks = await Promise.all(raters.map(async (rater) => {
    if (resolve(rater) === resolve(truth)) {
      return new Map(cases.map((one) => [one.truth, one.truth]));
    }
    const found = await findCases({ truth, prediction: rater }, { allowMissing: true, raters });
    if (found.cases.length === 0) {
      throw new Error(
        `Cannot compare with the rater ${rater}: there must be masks of the cases' names, ` +
          `got none: ${found.contents}`,
      );
    }
    return new Map(found.cases.map((one) => [one.truth, one.prediction]));
  }));
  return cases.map((one) => ({ ...one, raters: masks.map((of) => of.get(one.truth) ?? "") }));
}

/** What the raters are called: their folders' names, or paths where these are the same. */
export function raterNames(raters: readonly string[] = []): string[] {
  const names = raters.map((rater) => basename(resolve(rater)));
  return new Set(names).size === names.length ? names : [...raters];
}
