import type { LabelClass } from "../../core/mod.ts";
import type { Side } from "./case_paths.ts";
import { classesOfLabels } from "./choose_classes.ts";
import {
  type CaseTask,
  type Measured,
  measureMasks,
  type MeasureSettings,
} from "./measure_case.ts";
import { countPairs, type FoundLabels, labelsOf } from "./pair_counts.ts";
import { readCase } from "./read_case.ts";

/** What is done with each case; plain data, so that workers can be told. */
export interface WorkSettings extends Omit<MeasureSettings, "classes"> {
  /** `survey` reads the masks, and measures nothing. */
  what: "survey" | "measure";
  /** The classes to measure, regions among them; left out where all labels but 0 are classes. */
  classes?: readonly LabelClass[];
  /** The labels that other masks have, where all are classes. */
  known: readonly number[];
  /** The regions to measure beside these. */
  regions: readonly LabelClass[];
  /** Whether a case whose prediction can't be used is left out instead of counted as missed. */
  allowMissing: boolean;
}

/** What came of a case. */
export type CaseOutcome =
  & { id: string }
  & (
    // the true mask's fault where no side is named
    | { fault: string; side?: Side }
    | (FoundLabels & { fault?: undefined; unusable?: string; measured?: Measured })
  );

/**
 * Reads a case and measures it. Where all labels are classes, it is measured for those that other masks
 * have and its own: as long as no mask has further ones, its figures are final.
 *
 * @param task The case.
 * @param settings How.
 * @returns Its labels and figures, or why it can't be measured.
 * @throws {Error} If its pictures can't be written.
 */
export async function workOn(task: CaseTask, settings: WorkSettings): Promise<CaseOutcome> {
  const { id } = task, { what, known, regions, ignore, allowMissing } = settings;
  let masks;
  try {
    masks = await readCase(task, settings);
    if (allowMissing && masks.unusable !== undefined) {
      return { id, fault: masks.unusable, side: "prediction" };
    }
  } catch (error) {
    return { id, fault: (error as Error).message };
  }
  const pairs = countPairs(masks), found = labelsOf(pairs, ignore), { unusable } = masks;
  const outcome = { id, ...found, ...(unusable !== undefined && { unusable }) };
  if (what === "survey") return outcome;
  const { truth, prediction } = found.labels;
  const classes = settings.classes ?? classesOfLabels([...known, ...truth, ...prediction], regions);
  if (classes === undefined) return outcome;
  return {
    ...outcome,
    measured: await measureMasks(task, { ...masks, pairs }, { ...settings, classes }),
  };
}
