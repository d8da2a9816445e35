import type { EpochRecord } from "../core/mod.ts";

/** A loss this many times that of a guess is due to steps that are too large, not to the data. */
const TIMES = 10;

/**
 * A warning if a training diverged: its last loss, or that of the epoch whose weights are kept, is far
 * above that of a model that predicts all classes as equally likely. Overfitting alone stays below.
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
    : `The model is that of epoch ${kept}, before that`;
  return `The training diverged: ${course}; a model that predicts all classes as ` +
    `equally likely has ${short(guess)}. ${model}; try a lower --lr than ${lr}.`;
}

function short(value: number): string {
  return value < 1000 ? value.toFixed(2) : value.toExponential(1);
}
