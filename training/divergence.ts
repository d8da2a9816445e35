import type { EpochRecord } from "../core/mod.ts";

/** With a loss this many times that of a guess, it isn't the data: the steps were too large. */
const TIMES = 10;

/**
 * A warning that a training diverged: its loss at the end, or that of the epoch whose weights are kept,
 * is far above that of a model that takes all classes for equally likely. Overfitting doesn't go there.
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
    ? "The model is useless"
    : `The model is that of epoch ${kept}, before it`;
  return `The training diverged: ${course}; a model that takes all classes for equally ` +
    `likely has ${short(guess)}. ${model}; try a lower --lr than ${lr}.`;
}

function short(value: number): string {
  return value < 1000 ? value.toFixed(2) : value.toExponential(1);
}
