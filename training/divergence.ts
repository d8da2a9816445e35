import type { EpochRecord } from "../core/mod.ts";

/** A loss of so many times that of a guess is no fault of the data: the steps were too long. */
const TIMES = 10;

/**
 * Says that a training diverged: its loss at the end, or that of the epoch whose weights are kept, is
 * far above that of a model that takes all classes for equally likely. Learning by heart does not lead
 * there.
 *
 * @param records The epochs
 * @param about How many classes there are, Adam's step size, and the epoch whose weights are kept
 * @returns A warning; undefined where there is none
 */
export function divergenceOf(
  records: readonly EpochRecord[],
  { classes, lr, kept }: { classes: number; lr: number; kept: number },
): string | undefined {
  const guess = Math.log(classes);
  const hasDiverged = (record: EpochRecord | undefined): boolean =>
    record !== undefined && Math.max(record.trainLoss, record.validationLoss) > TIMES * guess;
  const last = records.at(-1);
  const one = records.find(({ epoch }) => epoch === kept) ?? last;
  if (!hasDiverged(last) && !hasDiverged(one)) return undefined;
  const worst = records.reduce((a, b) => b.validationLoss > a.validationLoss ? b : a);
  const course = worst === records[0]
    ? `the loss was ${short(worst.validationLoss)} after the first epoch`
    : `the loss rose from ${short(records[0].validationLoss)} to ${short(worst.validationLoss)} ` +
      `in epoch ${worst.epoch}`;
  const model = hasDiverged(one)
    ? "The model is of no use"
    : `The model is that of epoch ${kept}, before it`;
  return `The training diverged: ${course}; to take all classes for equally likely gives ` +
    `${short(guess)}. ${model}; try a lower --lr than ${lr}.`;
}

function short(value: number): string {
  return value < 1000 ? value.toFixed(2) : value.toExponential(1);
}
