import { counted, listed } from "../../core/mod.ts";
import { classesOfFiles, overlappingClasses } from "./class_files.ts";
import type { MaskEvaluation } from "./evaluate_masks.ts";

/** What decides which classes' files are read. */
type ClassFilesJob =
  & Pick<MaskEvaluation, "classes" | "regions" | "ignore" | "onNote">
  & Partial<Pick<MaskEvaluation, "raters" | "probabilities">>;

/**
 * A job for masks of one file per class: their classes may overlap, and their names are the files'.
 *
 * @param names The names of all files' classes.
 * @param job The job as it was given.
 * @returns The job, with labels that say which classes a pixel is in.
 * @throws {Error} If a class has no file anywhere, or values are to be ignored.
 */
export function withClassFiles<Job extends ClassFilesJob>(
  names: readonly string[],
  job: Job,
): Job & Pick<MaskEvaluation, "classes" | "regions" | "classFiles"> {
  if (job.ignore.length > 0) {
    throw new Error(
      "Cannot ignore values of masks of one file per class: every value but 0 is the class, " +
        `got --ignore ${job.ignore.join(",")}`,
    );
  }
  const { raters = [], probabilities } = job;
  if (raters.length > 0 || probabilities !== undefined) {
    throw new Error(
      "Cannot compare raters or probabilities with masks of one file per class: labels must be in one " +
        `file, got --${raters.length > 0 ? "raters" : "probabilities"}`,
    );
  }
  const named = job.classes ?? classesOfFiles(names);
  const lost = named.find(({ name }) => !names.includes(name));
  if (lost !== undefined) {
    throw new Error(
      `Cannot measure ${lost.name}: a file must have this name, which --classes gives, got ${
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
