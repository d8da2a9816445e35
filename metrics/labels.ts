import { type Names, show, showNumber } from "./options.ts";

/** What every function of masks takes. */
export interface MaskOptions {
  /**
   * Values of the truth, such as VOC's 255, whose voxels are taken out of both masks before anything
   * is counted; for surfaces they lie outside the image. Where only the prediction has such a value, it
   * is a wrong label like any other.
   */
  ignore?: number | readonly number[];
  /**
   * What to do if the masks contain values other than 0, but none of the labels asked for (0 aside):
   * `error`, since the labels are probably wrong, or `allow`, which treats both as empty.
   *
   * @default {"error"}
   */
  absent?: "error" | "allow";
}

/** A label, or several that together are one region, such as a whole tumour and its parts. */
export type Region = number | readonly number[];

/** Which voxels a function of one label looks at. */
export interface LabelOptions extends MaskOptions {
  /**
   * The label to measure, or several whose voxels are measured as one region; without it, every
   * voxel that isn't zero belongs to the mask.
   */
  label?: Region;
}

/** The names of what every function takes. */
export const MASK_NAMES: Names<MaskOptions> = { ignore: true, absent: true };

/** The names of what a function of one label takes. */
export const LABEL_NAMES: Names<LabelOptions> = { label: true, ...MASK_NAMES };

/** What to look for in a mask or in a pair of masks, checked. */
export interface Selection {
  /**
   * The labels of each region, no label in two of them; nothing for one region of all voxels that
   * aren't zero.
   */
  regions: readonly (readonly number[])[] | undefined;
  /** The truth's values whose voxels are left out, if any. */
  ignore: readonly number[] | undefined;
  /** Whether the masks may contain only other labels. */
  allowsAbsent: boolean;
  /** What the caller computes, for messages. */
  action: string;
}

/** Checks the options of a function of one label. */
export function toSelection(options: LabelOptions, action: string): Selection {
  const { label } = options;
  if (label === undefined) return select(undefined, options, action);
  const labels = toLabels(label);
  if (labels === undefined) {
    throw new TypeError(
      `Cannot compute ${action}: label must be an integer or an array of integers, ` +
        `got ${showNumber(label)}`,
    );
  }
  checkLabels(labels, "label", action);
  return select([labels], options, action);
}

/** Checks the regions and options of a function of several, which may not share a label. */
export function toSelectionOf(
  regions: readonly Region[],
  options: MaskOptions,
  action: string,
): Selection {
  const checked = toRegions(regions, action);
  checkLabels(checked.flat(), "labels", action);
  return select(checked, options, action);
}

/** Regions that may share labels, as parts that don't. */
export interface Parts {
  /** The parts' selection, each part labels that are in the same regions. */
  selection: Selection;
  /** The parts of each region. */
  partsOf: number[][];
}

/** Checks the regions and options of a function of several, and divides them into parts. */
export function toParts(regions: readonly Region[], options: MaskOptions, action: string): Parts {
  const checked = toRegions(regions, action);
  const keys = checked.map((labels) => labels.toSorted((a, b) => a - b).join());
  if (new Set(keys).size < keys.length) {
    throw new RangeError(
      `Cannot compute ${action}: labels must differ from each other, ` +
        `got ${regions.map(show).join(", ")}`,
    );
  }
  const parts = new Map<string, number[]>();
  for (const label of new Set(checked.flat())) {
    const holders = checked.flatMap((labels, k) => labels.includes(label) ? [k] : []).join();
    parts.set(holders, [...parts.get(holders) ?? [], label]);
  }
  const labelsOf = [...parts.values()];
  const partsOf = checked.map((labels) =>
    labelsOf.flatMap(([label], part) => labels.includes(label) ? [part] : [])
  );
  return { selection: select(labelsOf, options, action), partsOf };
}

/** The labels of each region, checked but for what they share. */
function toRegions(regions: readonly Region[], action: string): number[][] {
  const checked = Array.isArray(regions) ? regions.map(toLabels) : [undefined];
  if (!checked.every((labels) => labels !== undefined)) {
    throw new TypeError(
      `Cannot compute ${action}: labels must be an array of integers, or of arrays of them, ` +
        `got ${showNumber(regions)}`,
    );
  }
  if (checked.length === 0) {
    throw new RangeError(
      `Cannot compute ${action}: labels must contain at least one label, got none`,
    );
  }
  for (const labels of checked) checkLabels(labels, "labels", action);
  return checked;
}

/** The labels of a region, or nothing if it isn't made of integers. */
function toLabels(region: unknown): number[] | undefined {
  const labels = Array.isArray(region) ? region : [region];
  return labels.every(Number.isSafeInteger) ? labels : undefined;
}

/** Refuses a region without a label, and one that has a label twice. */
function checkLabels(labels: readonly number[], name: string, action: string): void {
  if (labels.length === 0) {
    throw new RangeError(`Cannot compute ${action}: ${name} must contain at least one, got none`);
  }
  if (new Set(labels).size === labels.length) return;
  throw new RangeError(
    `Cannot compute ${action}: ${name} must differ from each other, got ${labels.join(", ")}`,
  );
}

/** Checks what all functions share. */
function select(
  regions: readonly (readonly number[])[] | undefined,
  { ignore, absent = "error" }: MaskOptions,
  action: string,
): Selection {
  const ignored = typeof ignore === "number" ? [ignore] : ignore;
  if (ignored !== undefined && !(Array.isArray(ignored) && ignored.every(Number.isSafeInteger))) {
    throw new TypeError(
      `Cannot compute ${action}: ignore must be an integer or an array of integers, ` +
        `got ${showNumber(ignore)}`,
    );
  }
  const both = regions?.flat().find((label) => ignored?.includes(label));
  if (both !== undefined) {
    throw new RangeError(
      `Cannot compute ${action}: ignore must be none of the labels to measure, got ${both}`,
    );
  }
  if (absent !== "error" && absent !== "allow") {
    throw new TypeError(
      `Cannot compute ${action}: absent must be "error" or "allow", got ${show(absent)}`,
    );
  }
  return { regions, ignore: ignored, allowsAbsent: absent === "allow", action };
}
