/** Kinds of errors of a case whose file doesn't say them, told from its pictures. */
import { type Case, caseErrors } from "../../evaluation/mod.ts";
import type { SiteRun } from "../runs/site_run.ts";

/**
 * Tells wrong pixels apart where pictures show all that was measured: those of a volume show one slice.
 *
 * @param run The run.
 * @param one The case.
 * @param masks Its label pictures, row by row.
 * @returns The kinds; undefined where the pictures' errors aren't those of the figures.
 */
export function pictureErrors(
  run: SiteRun,
  { shape, spacing, classes, pictures }: Case,
  { truth, prediction, width, height }: {
    truth: Uint8Array;
    prediction: Uint8Array;
    width: number;
    height: number;
  },
): Case["errors"] {
  const isWhole = shape.join() === [height, width].join();
  if (!isWhole || pictures?.volume !== undefined) return undefined;
  const ignore = run.folder.evaluation?.ignore;
  const errors = caseErrors(truth, prediction, { shape, spacing, classes: run.classes, ignore });
  const sumOf = (counts: object) => Object.values(counts).reduce((sum, pixels) => sum + pixels, 0);
  const areAll = run.classes.every(({ name }) =>
    sumOf(errors.classes[name]) === classes[name].fp + classes[name].fn
  );
  return areAll ? errors : undefined;
}
