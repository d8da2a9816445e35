/** The parts of a reproduction's page, from the published figures to the cause of what is better. */
import {
  bestMedianWorst,
  metricValue,
  type Published,
  publishedRows,
  quantile,
} from "../../evaluation/mod.ts";
import { type ExtentRow, extentsChart } from "../charts/extents.ts";
import { oneFit } from "../html/chart.ts";
import { cell } from "../html/numbers.ts";
import { termOf } from "../html/term.ts";
import { compareUrl, comparisons } from "../runs/comparisons.ts";
import { runOfCorner, type SiteExplanation } from "../runs/explanations.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { formatRatio, heading } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { limitTexts, verdictView } from "./explanation.ts";
import { stepCharts } from "./explanation_steps.ts";

/** A run that repeats published work. */
export interface Repeated {
  run: SiteRun;
  published: Published;
}

/** What a run is called here: its preset. */
export function presetOf(run: SiteRun): string {
  return String(run.folder.run?.settings.preset ?? run.name);
}

/** Published figures beside a run's own: a chart of all classes, and the table. */
export function figuresView({ run, published }: Repeated) {
  const text = words.reproduction.figures;
  const rows = publishedRows(run.folder.evaluation!, published)
    .map((row) => ({ ...row, c: run.classes.find(({ name }) => name === row.name)! }));
  return {
    title: heading(run.title),
    url: `${run.base}index.html`,
    palette: run.palette,
    charts: rows.map(({ name, theirs, ours, c }) => {
      const lines: ExtentRow[] = [
        { ...extent(text.published, { ...theirs, midpoint: theirs.median }), ...SOFT },
        { ...extent(text.here, ours), color: colorOf(c), median: ours.median },
      ];
      return {
        title: termOf(c),
        chart: chartOf(lines, { about: (rows) => text.about(name, rows) }),
      };
    }),
    rows: rows.map(({ theirs, ours, c }) => ({
      term: termOf(c),
      theirs: [theirs.best, theirs.median, theirs.worst].map(cellOf),
      ours: [ours.best, ours.midpoint, ours.median, ours.worst].map(cellOf),
    })),
  };
}

/** The line of what is published. */
const SOFT = { color: "var(--soft)" };

/** The line of some values, without its colour. */
export function extent(
  name: string,
  { best, midpoint, worst }: Pick<ExtentRow, "best" | "midpoint" | "worst">,
): Omit<ExtentRow, "color"> {
  const figure = words.reproduction.figures.extent(
    ...[worst, midpoint, best].map((value) => formatRatio(value, 2)) as [string, string, string],
  );
  return { name, figure, best, midpoint, worst };
}

/** The colour of a class's lines. */
export function colorOf({ index }: SiteClass): string {
  return `var(--k${index})`;
}

/** A chart of lines, whose text alternative says their figures. */
export function chartOf(
  rows: ExtentRow[],
  { about, rules }: { about: (rows: string[]) => string; rules?: number[] },
) {
  const text = words.reproduction.figures;
  const said = about(rows.map(({ name, figure }) => text.said(name, figure)));
  return oneFit({ rows, rules, axis: text.axis, about: said }, extentsChart);
}

function cellOf(value: number) {
  return cell(formatRatio(value, 3), value);
}

/** Settings in which models may differ, as the question has them. */
const ASKED = ["encoder", "epochs", "batch", "lr"] as const;

/** The colleague's model beside the first: what differs, and what was not run. */
export function colleagueView(first: Repeated, repeated: readonly Repeated[], runs: SiteRun[]) {
  const other = repeated.find(({ run }) => presetOf(run) === "mobilenetv3");
  if (other === undefined) return undefined;
  const text = words.reproduction.colleague, own = other.run.folder.run!;
  const before = first.run.folder.run!.settings;
  const changes = ASKED.filter((name) => before[name] !== own.settings[name])
    .map((name) => text.change(text.names[name], String(before[name]), String(own.settings[name])));
  const isRandom = other.published.pretrained && own.weights === "random";
  const differing = Object.entries(other.published.settings)
    .filter(([name, value]) => own.settings[name] !== value)
    .map(([name, value]) => text.setting(name, String(value)));
  return {
    sentence: text.sentence(changes, other.published.pretrained),
    here: text.here(presetOf(first.run), presetOf(other.run), mediansOf(first.run, other.run)),
    notRun: isRandom || differing.length > 0 ? text.notRun(isRandom, differing) : text.whole,
    link: linkOf(first, { to: presetOf(other.run), runs }),
  };
}

/** The median Dice of each class in two runs. */
function mediansOf(before: SiteRun, after: SiteRun): string[] {
  return before.classes.flatMap(({ name }) => {
    const [from, to] = [before, after].map((run) =>
      run.overlap ? quantile(run.values(name, run.overlap), 0.5) : NaN
    );
    if (Number.isNaN(from) || Number.isNaN(to)) return [];
    return [words.reproduction.colleague.median(name, formatRatio(from, 2), formatRatio(to, 2))];
  });
}

/** All models that repeat published work: a chart a class, and the comparisons that the work makes. */
export function modelsView(repeated: readonly Repeated[], runs: SiteRun[]) {
  const text = words.reproduction.models, [{ run: first }] = repeated;
  return {
    palette: first.palette,
    charts: first.classes.flatMap((c) => {
      const rows = repeated.flatMap(({ run }) => modelRow(run, c));
      const about = (rows: string[]) => text.about(c.name, rows);
      return rows.length < 2 ? [] : [{ title: termOf(c), chart: chartOf(rows, { about }) }];
    }),
    comparisons: repeated.flatMap((one) =>
      one.published.comparisons.flatMap(({ to, about }) => {
        const link = linkOf(one, { to, runs });
        return link === undefined ? [] : [{ ...link, about }];
      })
    ),
  };
}

function modelRow(run: SiteRun, c: SiteClass): ExtentRow[] {
  const metric = run.overlap;
  const three = metric && run.classes.some(({ name }) => name === c.name)
    ? bestMedianWorst(run.ranking(c.name, metric))
    : undefined;
  if (metric === undefined || three === undefined) return [];
  const [best, worst] = [three.best, three.worst].map((one) => metricValue(one, c.name, metric));
  return [{
    ...extent(presetOf(run), { best, midpoint: (best + worst) / 2, worst }),
    median: quantile(run.values(c.name, metric), 0.5),
    color: colorOf(c),
  }];
}

/** The page of a comparison, if there is one. */
function linkOf(
  { run: before }: Repeated,
  { to, runs }: { to: string; runs: SiteRun[] },
): { url: string; name: string } | undefined {
  const pair = comparisons(runs).pairs
    .find((pair) => pair.before === before && presetOf(pair.after) === to);
  return pair && {
    url: compareUrl(pair.before, pair.after),
    name: words.reproduction.models.name(presetOf(before), to),
  };
}

/** Which change makes the last model better, as far as the experiment says. */
export function causeView(
  { run }: Repeated,
  runs: readonly SiteRun[],
  explanations: readonly SiteExplanation[],
) {
  const one = explanations.find((one) =>
    one.explained.names.length === 2 &&
    runOfCorner(one, one.explained.corners[0].key, runs) === run
  );
  if (one === undefined) return undefined;
  const { explained, url } = one, { names: [a, b], factors, cases } = explained;
  const text = words.reproduction.cause;
  return {
    sentence: text.sentence({ a, b, changes: factors.map(({ title }) => title) }),
    ...verdictView(explained),
    charts: cases === undefined ? [] : stepCharts(explained, cases.metrics[0]).slice(0, 1),
    limits: limitTexts(explained),
    link: { url, name: text.link },
  };
}
