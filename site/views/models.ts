/** What the ranking of several runs says. */
import { changeTexts, lettersOf, type RankedMetric } from "../../evaluation/mod.ts";
import { intervalChart } from "../charts/interval.ts";
import { placesChart } from "../charts/places.ts";
import { formatFigure, formatNumber, isLength, listed } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { classPicker } from "../html/class_picker.ts";
import { numbers } from "../html/numbers.ts";
import { Markup, plain, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteRanking } from "../runs/rankings.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";

/**
 * Everything the page of a ranking shows.
 *
 * @param ranking The runs, the baseline first, and how they rank.
 */
export function modelsView({ runs, apart, comparison }: SiteRanking) {
  const [baseline] = runs, { models, metrics } = comparison, text = words.models;
  const names = models.map(text.modelName);
  const shown = [...new Map(metrics.map(({ metric }) => [metric.id, metric])).values()];
  const classOf = (one: RankedMetric) => baseline.classes.find((c) => c.name === one.className)!;
  const first = metrics.find((one) => classOf(one) === baseline.headline) ?? metrics[0];
  const classes = baseline.classes.filter((c) => metrics.some((one) => classOf(one) === c));
  const panels = metrics.map((one) => ({
    c: classOf(one).index,
    metric: one.metric.title,
    m: shown.findIndex(({ id }) => id === one.metric.id),
    // that of the first stands above
    sentence: one === first ? undefined : sentence(one, classOf(one), names),
    region: text.ranks.region(one.metric.title, one.className),
    chancesRegion: text.chances.region(one.metric.title, one.className),
    rows: rows(one, names, models.map((model) => runs[model.runs[0]])),
    names: one.ranking.models.map(({ model }) => names[model]),
    chances: chances(one, names),
  }));
  return {
    title: text.title(models.length),
    tab: words.frame.tab(text.title(models.length), listed(names)),
    // one case, drawn again, is always the same
    areDrawn: comparison.cases > 1,
    description: plain(sentence(first, classOf(first), names)),
    verdict: sentence(first, classOf(first), names),
    facts: facts(runs, comparison),
    apart: apart.length > 0 ? text.apart(apart.map(({ name }) => name)) : undefined,
    picker: classPicker(classes, "class", classOf(first).index),
    metrics: shown.map((metric, m) => ({ m, name: metric.title, first: metric === first.metric })),
    panels,
    first: panels[metrics.indexOf(first)],
    note: text.notes(comparison).join(" "),
  };
}

function sentence(one: RankedMetric, c: SiteClass, names: readonly string[]): Markup {
  const text = words.models;
  return safe`${text.of(one.metric.title, termOf(c), one.cases)} ${text.verdict(one, names)}`;
}

function facts(runs: readonly SiteRun[], { models, cases }: SiteRanking["comparison"]): Markup[] {
  const [baseline] = runs, text = words.models.facts;
  return [
    text.baseline(safe`<a href="${baseline.base}index.html">${baseline.name}</a>`),
    ...(runs.length > models.length ? [text.runs(runs.length, models.length)] : []),
    text.cases(cases),
  ];
}

/** A row per model, the best first. */
function rows(one: RankedMetric, names: readonly string[], firstRuns: readonly SiteRun[]) {
  const { ranking, metric, medians, changes, cases } = one, text = words.models.ranks;
  const reach = changes.flatMap(({ median, interval = [] }) => [median, ...interval])
    .filter(Number.isFinite).reduce((most, end) => Math.max(most, Math.abs(end)), 1e-9);
  return ranking.models.map(({ model, place, meanRank, places: [best, worst] }, i) => {
    const change = changes[model], texts = changeTexts(change), isBaseline = model === 0;
    const { median, interval } = change;
    return {
      place,
      isBaseline,
      name: names[model],
      url: `${firstRuns[model].base}index.html`,
      meanRank: { text: formatNumber(meanRank, 2), numbers: numbers(meanRank) },
      places: text.places(best, worst),
      placesGraphic: new Markup(placesChart({ best, worst, own: place, models: names.length })),
      median: { text: formatFigure(medians[model], metric), numbers: numbers(medians[model]) },
      change: isBaseline ? text.baseline : texts.median,
      // as the change is written, not as the gain is
      numbers: isBaseline ? numbers(0) : numbers(isLength(metric) ? -median : median),
      interval: isBaseline ? "" : interval ? words.compare.changes.range(...texts.interval!) : "–",
      graphic: !isBaseline && Number.isFinite(median)
        ? new Markup(intervalChart({ median, interval, reach }))
        : undefined,
      better: isBaseline ? "" : words.compare.changes.betterIn(change.better, cases),
      alike: lettersOf(ranking.groups, i),
    };
  });
}

/** How often each ranks before each other. */
function chances({ ranking: { models, chance } }: RankedMetric, names: readonly string[]) {
  return models.map(({ model }, a) => ({
    name: names[model],
    cells: chance[a].map((share, b) => ({
      own: a === b,
      text: a === b ? "" : words.models.chance(share),
      numbers: a === b ? undefined : numbers(share),
      width: Math.round(1000 * share) / 10,
    })),
  }));
}
