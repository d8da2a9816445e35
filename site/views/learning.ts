/** The curves of a run and its filmstrip: what the model drew for the same images. */
import { learningChart } from "../charts/learning.ts";
import { everyNth, stepOf } from "../charts/thin.ts";
import { bothFits } from "../html/chart.ts";
import { type Markup, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import { curveOf, type MarkedEpoch, markedEpoch, partOf } from "../runs/curves.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { formatLoss, formatRate, formatRatio, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";

const DASHES = [undefined, "1.5 3.5", "6 3"];

/** More epochs than this have no picture each; the first, the marked and the last always have. */
const COLUMNS = 15;

/**
 * Curves, filmstrip and table of a run.
 *
 * @param run A run with at least one epoch.
 */
export function learningView(run: SiteRun) {
  const { history } = run, text = words.run.learning;
  const part = partOf(run), mark = markedEpoch(run);
  const step = stepOf(history.length, run.classes.length);
  return {
    sentence: sentence(run, mark),
    columns: run.folder.epochPictures.length > 0 ? words.run.learning.columns : undefined,
    charts: [lossChart(run, mark), diceChart(run, mark), rateChart(run, mark)].filter((chart) =>
      chart !== undefined
    ),
    strip: filmstrip(run, mark?.epoch),
    head: [
      ...text.head(text.parts[part], step),
      ...run.classes.map((c) => text.diceOf(c.name)),
      text.rate,
    ],
    table: epochs(run),
  };
}

/** The table's rows: losses, the Dice of each class, the learning rate. */
export function epochs(run: SiteRun) {
  const { history, classes } = run, mark = markedEpoch(run);
  const step = stepOf(history.length, classes.length);
  return everyNth(history, step, ({ epoch }) => epoch === mark?.epoch).map((e) => [
    { text: String(e.epoch), figure: e.epoch },
    ...[e.trainLoss, e.validationLoss].map((loss) => ({
      text: formatLoss(loss),
      figure: loss ?? NaN,
    })),
    ...classes.map((c) => e.dice[c.name] ?? NaN).map((dice) => ({
      text: formatRatio(dice, 3),
      figure: dice,
    })),
    { text: formatRate(e.learningRate), figure: e.learningRate ?? NaN },
  ]);
}

function lossChart(run: SiteRun, mark: MarkedEpoch | undefined): Markup {
  const text = words.run.learning, part = text.parts[partOf(run)], last = run.history.at(-1)!;
  const ends = [last.validationLoss, last.trainLoss].map((loss) => formatLoss(loss));
  return bothFits({
    title: text.loss,
    curves: [
      { name: part, color: "var(--ink)", values: curveOf(run, (e) => e.validationLoss) },
      {
        name: text.training,
        color: "var(--soft)",
        dash: "2 3",
        values: curveOf(run, (e) => e.trainLoss),
      },
    ],
    best: mark?.epoch,
    bestLabel: mark && text.mark[mark.what](mark.epoch),
    about: text.aboutLoss(last.epoch, part, ends[0], ends[1]),
  }, learningChart);
}

/** The learning rate; undefined where it never changes. */
function rateChart(run: SiteRun, mark: MarkedEpoch | undefined): Markup | undefined {
  const text = words.run.learning, values = curveOf(run, (e) => e.learningRate);
  const known = values.filter(Number.isFinite);
  const [least, most] = [Math.min, Math.max].map((of) =>
    known.reduce((a, b) => of(a, b), known[0])
  );
  if (!(least < most)) return undefined;
  return bothFits({
    title: text.rate,
    // the title names the one curve
    curves: [{ name: "", color: "var(--ink)", values }],
    best: mark?.epoch,
    domain: [0, most] as [number, number],
    format: formatRate,
    about: text.aboutRate(formatRate(known[0]), formatRate(known.at(-1)!)),
  }, learningChart);
}

/** The Dice of each class; undefined where no class has any. */
function diceChart(run: SiteRun, mark: MarkedEpoch | undefined): Markup | undefined {
  const text = words.run.learning, last = run.history.at(-1)!;
  const curves = run.classes.map((c) => ({
    name: c.name,
    color: `var(--k${c.index})`,
    dash: DASHES[c.index % 3],
    values: curveOf(run, (e) => e.dice[c.name]),
  }));
  const judged = curves.filter(({ values }) => values.some(Number.isFinite));
  if (!judged.length) return undefined;
  const ends = judged.map(({ name }) => `${name} ${formatRatio(last.dice[name] ?? NaN)}`);
  return bothFits({
    title: text.dice,
    curves,
    best: mark?.epoch,
    domain: [0, 1] as [number, number],
    about: text.aboutDice(last.epoch, text.parts[partOf(run)], ends),
  }, learningChart);
}

function sentence(run: SiteRun, mark: MarkedEpoch | undefined): Markup {
  // figures at another size are of other pixels
  const size = run.folder.evaluation?.measuredAt === "own" && words.run.learning.atModelSize;
  return safe`${whatChose(run, mark)}${size}${notJudged(run)}`;
}

function whatChose(run: SiteRun, mark: MarkedEpoch | undefined): Markup {
  const { history } = run, text = words.run.learning;
  if (!mark) return text.nothing(text.parts[partOf(run)]);
  // what became of the weights only our own runs say
  const measured = Boolean(run.folder.evaluation && run.folder.run?.versions.triptych);
  const soFar = !run.folder.evaluation;
  const of = text.epochOf(mark.epoch, history.at(-1)!.epoch);
  if (mark.what === "dice") return text.bestDice(soFar, of, measured);
  if (mark.what === "said") return text.kept(of, measured);
  const at = history.find((e) => e.epoch === mark.epoch)!;
  const { validationLoss: loss, trainLoss: training } = at;
  return text.lowestLoss({ soFar, of, measured, loss, training });
}

/** Classes without a curve: no image of the part holds them. */
function notJudged(run: SiteRun): Markup | false {
  const text = words.run.learning;
  const those = run.classes.filter(({ name }) =>
    !run.history.some((e) => Number.isFinite(e.dice[name]))
  );
  return those.length > 0 &&
    text.notJudged(text.parts[partOf(run)], those.map(termOf));
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
      truthAlt: words.run.learning.truthOf(readable(id)),
      photograph: run.filmPhotographUrl(id),
      truth: run.film.get(id)?.truth && run.epochUrl(id, 0),
      url: run.has(id) ? run.caseUrl(id) : undefined,
      pictures: epochs.map((epoch) => ({
        alt: words.run.learning.after(readable(id), epoch),
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
  const filled = run.classes.filter((c) => !c.backdrop).map(termOf);
  const empty = run.classes.find((c) => c.backdrop);
  return words.run.learning.legend(filled, empty && termOf(empty), best !== undefined);
}
