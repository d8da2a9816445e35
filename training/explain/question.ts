/**
 * What is asked of two trainings, or of changes to one: which others have to be trained, and how they are measured.
 *
 * @module
 */
import { UsageError } from "../../cli/mod.ts";
import { type Design, designOf, designOfChanges, MOST_FULL } from "../../evaluation/mod.ts";
import { ENCODERS } from "../../model/mod.ts";
import { RANDOM } from "../encoder_weights.ts";
import { PUBLISHED } from "../published.ts";
import type { SettingName, Settings } from "../settings.ts";
import { type Corner, cornersOf, type Ends } from "./corners.ts";
import { changesOf, differencesOf, factorsOf, pickFrom, refuseUnexplained } from "./factors.ts";
import { scaledLength } from "./scale.ts";

/** What is to be found out. */
export interface Question extends Ends {
  /** Where everything goes. */
  out: string;
  /** Trainings of each corner. */
  seeds: number;
  /** By how much epochs are scaled. */
  scale: number;
  /** Stops the training after so many minutes. */
  minutes?: number;
  /** The design. */
  design: Design;
  /** Its corners, with their settings. */
  corners: Corner[];
  /** Run folders that were named: they need not be trained again. */
  folders: string[];
  /** What readers must know before it starts. */
  notes: string[];
}

/** One of two trainings. */
export interface Side {
  /** The preset, or the run folder's own name. */
  name: string;
  /** Its settings. */
  settings: Settings;
  /** The run folder, if it is one. */
  folder?: string;
}

/** What is asked, beside the two trainings. */
export interface Asked {
  out: string;
  seeds: number;
  scale?: number;
  isFull?: boolean;
  isBack?: boolean;
  also?: Record<string, Partial<Settings>>;
  /** Settings of both. */
  typed?: Partial<Settings>;
  /** Whether the shape that images are trained at depends on the encoder. */
  keepsProportions?: boolean;
}

/**
 * The question about two trainings, or about changes to one.
 *
 * @throws {UsageError} If it can't be answered.
 */
export function questionOf(
  sides: readonly Side[],
  { out, seeds, scale = 1, isFull, isBack, also = {}, typed = {}, keepsProportions }: Asked,
): Question {
  const given = sides.map(({ settings }) => withTyped(settings, typed));
  refuseUnexplained(given[0], also);
  refuseOtherDrawings(given, also);
  const changed = Object.values(also).map((change) => ({ ...given.at(-1)!, ...change }));
  const [whole, notes] = alike(given, areOfOneShape([...given, ...changed], keepsProportions));
  const ends = endsOf(namesOf(sides), whole, { also, scale });
  const design = designFor(ends, { isFull, isBack });
  const corners = cornersOf(design.corners, ends);
  const folders = sides.flatMap(({ folder }) => folder === undefined ? [] : [folder]);
  const noted = [...notes, ...scaleNotes(scale, whole, { ...ends, asked: Object.keys(also) })];
  return { ...ends, out, seeds, scale, design, corners, folders, notes: noted };
}

/** What shorter trainings can't show, and in what they no longer differ. */
function scaleNotes(
  scale: number,
  [a, b]: readonly Settings[],
  { factors, also, asked }: Ends & { asked: readonly string[] },
): string[] {
  if (scale === 1) return [];
  const left = new Set([...factors.map(({ id }) => id), ...Object.keys(also)]);
  const changes = asked.map((text) => ({ id: text, title: text }));
  const gone = [...b === undefined ? [] : factorsOf(a, b), ...changes]
    .filter(({ id }) => !left.has(id));
  return [
    `--scale ${scale} shortens all trainings to that part of their epochs, on all images: ` +
    "a first look, since what many epochs give can't show",
    ...gone.map(({ title }) => `Left out: ${title}, the same in both at --scale ${scale}`),
  ];
}

/** What both are called. */
function namesOf(sides: readonly Side[]): string[] {
  const names = sides.map(({ name }) => name);
  if (new Set(names).size === sides.length) return names;
  return sides.map(({ folder }, i) => folder ?? "ab"[i]);
}

/** The trainings between which all others lie, or the one that is changed; all of the scaled length. */
function endsOf(
  names: readonly string[],
  settings: readonly Settings[],
  { also, scale }: { also: Readonly<Record<string, Partial<Settings>>>; scale: number },
): Ends {
  const a = scaledLength(settings[0], scale);
  const last = settings.at(-1)!;
  const changes = scaledChanges(also, last, scale);
  if (settings.length === 1) return { names, a, factors: changesOf(a, changes), also: {} };
  const b = scaledLength(last, scale);
  if (differencesOf(a, b).length === 0 && differencesOf(settings[0], last).length > 0) {
    throw new UsageError(`At --scale ${scale} both are the same training; take a larger part`);
  }
  return { names, a, b, factors: factorsOf(a, b), also: changes };
}

/** Further changes of the scaled length, without those of which that leaves nothing. */
function scaledChanges(also: Ends["also"], last: Settings, scale: number): Ends["also"] {
  const end = scaledLength(last, scale);
  return Object.fromEntries(
    Object.entries(also).flatMap(([text, change]) => {
      const names = Object.keys(change) as SettingName[];
      const scaled = pickFrom(scaledLength({ ...last, ...change }, scale), names);
      const areGone = names.every((name) =>
        scaled[name] === end[name] && change[name] !== last[name]
      );
      return areGone ? [] : [[text, scaled]];
    }),
  );
}

function designFor(
  { b, factors, also }: Ends,
  { isFull, isBack }: Pick<Asked, "isFull" | "isBack">,
): Design {
  if (b === undefined) return designOfChanges(factors.map(({ id }) => id));
  if (isFull && factors.length > MOST_FULL) {
    throw new UsageError(
      `--full needs all corners of at most ${MOST_FULL} factors, got ${factors.length}: ` +
        factors.map(({ title }) => title).join(", "),
    );
  }
  return designOf(factors, { isFull, isBack, also: Object.keys(also) });
}

/** A side with the settings that were typed; weights are for encoders that have any. */
function withTyped(settings: Settings, typed: Partial<Settings>): Settings {
  const { weights, weightsFormat, ...others } = typed;
  const isFor = ENCODERS[settings.encoder].pretrained !== undefined &&
    settings.weights !== RANDOM && settings.init === undefined;
  return {
    ...settings,
    ...others,
    ...isFor && weights !== undefined && { weights, weightsFormat },
  };
}

/** Refuses other sizes of the menagerie: it is drawn at each, so that images differ. */
function refuseOtherDrawings(
  [a, b = a]: readonly Settings[],
  also: Readonly<Record<string, Partial<Settings>>>,
): void {
  if (a.data !== "menagerie") return;
  const drawn = "the menagerie is drawn at --size, so that others are other images";
  if (a.size !== b.size) {
    throw new UsageError(
      `Both must be tested on the same images: ${drawn}; --size given here applies to both`,
    );
  }
  const text = Object.keys(also).find((text) => also[text].size !== undefined);
  if (text === undefined) return;
  throw new UsageError(
    `--also must change how a model learns, on the same images, got ${text}: ${drawn}`,
  );
}

/** Whether all trainings see images of one shape. */
function areOfOneShape(all: readonly Settings[], keepsProportions = false): boolean {
  const shapes = all.map(({ size, patch, encoder }) =>
    patch ?? `${size} ${keepsProportions ? ENCODERS[encoder].strides.at(-1) : ""}`
  );
  return new Set(shapes).size === 1;
}

/** The trainings, with one seed, one model each, and measured at one size. */
function alike(given: readonly Settings[], areOfOneShape: boolean): [Settings[], string[]] {
  const [a, b = a] = given;
  const isPublished = given.some(({ preset }) => PUBLISHED[preset] !== undefined);
  const measure = !areOfOneShape
    ? "own" as const
    : a.measure ?? b.measure ?? (isPublished ? "model" as const : undefined);
  const one = { measure, seeds: undefined, member: undefined, minutes: undefined, seed: a.seed };
  const notes = a.seed === b.seed ? [] : [
    `The split is that of seed ${a.seed} for both, not ${b.seed}, so that the images are the same`,
  ];
  return [given.map((settings) => ({ ...settings, ...one, microBatch: undefined })), notes];
}
