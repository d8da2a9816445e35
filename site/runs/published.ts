/** What `run.json` says of the published work that a run repeats. */
import type { SiteRun } from "./site_run.ts";

/** The address of the page that sets published figures beside ours. */
export const REPRODUCTION_URL = "/reproduction.html";

/** Published Dice of a class. */
export interface PublishedDice {
  best: number;
  median: number;
  worst: number;
}

/** What is published of a run's preset. */
export interface Published {
  /** Where it is published. */
  source: string;
  /** What its figures are and are not. */
  note: string;
  /** Which figures there are. */
  figures: string;
  /** The settings that are stated. */
  settings: Record<string, unknown>;
  /** Dice by class; empty where none is published. */
  dice: Record<string, PublishedDice>;
  /** Whether its encoder begins with pretrained weights. */
  pretrained: boolean;
  /** The presets it is compared with. */
  comparisons: { to: string; about: string }[];
  /** The reason for each setting that is not stated. */
  assumed: Record<string, string>;
}

/**
 * Reads what is published of a run's preset. The file may be anybody's: what is of another kind than
 * expected is left out.
 *
 * @param run The run.
 * @returns What is published; undefined where nothing is.
 */
export function publishedOf(run: SiteRun): Published | undefined {
  const file = run.folder.run;
  if (!isObject(file?.published)) return undefined;
  const { source, note, figures, settings, dice, pretrained, comparisons } = file.published;
  return {
    source: text(source),
    note: text(note),
    figures: text(figures),
    settings: isObject(settings) ? settings : {},
    dice: isObject(dice) ? Object.fromEntries(Object.entries(dice).filter(isDice)) : {},
    pretrained: pretrained === true,
    comparisons: Array.isArray(comparisons)
      ? comparisons.filter(isObject).map(({ to, about }) => ({ to: text(to), about: text(about) }))
      : [],
    assumed: isObject(file.assumed)
      ? Object.fromEntries(Object.entries(file.assumed).map(([key, why]) => [key, text(why)]))
      : {},
  };
}

/** Whether figures are published that a run can stand beside. */
export function hasPublishedFigures(run: SiteRun): boolean {
  return run.cases.length > 0 && Object.keys(publishedOf(run)?.dice ?? {}).length > 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isDice(entry: [string, unknown]): entry is [string, PublishedDice] {
  const [, value] = entry;
  return isObject(value) &&
    [value.best, value.median, value.worst].every((number) => typeof number === "number");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
