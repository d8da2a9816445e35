/**
 * The trainings between two others: their settings, their keys, and those that are there already.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { UsageError } from "../../cli/mod.ts";
import { exists } from "../../io/mod.ts";
import type { DesignCorner } from "../../evaluation/mod.ts";
import { countOf, memberFolder, seedOf } from "../members.ts";
import { readBegunRun } from "../open_run.ts";
import { DEFAULTS } from "../presets.ts";
import type { Settings } from "../settings.ts";
import type { WantedRun } from "../wanted_run.ts";
import { checkBetween, type Factor, NEUTRAL } from "./factors.ts";

/** A corner to be trained, from several seeds. */
export interface Corner extends DesignCorner {
  /** What it is called, and its folders begin with. */
  name: string;
  /** Of its settings but the seed. */
  key: string;
  /** Its settings. */
  settings: Settings;
}

/** A training of a corner. */
export interface CornerRun extends WantedRun {
  /** Its corner. */
  corner: Corner;
  /** Its seed of random numbers; the split has that of all corners. */
  seed: number;
  /** Whether the run is one that was there before. */
  isTaken: boolean;
}

/** What corners are made from. */
export interface Ends {
  /** The names of both, or of one. */
  names: readonly string[];
  /** The earlier settings. */
  a: Settings;
  /** The later settings; left out where changes to one training are tried. */
  b?: Settings;
  /** What differs, or is changed. */
  factors: readonly Factor[];
  /** Further changes of the later settings, by name. */
  also: Readonly<Record<string, Partial<Settings>>>;
}

/**
 * The corners of a design, with their settings.
 *
 * @throws {UsageError} If settings don't go together, or two corners are the same training.
 */
export function cornersOf(corners: readonly DesignCorner[], ends: Ends): Corner[] {
  const names = new Map<string, string>();
  return corners.map((corner) => {
    const settings = settingsAt(corner, ends), name = nameOf(corner, ends);
    checkCorner(settings, name, ends);
    const key = cornerKey(settings), same = names.get(key);
    if (same !== undefined) {
      throw new UsageError(`Expected trainings that differ: ${name} is the same as ${same}`);
    }
    names.set(key, name);
    return { ...corner, name, key, settings };
  });
}

/** Refuses a corner that can't be: what differs is then one thing, though it is several settings. */
function checkCorner(settings: Settings, name: string, { a, b = a }: Ends): void {
  try {
    checkBetween(settings, [a, b]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${name}, which would have to be trained, can't be: ${error.message}`);
  }
}

function settingsAt(
  { factors: at, also }: DesignCorner,
  { a, b, factors, also: changes }: Ends,
): Settings {
  if (at.length === 0) return a;
  if (b !== undefined && at.length === factors.length) {
    return also === undefined ? b : { ...b, preset: BETWEEN, ...changes[also] };
  }
  const chosen = factors.filter(({ id }) => at.includes(id)).map(({ to }) => to);
  return chosen.reduce<Settings>((made, to) => ({ ...made, ...to }), { ...a, preset: BETWEEN });
}

/** What lies between two presets, or differs from one, is none: nothing published is said of it. */
const BETWEEN = "sample" as const;

function nameOf({ factors: at, also }: DesignCorner, { names: [a, b], factors }: Ends): string {
  if (also !== undefined) return `${b}, ${also}`;
  if (at.length === 0) return a;
  if (b === undefined) return `${a}, ${at[0]}`;
  return at.length === factors.length ? b : `${a} + ${at.join(" + ")}`;
}

/**
 * A fingerprint of all settings that matter and aren't the defaults, wherever data and weights lie. A setting that
 * a later version adds changes no key, if its default is what was done before.
 */
export function cornerKey(settings: Settings): string {
  const { preset: _, measure, data, weights, ...others } = settings;
  const rest = Object.entries({
    ...others,
    data: basename(data),
    weights: weights === undefined ? undefined : basename(weights),
    measure: measure === "own" ? measure : undefined,
  });
  const usual: Record<string, unknown> = DEFAULTS;
  const known = rest.filter(([name, value]) => value !== usual[name] && !NEUTRAL.includes(name))
    .sort(([one], [other]) => one < other ? -1 : 1);
  return createHash("sha256").update(JSON.stringify(known)).digest("hex").slice(0, 10);
}

/**
 * The trainings of corners from several seeds. Those that `folders` hold already, done, are taken.
 *
 * @param corners The corners.
 * @param options How many seeds, where runs go, and runs that may be there; the models of one with several
 * seeds, too.
 */
export async function runsOf(
  corners: readonly Corner[],
  { seeds, out, folders }: { seeds: number; out: string; folders: readonly string[] },
): Promise<CornerRun[]> {
  const there = await doneRuns(folders);
  return corners.flatMap((corner) =>
    Array.from({ length: seeds }, (_, i): CornerRun => {
      const settings = withSeed(corner.settings, i + 1), seed = seedOf(settings);
      const taken = there.find((run) => run.key === corner.key && run.seed === seed);
      const folder = taken?.folder ?? join(out, "runs", folderName(corner, seed));
      return { corner, seed, settings, folder, isTaken: taken !== undefined };
    })
  );
}

/** The settings of one of several seeds: the first is an ordinary run. */
function withSeed(settings: Settings, member: number): Settings {
  return member === 1 ? settings : { ...settings, seeds: member, member };
}

/** `unet-encoder-epochs-3fa2c1d0e9-0`. */
function folderName({ name, key }: Corner, seed: number): string {
  const words = name.normalize("NFKD").replace(/[^\w.]+/g, "-").replace(/^[-.]+|-+$/g, "");
  return `${words.slice(0, 60)}-${key}-${seed}`;
}

/** A run that is done. */
interface DoneRun {
  folder: string;
  key: string;
  seed: number;
}

async function doneRuns(folders: readonly string[]): Promise<DoneRun[]> {
  const found: DoneRun[] = [];
  for (const folder of folders) {
    const { settings, record } = await readBegunRun(folder), count = countOf(settings);
    const members = settings.member === undefined && count !== undefined
      ? Array.from({ length: count }, (_, i) => memberFolder(folder, i + 1))
      : [];
    for (const member of members) {
      if (await exists(join(member, "run.json"))) found.push(...await doneRuns([member]));
    }
    if (members.length > 0 || record.status !== "done") continue;
    if (!await exists(join(folder, "evaluation.json"))) continue;
    found.push({ folder, key: cornerKey(settings), seed: seedOf(settings) });
  }
  return found;
}
