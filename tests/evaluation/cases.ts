// Cases made by hand, for the tests of this folder.
import type { LabelClass } from "../../core/mod.ts";
import type { Case, MetricInfo } from "../../evaluation/mod.ts";

/** Dice, the higher the better. */
export const DICE: MetricInfo = { id: "dice", title: "Dice", better: "higher" };

/** ASSD, the lower the better. */
export const ASSD: MetricInfo = { id: "assd", title: "ASSD", unit: "px", better: "lower" };

/** The one class of these cases. */
export const CLASS: LabelClass = { label: 1, name: "cat", color: "#e07a3f" };

/** A case whose masks share pixels of the class, with given figures. */
export function found(id: string, dice: number, assd: number): Case {
  return withFigures(id, { tp: 10, fp: 1, fn: 1, tn: 88, dice, assd });
}

/** A case where both masks hold the class, without a common pixel. */
export function misplaced(id: string, assd: number | null = 20): Case {
  return withFigures(id, { tp: 0, fp: 10, fn: 10, tn: 80, dice: 0, assd });
}

/** A case whose truth holds the class and whose prediction does not. */
export function missed(id: string): Case {
  return withFigures(id, { tp: 0, fp: 0, fn: 10, tn: 90, dice: 0, assd: null });
}

/** A case whose prediction holds the class and whose truth does not. */
export function invented(id: string): Case {
  return withFigures(id, { tp: 0, fp: 10, fn: 0, tn: 90, dice: 0, assd: null });
}

/** A case where neither mask holds the class. */
export function bothEmpty(id: string): Case {
  return withFigures(id, { tp: 0, fp: 0, fn: 0, tn: 100, dice: 1, assd: 0 });
}

function withFigures(id: string, figures: Case["classes"][string]): Case {
  return { id, shape: [10, 10], spacing: [1, 1], classes: { [CLASS.name]: figures } };
}
