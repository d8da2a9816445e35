/** Classes with several values, beside regions of single ones. */
import { UsageError } from "../../cli/mod.ts";
import type { LabelClass } from "../../core/mod.ts";

/** Classes, values that mean one of them, and regions. */
export interface Meanings {
  /** The classes; left out where all labels are classes. */
  classes?: LabelClass[];
  /** Values that mean one class, the first its label. */
  joined?: number[][];
  /** Unions of values. */
  regions: LabelClass[];
}

/**
 * Has regions in labels once values are joined. A class of which a region has some values alone can't be
 * joined: it becomes a union as regions are.
 *
 * @throws {UsageError} If a value of a class is to be ignored.
 */
export function joinedMeanings(
  { classes, joined = [], regions }: Meanings,
  ignore: readonly number[],
): Meanings & { joined: number[][] } {
  const ignored = joined.flat().find((value) => ignore.includes(value));
  if (ignored !== undefined) {
    throw new UsageError(`Values to ignore must be none of the classes', got ${ignored} in both`);
  }
  const isCut = (values: number[]) =>
    regions.some(({ labels = [] }) => {
      const own = values.filter((value) => labels.includes(value)).length;
      return own > 0 && own < values.length;
    });
  const [cut, whole] = [joined.filter(isCut), joined.filter((values) => !isCut(values))];
  const others = new Set(whole.flatMap(([_, ...rest]) => rest));
  return {
    joined: whole,
    classes: classes?.map((one) => {
      const labels = cut.find(([first]) => first === one.label);
      return labels === undefined ? one : { ...one, labels };
    }),
    regions: regions.map((region) => {
      const labels = region.labels!.filter((label) => !others.has(label));
      return { ...region, label: labels[0], labels };
    }),
  };
}
