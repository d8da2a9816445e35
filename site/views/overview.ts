/** What the overview of runs says. */
import { readable, shortPath } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { plain, safe } from "../html/safe.ts";
import { hasPublishedFigures, REPRODUCTION_URL } from "../runs/published.ts";
import { miniBoxesOf } from "./mini_boxes.ts";
import { facts, medianPicture } from "./run.ts";
import { runsTable } from "./runs_table.ts";
import { compareUrl, comparisons, missingComparisons } from "../runs/comparisons.ts";
import { doubtsOf } from "../runs/doubts.ts";
import { doubtfulCases } from "./truths.ts";
import { rankings } from "../runs/rankings.ts";
import type { SiteExplanation } from "../runs/explanations.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { remarksOf, stateOf } from "./state.ts";
import { unmeasured, verdict } from "./verdict.ts";

/** More classes have no box here, where there is little room. */
const BOXES = 8;

/**
 * Everything the first page shows.
 *
 * @param runs The runs, newest first.
 * @param explanations Why runs differ, where that was found out.
 */
export function overviewView(runs: SiteRun[], explanations: readonly SiteExplanation[] = []) {
  const pairs = comparisons(runs).pairs, text = words.overview;
  const groups = groupsOf(runs).map((group, i) => ({ ...group, id: `group-${i + 1}` }));
  return {
    title: text.title(runs.length),
    description: plain(
      safe`${text.count(runs.length)} ${runs.map(({ title }) => title).join(", ")}`,
    ),
    sentence: safe`${text.count(runs.length)}${
      pairs.length === 1 &&
      safe` <a href="${compareUrl(pairs[0].before, pairs[0].after)}">${
        runs.length === 2
          ? text.compare.two
          : text.compare.named(pairs[0].before.name, pairs[0].after.name)
      }</a>.`
    }${
      rankings(runs).map(({ url, comparison: { models } }, _, { length }) =>
        safe` <a href="${url}">${
          words.models.overview(models.map(({ name }) => name), length === 1)
        }</a>.`
      )
    }${
      explanations.map(({ url, explained: { names: [a, b] } }) =>
        safe` <a href="${url}">${words.explanation.overview(a, b)}</a>.`
      )
    }${
      runs.some(hasPublishedFigures) &&
      safe` <a href="${REPRODUCTION_URL}">${text.published}</a>.`
    }`,
    note: runs.some((run) => run.hasPictures)
      ? [text.note, runs.some(({ specks }) => specks.size > 0) && words.frame.rings]
        .filter(Boolean).join(" ")
      : undefined,
    missing: missingComparisons(runs),
    contents: groups.length > 1 ? groups.map(({ id, name }) => ({ id, name: name! })) : [],
    groups: groups.map((group) => ({
      ...group,
      palette: group.runs[0].palette,
      table: tableOf(group.runs),
      comparisons: pairs.filter(({ after }) => group.runs.includes(after))
        .map(({ before, after }) => ({
          url: compareUrl(before, after),
          before: before.base,
          after: after.base,
          name: text.compare.name(before.name, after.name),
        })),
      truths: truthsOf(runs, group.runs),
      runs: group.runs.map(runOf),
      hasPictures: group.runs.some(({ hasPictures }) => hasPictures),
    })),
  };
}

/** Links to the doubtful truths of some runs; of several pages each says whose models doubt them. */
function truthsOf(runs: SiteRun[], group: SiteRun[]) {
  const those = doubtsOf(runs).filter(({ shown }) => group.includes(shown[0]));
  return those.map((doubts) => ({
    url: doubts.url,
    name: words.truths.link(
      doubtfulCases(doubts),
      those.length > 1 ? doubts.shown.map(({ name }) => name) : [],
    ),
  }));
}

/** What the page says of one run. */
function runOf(run: SiteRun) {
  return {
    palette: run.palette,
    base: run.base,
    url: `${run.base}index.html`,
    name: run.name,
    title: run.title,
    verdict: verdict(run) ?? unmeasured(run),
    facts: facts(run),
    state: run.cases.length ? stateOf(run) : undefined,
    remarks: remarksOf(run),
    median: medianPicture(run),
    chart: miniBoxesOf(run, run.classes.slice(0, BOXES)),
    more: run.classes.length > BOXES
      ? words.overview.moreClasses(run.classes.length - BOXES)
      : undefined,
  };
}

/** Runs that share cases stand together, those that share none with any at the end. */
function groupsOf(runs: SiteRun[]): { name?: string; runs: SiteRun[] }[] {
  const text = words.overview.groups;
  const those = comparisons(runs).groups.filter((group) => group.length > 1);
  const together = new Set(those.flat());
  const fresh = runs.filter((run) => !run.cases.length);
  const alone = runs.filter((run) => run.cases.length > 0 && !together.has(run));
  const all = [
    { name: text.fresh(fresh.length), runs: fresh },
    ...those.map((group) => ({ name: groupName(group), runs: group })),
    { name: text.alone(alone.length), runs: alone },
  ].filter((group) => group.runs.length > 0);
  return all.length > 1 && those.length > 0 ? all : runs.length > 0 ? [{ runs }] : [];
}

/** How many runs, of how many cases, of which data where all are of the same. */
function groupName(group: SiteRun[]): string {
  const names = new Set(group.map(({ folder }) => folder.run?.data.name));
  const [name] = names.size === 1 ? names : [undefined];
  const [first, ...others] = group, { cases } = first;
  const areSame = others.every((run) =>
    run.cases.length === cases.length && cases.every(({ id }) => run.has(id))
  );
  const count = areSame ? cases.length : undefined;
  return words.overview.groups.together(group.length, count, name && readable(shortPath(name)));
}

/** The table of runs; several that have no class in common make none. */
function tableOf(runs: SiteRun[]) {
  const names = runs.flatMap(({ classes }) => classes.map(({ name }) => name));
  const isShared = runs.length === 1 || new Set(names).size < names.length;
  return isShared && runs.some((run) => run.cases.length) ? runsTable(runs) : undefined;
}
