/** The curves of a run and its filmstrip: what the model drew for the same photographs. */
import type { Epoch } from "../../evaluation/mod.ts";
import { learningChart } from "../charts/learning.ts";
import { number, spoken } from "../words.ts";
import { bothFits } from "./chart.ts";
import { type Markup, safe } from "./safe.ts";
import type { SiteRun } from "./site_run.ts";

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
  const loss = [
    { name: part, color: "var(--ink)", values: history.map((e) => e.validationLoss) },
    {
      name: "training",
      color: "var(--soft)",
      dash: "2 3",
      values: history.map((e) => e.trainLoss),
    },
  ];
  const dice = run.classes.map((c) => ({
    name: c.name,
    color: `var(--k${c.index})`,
    dash: DASHES[c.index % 3],
    values: history.map((e) => e.dice[c.name] ?? NaN),
  }));
  const last = history[history.length - 1];
  return {
    sentence: sentence(run, part, mark),
    charts: [
      bothFits({
        title: "Loss",
        curves: loss,
        best: mark.epoch,
        bestLabel: mark.label,
        about: `Loss over ${history.length} epochs: ${part} ${number(last.validationLoss, 2)}, ` +
          `training ${number(last.trainLoss, 2)} at the end.`,
      }, learningChart),
      bothFits({
        title: "Dice",
        curves: dice,
        best: mark.epoch,
        domain: [0, 1],
        about: `Mean Dice on the ${part} pictures over ${history.length} epochs; at the end ${
          run.classes.map((c) => `${c.name} ${number(last.dice[c.name] ?? NaN, 2)}`).join(", ")
        }.`,
      }, learningChart),
    ],
    strip: filmstrip(run, mark.epoch),
    head: [
      "Epoch",
      "Training loss",
      `Loss on ${part}`,
      ...run.classes.map((c) => `Dice ${c.name}`),
    ],
    table: history.map((e) => [
      String(e.epoch),
      number(e.trainLoss, 3),
      number(e.validationLoss, 3),
      ...run.classes.map((c) => number(e.dice[c.name] ?? NaN, 3)),
    ]),
  };
}

/** The part of the data that a run's curves are drawn on. */
export function partOf(run: SiteRun): string {
  return run.folder.run?.curvesOn === "validation" ? "validation" : "test";
}

/** The epoch the weights are from, where one was chosen; otherwise the lowest loss, as an observation. */
function markedEpoch(run: SiteRun, part: string): { epoch: number; label: string } {
  const { history } = run;
  if (part === "validation") {
    const mean = (e: Epoch) => {
      const values = Object.values(e.dice);
      return values.reduce((a, b) => a + b, 0) / values.length;
    };
    const said = history.find((e) => e.epoch === run.folder.run?.bestEpoch);
    const best = said ?? history.reduce((a, b) => mean(b) > mean(a) ? b : a);
    return { epoch: best.epoch, label: `best mean Dice: epoch ${best.epoch}` };
  }
  const best = history.reduce((a, b) => b.validationLoss < a.validationLoss ? b : a);
  return { epoch: best.epoch, label: `lowest test loss: epoch ${best.epoch}` };
}

function sentence(run: SiteRun, part: string, mark: { epoch: number }): Markup {
  const { history } = run, { length } = history;
  const at = history.find((e) => e.epoch === mark.epoch)!;
  // what became of the weights only our own runs say
  const measured = run.folder.evaluation && run.folder.run?.versions.triptych;
  const soFar = run.folder.evaluation ? "" : " so far";
  const first = part === "validation"
    ? safe`Mean Dice on the validation pictures was highest${soFar} after epoch ${at.epoch} of ${length}${
      measured && "; the weights of that epoch were kept and measured"
    }.`
    : safe`The curves are drawn on the test pictures, and chose nothing${
      measured && ": the last epoch was measured"
    }. Their loss was lowest${soFar} after epoch ${at.epoch} of ${length}
      (${number(at.validationLoss, 3)}; training loss then ${number(at.trainLoss, 3)}).`;
  return safe`${first}${
    run.folder.epochPictures.length > 0 &&
    " Each column of pictures is what the model drew after that epoch."
  }`;
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
      label: spoken(id),
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
    legend: legend(run),
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

function legend(run: SiteRun): Markup {
  const empty = run.classes.find((c) => c.backdrop);
  return safe`Filled: ${
    run.classes.filter((c) => !c.backdrop).map((c, i) => safe`${i > 0 && ", "}${c.term}`)
  }.${empty && safe` Empty: ${empty.term}.`} Framed: the marked epoch.`;
}
