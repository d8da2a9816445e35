import { type Names, show, showNumber } from "./options.ts";

/** What every function of masks takes. */
export interface MaskOptions {
  /**
   * Values of the truth, such as VOC's 255, whose voxels are taken out of both masks before anything
   * is counted; for surfaces they lie outside the image. Such a value in the prediction where
   * the truth has another is a wrong label like any.
   */
  ignore?: number | readonly number[];
  /**
   * What to do if neither mask contains any of the labels asked for, 0 aside, but values other than 0: an
   * error, since the labels are probably wrong, or `allow`, which takes both for empty.
   *
   * @default {"error"}
   */
  absent?: "error" | "allow";
}

/** Which voxels a function of one label looks at. */
export interface LabelOptions extends MaskOptions {
  /** The label to measure; without it, every voxel that isn't zero belongs to the mask. */
  label?: number;
}

/** The names of what every function takes. */
export const MASK_NAMES: Names<MaskOptions> = { ignore: true, absent: true };

/** The names of what a function of one label takes. */
export const LABEL_NAMES: Names<LabelOptions> = { label: true, ...MASK_NAMES };

/** What to look for in a mask or in a pair of masks, checked. */
export interface Selection {
  /** The labels, all different; nothing for one region of all voxels that aren't zero. */
  labels: readonly number[] | undefined;
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
  if (label !== undefined && !Number.isSafeInteger(label)) {
    throw new TypeError(
      `Cannot compute ${action}: label must be an integer, got ${showNumber(label)}`,
    );
  }
  return select(label === undefined ? undefined : [label], options, action);
}

/** Checks the labels and options of a function of several labels. */
export function toSelectionOf(
  labels: readonly number[],
  options: MaskOptions,
  action: string,
): Selection {
  if (!Array.isArray(labels) || !labels.every(Number.isSafeInteger)) {
    throw new TypeError(
      `Cannot compute ${action}: labels must be an array of integers, got ${showNumber(labels)}`,
    );
  }
  if (labels.length === 0) {
    throw new RangeError(
      `Cannot compute ${action}: labels must contain at least one label, got none`,
    );
  }
  if (new Set(labels).size < labels.length) {
    throw new RangeError(
      `Cannot compute ${action}: labels must differ from each other, got ${labels.join(", ")}`,
    );
  }
  return select(labels, options, action);
}

/** Checks what all functions share. */
function select(
  labels: readonly number[] | undefined,
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
  const both = labels?.find((label) => ignored?.includes(label));
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
  return { labels, ignore: ignored, allowsAbsent: absent === "allow", action };
}
