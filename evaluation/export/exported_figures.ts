import type { Case, Evaluation } from "../run_folder/evaluation.ts";

/** What is exported of an evaluation; its cases are iterated several times. */
export interface ExportedFigures extends Pick<Evaluation, "classes" | "metrics"> {
  /** The cases, in their order. */
  cases: Iterable<Case>;
}
