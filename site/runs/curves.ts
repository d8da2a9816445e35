/** The curves of a run, and the epoch that they mark. */
import type { EpochRecord } from "../../core/mod.ts";
import { mean } from "../../evaluation/mod.ts";
import type { SiteRun } from "./site_run.ts";

/** Epochs beyond this are drawn one beside the other, whatever their numbers. */
const MOST = 1e5;

/** The part of the data that a run's curves are drawn on. */
export function partOf(run: SiteRun): "validation" | "test" {
  return run.folder.run?.curvesOn === "validation" ? "validation" : "test";
}

/**
 * One value per epoch, from the first on.
 *
 * @param run The run.
 * @param pick The value of an epoch.
 * @returns The values, NaN where the history lacks the epoch or the epoch the value.
 */
export function curveOf({ history }: SiteRun, pick: (e: EpochRecord) => number | null | undefined) {
  const last = history.at(-1)?.epoch ?? 0;
  // a damaged number may stand for more epochs than there is memory for
  if (last > MOST) return history.map((epoch) => pick(epoch) ?? NaN);
  const values = new Array<number>(last).fill(NaN);
  for (const epoch of history) values[epoch.epoch - 1] = pick(epoch) ?? NaN;
  return values;
}

/** The epoch that a run's curves mark. */
export interface MarkedEpoch {
  epoch: number;
  /** What was best there, or that `run.json` names it. */
  what: "dice" | "loss" | "said";
}

/** The epoch the weights are from, where one was chosen; otherwise the lowest loss, as an observation. */
export function markedEpoch(run: SiteRun): MarkedEpoch | undefined {
  const { history } = run;
  const best = (value: (e: EpochRecord) => number | null | undefined) =>
    history.filter((e) => Number.isFinite(value(e))).reduce<EpochRecord | undefined>(
      (a, b) => a && !(value(b)! > value(a)!) ? a : b,
      undefined,
    );
  if (partOf(run) === "test") {
    const loss = best((e) => e.validationLoss === null ? NaN : -e.validationLoss);
    return loss && { epoch: loss.epoch, what: "loss" };
  }
  const meanDice = (e: EpochRecord) => mean(Object.values(e.dice));
  const highest = best(meanDice), said = run.folder.run?.bestEpoch;
  const chosen = history.find((e) => e.epoch === said);
  if (chosen && !(highest && meanDice(chosen) >= meanDice(highest))) {
    return { epoch: chosen.epoch, what: "said" };
  }
  const { epoch } = chosen ?? highest ?? {};
  return epoch === undefined ? undefined : { epoch, what: "dice" };
}
