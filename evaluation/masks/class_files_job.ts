import { counted, listed } from "../../core/mod.ts";
import { classesOfFiles, overlappingClasses } from "./class_files.ts";
import type { MaskEvaluation } from "./evaluate_masks.ts";

/**
 * A job for masks of one file per class: their classes may overlap, and their names are the files'.
 *
 * @param names The names of all files' classes.
 * @param job The job as it was given.
 * @returns The job, with labels that say which classes a pixel is in.
 * @throws {Error} If a class has no file anywhere, or values are to be ignored.
 */
export function withClassFiles(names: readonly string[], job: MaskEvaluation): MaskEvaluation {
  if (job.ignore.length > 0) {
    throw new Error(
      "Cannot ignore values of masks of one file per class: every value but 0 is the class, " +
        `got --ignore ${job.ignore.join(",")}`,
    );
  }
  if (job.raters !== undefined || job.probabilities !== undefined) {
    throw new Error(
      "Cannot compare raters or probabilities with masks of one file per class: labels must be in one " +
        `file, got --${job.raters === undefined ? "probabilities" : "raters"}`,
    );
  }
  const named = job.classes ?? classesOfFiles(names);
  const lost = named.find(({ name }) => !names.includes(name));
  if (lost !== undefined) {
    throw new Error(
      `Cannot measure ${lost.name}: a file must be called so, as --classes is, got ${
        listed([...names])
      }`,
    );
  }
  const others = names.filter((name) => !named.some((one) => one.name === name));
  if (others.length > 0) {
    job.onNote(`files of ${counted(others.length, "other class", "other classes")} left out`);
  }
  return {
    ...job,
    ...overlappingClasses(named, job.regions),
    classFiles: named,
  };
}
