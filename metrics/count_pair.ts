import { LABEL_NAMES, type LabelOptions, toSelection } from "./labels.ts";
import { type Mask, toPair } from "./mask.ts";
import { checkOptions } from "./options.ts";
import { scan } from "./scan.ts";
import { type Counts, countsOf } from "./tally.ts";

/** Checks two masks and the options of a function that needs no more than counts, and counts. */
export function countPair(
  truth: Mask,
  prediction: Mask,
  options: LabelOptions,
  action: string,
): Counts {
  checkOptions(options, LABEL_NAMES, action);
  const pair = toPair(truth, prediction, action);
  return countsOf(scan(pair, toSelection(options, action), false), [0]);
}
