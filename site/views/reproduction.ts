/** What the page of a reproduction says: published figures beside ours, and how alike the settings are. */
import { type Published, publishedRows } from "../../evaluation/mod.ts";
import { heading } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { compareUrl, comparisons } from "../runs/comparisons.ts";
import { hasPublishedFigures } from "../runs/published.ts";
import { type Markup, plain } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** A run that repeats published work. */
interface Repeated {
  run: SiteRun;
  published: Published;
}

/**
 * Everything the page shows.
 *
 * @param runs All runs; those that repeat published work take part.
 */
export function reproductionView(runs: SiteRun[]) {
  const repeated: Repeated[] = runs.flatMap((run) => {
    const published = run.folder.run?.published;
    return published ? [{ run, published }] : [];
  }).reverse();
  const first = repeated.find(({ run }) => hasPublishedFigures(run))!, text = words.reproduction;
  return {
    title: text.title,
    description: plain(text.sentence(first.published.source)),
    sentence: text.sentence(first.published.source),
    note: first.published.note,
    origin: text.origin,
    banners: bannersOf(repeated),
    figures: repeated.filter(({ run }) => hasPublishedFigures(run)).map(({ run, published }) => ({
      title: heading(run.title),
      url: `${run.base}index.html`,
      palette: run.palette,
      rows: publishedRows(run.folder.evaluation!, published).map((row) => ({
        ...row,
        term: termOf(run.classes.find(({ name }) => name === row.name)!),
      })),
    })),
    settings: repeated.map(({ run, published }) => ({
      name: run.title,
      preset: presetOf(run),
      url: `${run.base}index.html`,
      figures: published.figures,
      rows: settingRows(run, published),
    })),
    comparisons: comparisonsOf(repeated, runs),
  };
}

/** What keeps runs from being the published ones, said before any figure and of all alike at once. */
function bannersOf(repeated: Repeated[]): Markup[] {
  const text = words.reproduction.banners;
  const random = repeated.filter(({ run, published }) =>
    published.pretrained && run.folder.run!.weights === "random"
  );
  const presets = new Map<string, string[]>();
  for (const { preset, what } of repeated.flatMap(differencesOf)) {
    presets.set(what, [...presets.get(what) ?? [], preset]);
  }
  const alike = Map.groupBy(presets.keys(), (what) => presets.get(what)!.join("\n"));
  return [
    ...random.map(({ run }) => text.random(presetOf(run))),
    ...[...alike.values()].map((those) => text.settings(presets.get(those[0])!, those)),
  ];
}

/** The settings of a run that are not the published ones. */
function differencesOf({ run, published }: Repeated): { preset: string; what: string }[] {
  const own = run.folder.run!.settings;
  return Object.entries(published.settings).filter(([key, value]) => own[key] !== value)
    .map(([key, value]) => ({
      preset: presetOf(run),
      what: words.reproduction.banners.difference(
        key,
        own[key] === undefined ? undefined : String(own[key]),
        String(value),
      ),
    }));
}

/** The settings that are published or assumed, beside the run's. */
function settingRows(run: SiteRun, { settings }: Published) {
  const { settings: own, assumed = {}, data, weights } = run.folder.run!;
  const text = words.reproduction.settings;
  const keys = [...new Set([...Object.keys(settings), ...Object.keys(assumed)])];
  const rows = keys.map((key) => ({
    key,
    published: key in settings ? String(settings[key]) : text.notStated,
    here: String(own[key] ?? "–"),
    differs: key in settings && settings[key] !== own[key],
    remark: assumed[key] ? text.assumed(assumed[key]) : undefined,
  }));
  return [
    ...rows,
    plainRow(text.images, text.parts(data.train.length, data.test.length)),
    ...weights === undefined
      ? []
      : [plainRow(text.weights, typeof weights === "string" ? weights : weights.name)],
  ];
}

function plainRow(key: string, here: string) {
  return { key, published: "", here, differs: false, remark: undefined };
}

/** The comparisons that the published work makes, as far as both runs are there. */
function comparisonsOf(repeated: Repeated[], runs: SiteRun[]) {
  const pages = comparisons(runs).pairs;
  return repeated.flatMap(({ run: before, published }) =>
    published.comparisons.flatMap(({ to, about }) => {
      const pair = pages.find((pair) => pair.before === before && presetOf(pair.after) === to);
      if (!pair) return [];
      return [{
        url: compareUrl(pair.before, pair.after),
        name: words.reproduction.comparisons.name(presetOf(before), to),
        about,
      }];
    })
  );
}

function presetOf(run: SiteRun): string {
  return String(run.folder.run?.settings.preset ?? run.name);
}
