/** When the cases of a run were learned, which were forgotten, and the slider on a case's page. */
import {
  type Case,
  COURSES,
  FORGOTTEN_DROP,
  LEARNED_DICE,
  type LearnedCase,
} from "../../evaluation/mod.ts";
import { learningChart } from "../charts/learning.ts";
import { bothFits } from "../html/chart.ts";
import { numbers } from "../html/numbers.ts";
import { altText, picture } from "../html/picture.ts";
import type { Markup } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import { type Films, filmUrl, type Forgotten } from "../runs/films.ts";
import { casesWhere } from "../runs/filtered.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { formatNumber, formatPercent, formatRatio, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";

/** More epochs have no curve: a damaged number may stand for more than there is memory for. */
const MOST_EPOCHS = 1e5;

/** The lines of classes that share a colour's neighbourhood. */
const DASHES = [undefined, "1.5 3.5", "6 3"];

/**
 * The sentence, the curve, a table of all classes and the worst of what was forgotten.
 *
 * @param run A run with cases.
 * @returns Undefined where no predictions through the epochs were kept.
 */
export function learnedView(run: SiteRun) {
  const { films } = run, text = words.learned;
  if (films === undefined) return undefined;
  const rows = run.classes.map((c) => ({ c, learned: learnedOf(run, films, c) }))
    .filter(({ learned }) => learned.length > 0);
  const first = rows.find(({ c }) => c === run.headline);
  return {
    sentence: first ? sentence(first.c, first.learned) : text.none(termOf(run.headline!)),
    rule: rule(run, films),
    svg: chart(films, rows),
    head: [text.head.cases, ...COURSES.map((course) => readable(text.courses[course]))],
    rows: rows.map(({ c, learned }) => ({ term: termOf(c), cells: cells(run, c, learned) })),
    forgotten: films.forgotten.map((one) => forgottenView(run, one)),
  };
}

/** How a class was learned in all cases whose truth contains it. */
function learnedOf(run: SiteRun, films: Films, c: SiteClass): LearnedCase[] {
  return run.cases.map((one) => films.learned(one, c)).filter((one) => one !== undefined);
}

function sentence(c: SiteClass, learned: LearnedCase[]): Markup {
  const of = (course: LearnedCase["course"]) =>
    learned.filter((one) => one.course === course).length;
  return words.learned.sentence({
    term: termOf(c),
    all: learned.length,
    early: of("early"),
    late: of("late"),
    never: of("never"),
    forgotten: of("forgotten"),
  });
}

function rule(run: SiteRun, films: Films): string {
  const { epochs } = films, { length: of } = run.members;
  const isMean = run.cases.some((one) => films.memberOf(one) !== undefined);
  return words.learned.rule({
    learned: formatRatio(LEARNED_DICE, 1),
    drop: formatRatio(FORGOTTEN_DROP, 1),
    each: strideOf(epochs),
    followed: run.cases.filter((one) => films.epochsOf(one).length > 0).length,
    all: run.cases.length,
    isAtModelSize: run.folder.evaluation?.measuredAt === "own",
    model: of === 0 ? undefined : isMean ? { isOwn: false, of } : { isOwn: true },
  });
}

/** After each how many epochs there are predictions, but for the first, the last, and what can't be read. */
function strideOf(epochs: readonly number[]): number {
  const steps = epochs.slice(1).map((epoch, i) => epoch - epochs[i]).sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? 1;
}

/** The share of cases that are learned by each epoch; undefined where a line would be a point. */
function chart(
  films: Films,
  rows: { c: SiteClass; learned: LearnedCase[] }[],
): Markup | undefined {
  const { epochs } = films, last = epochs.at(-1)!;
  if (epochs.length < 2 || last > MOST_EPOCHS || rows.length === 0) return undefined;
  const curves = rows.map(({ c, learned }) => {
    const values = new Array<number>(last).fill(NaN);
    for (const epoch of epochs) {
      const by = learned.filter(({ learnedAt = Infinity }) => learnedAt <= epoch);
      values[epoch - 1] = by.length / learned.length;
    }
    return { name: c.name, color: `var(--k${c.index})`, dash: DASHES[c.index % 3], values };
  });
  const ends = curves.map(({ name, values }) => `${name} ${formatPercent(values.at(-1)!)}`);
  return bothFits({
    title: words.learned.chart,
    curves,
    domain: [0, 1] as [number, number],
    about: words.learned.about(last, ends),
  }, learningChart);
}

/** How many cases there are, and how many of each course, which leads to them. */
function cells(run: SiteRun, c: SiteClass, learned: LearnedCase[]) {
  return [
    { text: formatNumber(learned.length), numbers: numbers(learned.length) },
    ...COURSES.map((course) => {
      const { length } = learned.filter((one) => one.course === course);
      return {
        text: formatNumber(length),
        numbers: numbers(length),
        url: length > 0 ? casesWhere(run, { class: c.index, learned: course }) : undefined,
      };
    }),
  ];
}

/** A case at its best epoch, after the last, and its truth. */
function forgottenView(run: SiteRun, { one, c, best, last }: Forgotten) {
  const text = words.learned.forgotten, hash = `#class=${c.index}&epoch=${best.epoch}`;
  const after = ({ epoch, dice }: LearnedCase["best"]) => {
    const value = formatRatio(dice);
    return {
      picture: picture(run, one.id, {
        over: filmUrl(run, one.id, epoch),
        alt: altText(one.id, words.run.learning.after(c.name, epoch)),
      }),
      caption: text.after(epoch, value),
    };
  };
  return {
    k: c.index,
    term: termOf(c),
    change: text.change(formatRatio(best.dice), formatRatio(last.dice)),
    label: readable(one.id),
    url: `${run.caseUrl(one.id)}${hash}`,
    pictures: [
      after(best),
      after(last),
      {
        picture: picture(run, one.id, {
          layer: `t${c.index}`,
          alt: altText(one.id, words.frame.alt.truth(c.name)),
        }),
        caption: text.truth,
      },
    ],
  };
}

/** The slider through the epochs; undefined for a case without predictions to show. */
export function filmView(run: SiteRun, one: Case) {
  const { films } = run, text = words.learned.film;
  if (!films?.drawn.has(one.id)) return undefined;
  const notes = [
    films.memberOf(one) !== undefined && text.member(run.members.length),
    run.folder.evaluation?.measuredAt === "own" && text.modelSize,
  ];
  return {
    // a script asks for it, whose addresses nobody makes relative
    src: filmUrl(run, one.id).replace(run.base, "../"),
    frames: films.epochsOf(one).length,
    note: notes.filter(Boolean).join(" "),
  };
}

/** For each class a letter per case, in their order: how it was learned; the gallery filters by them. */
export function courseLetters(run: SiteRun, order: Case[]): string[] | undefined {
  const { films } = run;
  if (films === undefined) return undefined;
  return run.classes.map((c) =>
    order.map((one) => films.learned(one, c)?.course[0] ?? "-").join("")
  );
}
