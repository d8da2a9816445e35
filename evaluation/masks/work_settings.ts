import type { WorkSettings } from "./case_outcome.ts";
import { valuationOf } from "./conventions.ts";
import type { MaskEvaluation } from "./evaluate_masks.ts";
import { raterNames } from "./find_raters.ts";

/** The settings of a job that workers need. */
export function workSettings(
  { images, regions, ignore, spacing, allowMissing, strict, maxMegapixels, ...job }: MaskEvaluation,
  { what, folder, classes, known }:
    & Pick<WorkSettings, "what" | "folder" | "known">
    & { classes?: WorkSettings["classes"] },
): WorkSettings {
  const { classFiles, joined, raters } = job;
  return {
    ...valuationOf(job),
    ...{ classFiles, joined },
    ...{ images, regions, ignore, spacing, allowMissing, strict, maxMegapixels },
    ...{ what, folder, classes, known },
    raters: raterNames(raters),
  };
}
