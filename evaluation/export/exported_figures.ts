import type { LabelClass } from "../../core/mod.ts";
import type { Case, Evaluation } from "../run_folder/evaluation.ts";
import { NnunetMeans } from "./nnunet_means.ts";

/** What is exported of an evaluation besides its cases. */
export interface ExportedFigures extends Pick<Evaluation, "classes" | "metrics"> {
  /** What is known once all cases are. */
  totals: ExportTotals;
}

/** An evaluation as another program reads it, case by case. */
export interface Export {
  /** What the file begins with. */
  head: string;
  /** The text of the next case. */
  textOf(one: Case): string;
  /** What the file ends with. */
  end: string;
}

/** What exports say of all cases before the first. */
export class ExportTotals {
  /** Whether there are groups. */
  isGrouped = false;
  /** nnU-Net's means. */
  readonly means: NnunetMeans;

  /** @param classes The classes. */
  constructor(classes: readonly LabelClass[]) {
    this.means = new NnunetMeans(classes.map(({ name }) => name));
  }

  /** Adds a case. */
  add(one: Case): void {
    this.isGrouped ||= one.group !== undefined;
    this.means.add(one);
  }
}
