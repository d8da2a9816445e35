/** What the page of a reproduction says: published figures beside ours, and how alike the settings are. */
import type { Published } from "../../evaluation/mod.ts";
import { words } from "../text/mod.ts";
import { hasPublishedFigures } from "../runs/published.ts";
import { type Markup, plain } from "../html/safe.ts";
import type { SiteExplanation } from "../runs/explanations.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { hypothesesView } from "./hypotheses.ts";
import {
  causeView,
  colleagueView,
  figuresView,
  modelsView,
  presetOf,
  type Repeated,
} from "./reproduction_story.ts";

/**
 * Everything the page shows.
 *
 * @param runs All runs; those that repeat published work take part.
 * @param explanations Why runs differ, where that was found out.
 */
export function reproductionView(runs: SiteRun[], explanations: readonly SiteExplanation[] = []) {
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
    figures: repeated.filter(({ run }) => hasPublishedFigures(run)).map(figuresView),
    hypotheses: hypothesesView(first),
    colleague: colleagueView(first, repeated, runs),
    models: modelsView(repeated, runs),
    cause: causeView(first, runs, explanations),
    settings: repeated.map(({ run, published }) => ({
      name: run.title,
      preset: presetOf(run),
      url: `${run.base}index.html`,
      figures: published.figures,
      rows: settingRows(run, published),
    })),
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
    ...random.length > 0 ? [text.random(random.map(({ run }) => presetOf(run)))] : [],
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
