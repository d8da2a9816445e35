import type { LabelClass } from "../../core/mod.ts";
import { readLabels } from "../../io/mod.ts";
import type { RatedPair } from "../run_folder/evaluation.ts";
import type { CasePaths } from "./case_paths.ts";
import { metricsOf, type Valuation, valuationOf } from "./conventions.ts";
import { evaluateCase } from "./evaluate_case.ts";
import { checkGrids } from "./grids.ts";
import { joinValues } from "./join_values.ts";
import type { CaseLabels, ReadCaseOptions } from "./read_case.ts";

/** How raters' masks are read and measured. */
export interface RaterSettings extends ReadCaseOptions, Omit<Valuation, "empty"> {
  /** What the raters are called. */
  raters: readonly string[];
  /** The classes, regions among them. */
  classes: readonly LabelClass[];
  /** Values whose pixels are left out: of two raters, those of the first. */
  ignore: readonly number[];
}

/**
 * Measures how raters agree on a case: each two of them, and the prediction with each.
 *
 * @param paths The case, with the raters' masks; an empty path where a rater has none.
 * @param masks The true and the predicted mask.
 * @param settings How.
 * @returns The figures of each pair.
 * @throws {Error} If a rater's mask is missing or can't be used; the text names the rater.
 */
export async function measureRaters(
  paths: CasePaths & { raters: readonly string[] },
  masks: CaseLabels & { prediction: Uint8Array },
  settings: RaterSettings,
): Promise<RatedPair[]> {
  const { classes, ignore } = settings, { id } = paths, valuation = valuationOf(settings);
  const metrics = metricsOf(valuation), rated: Uint8Array[] = [];
  for (const [i, path] of paths.raters.entries()) {
    const name = settings.raters[i];
    if (path === "") throw new Error(`${name} has no mask`);
    try {
      const mask = path === paths.truth ? masks.truth : await readRater(path, masks, settings);
      refuseStrangers(mask, settings);
      rated.push(mask);
    } catch (cause) {
      throw new Error(`${name}: ${(cause as Error).message}`, { cause });
    }
  }
  const about = { ...valuation, errors: false };
  const measure = (truth: Uint8Array, other: Uint8Array): RatedPair["classes"] =>
    evaluateCase(truth, other, { ...masks, ...about, id, classes, ignore, metrics }).classes;
  const pairs = rated.flatMap((one, i) =>
    rated.slice(i + 1).map((other, k): RatedPair => ({
      raters: [i, i + 1 + k],
      classes: measure(one, other),
    }))
  );
  const ofModel = rated.map((one, i): RatedPair => ({
    raters: [i],
    classes: measure(one, masks.prediction),
  }));
  return [...pairs, ...ofModel];
}

async function readRater(
  path: string,
  { grid }: CaseLabels,
  { maxMegapixels, joined }: RaterSettings,
): Promise<Uint8Array> {
  const map = joinValues(await readLabels(path, { maxMegapixels }), joined);
  checkGrids(grid, map, "truth and mask");
  return map.labels;
}

/** Labels that mean something else, such as 255 for 1, would pass for disagreement. */
function refuseStrangers(mask: Uint8Array, { classes, ignore }: RaterSettings): void {
  const seen = new Uint8Array(256);
  for (const label of mask) seen[label] = 1;
  const wanted = classes.flatMap(({ label, labels }) => labels ?? [label]);
  if (wanted.some((label) => seen[label] === 1)) return;
  const found = [...seen.keys()].filter((label) => seen[label] === 1);
  if (found.every((label) => label === 0 || ignore.includes(label))) return;
  throw new RangeError(
    `a mask must contain labels of the classes, ${wanted.join(", ")}, got ${found.join(", ")}`,
  );
}
