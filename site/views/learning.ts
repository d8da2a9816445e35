/** The curves of a run and its filmstrip: what the model drew for the same photographs. */
import type { EpochRecord } from "../../core/mod.ts";
import { mean } from "../../evaluation/mod.ts";
import { learningChart } from "../charts/learning.ts";
import { counted, formatLoss, formatRatio, readable } from "../text/format.ts";
import { bothFits } from "../html/chart.ts";
import { type Markup, safe } from "../html/safe.ts";
import type { SiteRun } from "../runs/site_run.ts";

const DASHES = [undefined, "1.5 3.5", "6 3"];

/** More epochs than this have no picture each; the first, the marked and the last always have. */
const COLUMNS = 15;

/**
 * Curves, filmstrip and table of a run.
 *
 * @param run A run with at least one epoch.
 */
export function learningView(run: SiteRun) {
  const { history } = run;
  const part = partOf(run);
  const mark = markedEpoch(run, part);
  const last = history[history.length - 1];
  const loss = [
    { name: part, color: "var(--ink)", values: curveOf(run, (e) => e.validationLoss) },
    {
      name: "training",
      color: "var(--soft)",
      dash: "2 3",
      values: curveOf(run, (e) => e.trainLoss),
    },
  ];
  const dice = run.classes.map((c) => ({
    name: c.name,
    color: `var(--k${c.index})`,
    dash: DASHES[c.index % 3],
    values: curveOf(run, (e) => e.dice[c.name]),
  }));
  const judged = run.classes.filter((_, i) => dice[i].values.some(Number.isFinite));
  return {
    sentence: sentence(run, part, mark),
    charts: [
      bothFits({
        title: "Loss",
        curves: loss,
        best: mark?.epoch,
        bestLabel: mark?.label,
        about: `Loss over ${counted(last.epoch, "epoch")}: ${part} ${
          formatLoss(last.validationLoss)
        }, training ${formatLoss(last.trainLoss)} at the end.`,
      }, learningChart),
      ...(judged.length
        ? [bothFits({
          title: "Dice",
          curves: dice,
          best: mark?.epoch,
          domain: [0, 1] as [number, number],
          about: `Mean Dice on the ${part} pictures over ${
            counted(last.epoch, "epoch")
          }; at the end ${
            judged.map((c) => `${c.name} ${formatRatio(last.dice[c.name] ?? NaN)}`).join(", ")
          }.`,
        }, learningChart)]
        : []),
    ],
    strip: filmstrip(run, mark?.epoch),
    head: [
      "Epoch",
      "Training loss",
      `Loss on ${part}`,
      ...run.classes.map((c) => `Dice ${c.name}`),
    ],
    table: history.map((e) => [
      String(e.epoch),
      formatLoss(e.trainLoss),
      formatLoss(e.validationLoss),
      ...run.classes.map((c) => formatRatio(e.dice[c.name] ?? NaN, 3)),
    ]),
  };
}

/** Epochs beyond this are drawn one beside the other, whatever their numbers. */
const MOST = 1e5;

/** The part of the data that a run's curves are drawn on. */
export function partOf(run: SiteRun): string {
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

interface Mark {
  epoch: number;
  /** What was best there. */
  what: "dice" | "loss" | "said";
  label: string;
}

/** The epoch the weights are from, where one was chosen; otherwise the lowest loss, as an observation. */
function markedEpoch(run: SiteRun, part: string): Mark | undefined {
  const { history } = run;
  const best = (value: (e: EpochRecord) => number | null | undefined) =>
    history.filter((e) => Number.isFinite(value(e))).reduce<EpochRecord | undefined>(
      (a, b) => a && !(value(b)! > value(a)!) ? a : b,
      undefined,
    );
  const loss = best((e) => e.validationLoss === null ? NaN : -e.validationLoss);
  if (part === "validation") {
    const meanDice = (e: EpochRecord) => mean(Object.values(e.dice));
    const highest = best(meanDice), said = run.folder.run?.bestEpoch;
    const chosen = history.find((e) => e.epoch === said);
    if (chosen && !(highest && meanDice(chosen) >= meanDice(highest))) {
      return { epoch: chosen.epoch, what: "said", label: `kept: epoch ${chosen.epoch}` };
    }
    const { epoch } = chosen ?? highest ?? {};
    return epoch === undefined
      ? undefined
      : { epoch, what: "dice", label: `best mean Dice: epoch ${epoch}` };
  }
  return loss &&
    { epoch: loss.epoch, what: "loss", label: `lowest test loss: epoch ${loss.epoch}` };
}

function sentence(run: SiteRun, part: string, mark: Mark | undefined): Markup {
  const { history } = run, last = history[history.length - 1].epoch;
  const at = history.find((e) => e.epoch === mark?.epoch);
  // what became of the weights only our own runs say
  const measured = run.folder.evaluation && run.folder.run?.versions.triptych;
  const soFar = run.folder.evaluation ? "" : " so far";
  const of = `epoch ${mark?.epoch} of ${last}`;
  const what = {
    dice: safe`Mean Dice on the validation pictures was highest${soFar} after ${of}${
      measured && "; the weights of that epoch were kept and measured"
    }.`,
    said: safe`The weights after ${of} were kept${measured && " and measured"}.`,
    loss: safe`The curves are drawn on the test pictures, and chose nothing${
      measured && ": the last epoch was measured"
    }. Their loss was lowest${soFar} after ${of}
      (${at && formatLoss(at.validationLoss)}; training loss then ${
      at && formatLoss(at.trainLoss)
    }).`,
    nothing: safe`The curves are drawn on the ${part} pictures; none of their values is a number.`,
  }[mark?.what ?? "nothing"];
  return safe`${what}${notJudged(run, part)}${
    run.folder.epochPictures.length > 0 &&
    " Each column of pictures is what the model drew after that epoch."
  }`;
}

/** Classes without a curve: no picture of the part holds them. */
function notJudged({ classes, history }: SiteRun, part: string): Markup | false {
  const those = classes.filter(({ name }) => !history.some((e) => Number.isFinite(e.dice[name])));
  return those.length > 0 &&
    safe` Without a curve, since no ${part} picture gave it a value: ${
      those.map((c, i) => safe`${i > 0 && ", "}${c.term}`)
    }.`;
}

function filmstrip(run: SiteRun, best?: number) {
  const pictures = run.folder.epochPictures;
  const all = [...new Set(pictures.map((p) => p.epoch))].sort((a, b) => a - b);
  if (!all.length) return undefined;
  const epochs = chosen(all, best);
  const seldom = new Set(chosen(all, best, 4));
  const ids = [...new Set(pictures.map((p) => p.id))].slice(0, 6);
  const has = new Set(pictures.map((p) => `${p.epoch} ${p.id}`));
  return {
    epochs: epochs.map((epoch) => ({
      epoch,
      best: epoch === best,
      seldom: !seldom.has(epoch),
    })),
    rows: ids.map((id) => ({
      label: readable(id),
      photograph: run.filmPhotographUrl(id),
      truth: run.film.get(id)?.truth && run.epochUrl(id, 0),
      url: run.has(id) ? run.caseUrl(id) : undefined,
      pictures: epochs.map((epoch) => ({
        epoch,
        src: has.has(`${epoch} ${id}`) ? run.epochUrl(id, epoch) : undefined,
        best: epoch === best,
        seldom: !seldom.has(epoch),
      })),
    })),
    beside: {
      photograph: ids.some((id) => run.film.get(id)?.image),
      truth: ids.some((id) => run.film.get(id)?.truth),
    },
    legend: legend(run, best),
  };
}

/** At most so many epochs, evenly, the first, the best and the last among them. */
function chosen(all: number[], best: number | undefined, most = COLUMNS): number[] {
  if (all.length <= most) return all;
  const keep = new Set([all[0], all[all.length - 1]]);
  if (best !== undefined && all.includes(best)) keep.add(best);
  for (let i = 1; keep.size < most && i < most; i++) {
    keep.add(all[Math.round((i * (all.length - 1)) / (most - 1))]);
  }
  return [...keep].sort((a, b) => a - b);
}

function legend(run: SiteRun, best?: number): Markup {
  const empty = run.classes.find((c) => c.backdrop);
  return safe`Filled: ${
    run.classes.filter((c) => !c.backdrop).map((c, i) => safe`${i > 0 && ", "}${c.term}`)
  }.${empty && safe` Empty: ${empty.term}.`}${best !== undefined && " Framed: the marked epoch."}`;
}
