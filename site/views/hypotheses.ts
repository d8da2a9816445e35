/** What could make published figures so low: each hypothesis beside them, and the verdict. */
import { type JudgedHypothesis, judgeHypotheses, NEAR } from "../../evaluation/mod.ts";
import { cell } from "../html/numbers.ts";
import { termOf } from "../html/term.ts";
import { formatNumber, formatRatio } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { chartOf, colorOf, extent, type Repeated } from "./reproduction_story.ts";

/**
 * The section, or nothing where nothing was tried.
 *
 * @param repeated The run on which they were tried.
 */
export function hypothesesView({ run, published: { dice } }: Repeated) {
  const tried = run.hypotheses;
  if (tried === undefined || dice === undefined) return undefined;
  const text = words.reproduction.hypotheses;
  const judged = judgeHypotheses(tried, dice), { hypotheses, values } = judged;
  const classes = run.classes.filter(({ name }) =>
    dice[name] !== undefined && hypotheses.every(({ tried }) => tried.values[name] !== undefined)
  );
  return {
    palette: run.palette,
    sentence: text.sentence(tried.cases),
    rule: text.rule(String(NEAR)),
    verdict: verdictOf(hypotheses, values),
    charts: classes.map((c) => {
      const { best, median, worst } = dice[c.name];
      const lines = hypotheses.map((one) => ({
        ...extent(nameOf(one), one.tried.values[c.name]),
        color: colorOf(c),
        isPale: one.worth === "impossible",
      }));
      const first = extent(text.published, { best, midpoint: median, worst });
      return {
        title: termOf(c),
        chart: chartOf([{ ...first, color: "var(--soft)" }, ...lines], {
          rules: [worst, median, best],
          about: (rows) => text.about(c.name, rows),
        }),
      };
    }),
    rows: hypotheses.map((one) => ({
      name: nameOf(one),
      note: noteOf(one),
      cells: [
        cell(formatRatio(one.distance, 3), one.distance),
        cell(text.near(one.near, values), one.near),
      ],
      worth: worthOf(one),
    })),
  };
}

function nameOf({ tried: { id, batch } }: JudgedHypothesis): string {
  const name = words.reproduction.hypotheses.names[id];
  return typeof name === "string" ? name : name(formatNumber(batch ?? 0));
}

/** What was done, for readers who don't know the name. */
function noteOf({ tried: { id, order }, outOf }: JudgedHypothesis): string {
  const text = words.reproduction.hypotheses, about = text.notes[id];
  return order === undefined || outOf === 1 ? about : text.nearest(about, outOf, order);
}

function worthOf({ worth, because }: JudgedHypothesis): string {
  const text = words.reproduction.hypotheses.worth;
  if (because === undefined) return text[worth];
  return because === "one value" ? text.single : text.most(formatNumber(because.most, 1));
}

/** What follows, by the rule of the judgement. */
function verdictOf(hypotheses: readonly JudgedHypothesis[], values: number): string {
  const text = words.reproduction.hypotheses.verdict, [usual] = hypotheses;
  const namesOf = (worth: JudgedHypothesis["worth"]) =>
    hypotheses.filter((one) => one.worth === worth).map(nameOf);
  const explains = namesOf("explains"), impossible = namesOf("impossible");
  const nearest = hypotheses.find(({ worth }) => worth === "nearer");
  const first = explains.length > 0
    ? text.explains(explains, values)
    : nearest === undefined
    ? text.none(values, formatRatio(usual.distance, 2))
    : text.nearest({
      name: nameOf(nearest),
      note: noteOf(nearest),
      distance: formatRatio(nearest.distance, 2),
      usual: formatRatio(usual.distance, 2),
      ...{ near: nearest.near, values },
    });
  return [first, ...impossible.length > 0 ? [text.impossible(impossible)] : []].join(" ");
}
