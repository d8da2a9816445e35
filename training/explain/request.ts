/**
 * The command line of `deno task explain`: two trainings, and what is to be found out about them.
 *
 * @module
 */
import { join } from "node:path";
import { type CommandSpec, type FlagSpec, parseFlags, SAFE, UsageError } from "../../cli/mod.ts";
import { type Design, designOf, designOfChanges, MOST_FULL } from "../../evaluation/mod.ts";
import { exists } from "../../io/mod.ts";
import { ENCODERS } from "../../model/mod.ts";
import { RANDOM } from "../encoder_weights.ts";
import { COMMAND as TRAIN } from "../flags.ts";
import { keepsProportions } from "../open_data.ts";
import { readBegunRun } from "../open_run.ts";
import { ALL_SETTINGS, type PresetName, presetNames, settingsOf } from "../presets.ts";
import { PUBLISHED } from "../published.ts";
import { type SettingName, SETTINGS, type Settings } from "../settings.ts";
import { pick, settingFlags, typedSettings } from "../settings_table.ts";
import { type Corner, cornersOf, type Ends } from "./corners.ts";
import { changesOf, factorsOf, pickFrom, refuseUnexplained } from "./factors.ts";
import { scaledLength } from "./scale.ts";

const TYPED = pick(SETTINGS, [
  ...["data", "animals", "share", "testData", "tune", "measure", "size", "epochs"] as const,
  ...["weights", "weightsFormat", "seed", "backend", "threads", "memory"] as const,
]);

const COMMAND = {
  name: "deno task explain",
  description:
    "Tells why two trainings differ, by experiment: lists the settings that differ as factors, trains what " +
    "lies between, each corner an ordinary run, and says what each factor gives, beside the spread that chance " +
    "alone makes. A and B are run folders or presets; runs that exist are used, not trained again. With A " +
    "alone it tells what each change of --also would give. If it is interrupted, the same command resumes it. " +
    "A setting given here applies to both; otherwise each has its own.",
  positionals: "A [B]",
  flags: {
    seeds: {
      kind: "integer",
      min: 1,
      default: 3,
      help: "trainings of each corner; one alone can't tell an effect from chance",
    },
    full: {
      kind: "boolean",
      help:
        `train all corners, of up to ${MOST_FULL} factors: shares that add up, and interactions`,
    },
    back: { kind: "boolean", help: "only take factors away from B, one at a time: ablations" },
    scale: {
      kind: "number",
      min: 0.001,
      max: 1,
      default: 1,
      help: "scales the epochs of all trainings, for a first look",
    },
    also: {
      kind: "string",
      value: "NAME=VALUE,…",
      help: "further changes of B, or without B of A, one at a time: batch=400",
    },
    ...settingFlags(TYPED, { hasDefaults: false }),
    minutes: {
      kind: "number",
      min: 0,
      help: "stop after this many minutes, and make the page of what is done; 0 trains nothing",
    },
    safe: SAFE,
    out: {
      kind: "string",
      value: "DIR",
      default: "runs/explained",
      help: "where the runs, their figures, explanation.json and the dashboard, site/, go",
    },
  },
  examples: [
    "deno task explain runs/a runs/b",
    "deno task explain unet mobilenetv2-long --data my/pets --full --scale 0.1",
    "deno task explain unet best --back --tune",
    "deno task explain best --tune --also size=288,epochs=60",
  ],
} as const satisfies CommandSpec<Record<string, FlagSpec>>;

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

/**
 * Reads the command line of `deno task explain`.
 *
 * @throws {UsageError} If a flag is unknown or its value invalid, or the two can't be explained.
 */
export async function readQuestion(args: readonly string[]): Promise<Question> {
  const line = await parseFlags(args, COMMAND), { flags, positionals } = line;
  if (positionals.length !== 2 && (positionals.length !== 1 || flags.also === undefined)) {
    throw new UsageError(
      `Expected two run folders or presets, A B, or one and --also, got ${
        positionals.join(" ") || "none"
      }`,
    );
  }
  const flag = positionals.length === 2 ? undefined : flags.full ? "full" : flags.back && "back";
  if (flag) throw new UsageError(`--${flag} needs two run folders or presets, A B`);
  const typed = typedSettings(TYPED, line);
  const sides = await Promise.all(positionals.map(sideOf));
  const question = questionOf(sides, {
    out: flags.out.replace(/\/+$/, ""),
    seeds: flags.seeds,
    scale: flags.scale,
    isFull: flags.full,
    isBack: flags.back,
    also: await alsoOf(flags.also),
    typed,
    keepsProportions: await keepsProportions(typed.data ?? sides[0].settings.data),
  });
  return { ...question, minutes: flags.minutes };
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
  const scaled = scale === 1 ? [] : [
    `--scale ${scale} shortens all trainings to that part of their epochs, on all images: ` +
    "a first look, since what many epochs give can't show",
  ];
  return { ...ends, out, seeds, scale, design, corners, folders, notes: [...notes, ...scaled] };
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
  const changes = Object.fromEntries(
    Object.entries(also).map(([text, change]) => {
      const names = Object.keys(change) as SettingName[];
      return [text, pickFrom(scaledLength({ ...last, ...change }, scale), names)];
    }),
  );
  if (settings.length === 1) return { names, a, factors: changesOf(a, changes), also: {} };
  const b = scaledLength(last, scale);
  return { names, a, b, factors: factorsOf(a, b), also: changes };
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

/** A preset, or a run folder. */
async function sideOf(name: string): Promise<Side> {
  const folder = name.replace(/(?<=.)\/+$/, "");
  if (await exists(join(folder, "run.json"))) {
    const { settings } = await readBegunRun(folder).catch((error) => {
      const message = (error as Error).message.replace("Cannot resume", "Cannot explain");
      throw new Error(message, { cause: error });
    });
    return { name: folder.slice(folder.lastIndexOf("/") + 1), settings, folder };
  }
  if (presetNames.includes(name as PresetName)) {
    return { name, settings: settingsOf(name as PresetName) };
  }
  throw new UsageError(
    `${name} must be a run folder or a preset, one of ${presetNames.join(", ")}, and is neither`,
  );
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

/** `batch=400,lr=1e-3`, each a change of its own. */
async function alsoOf(text: string | undefined): Promise<Record<string, Partial<Settings>>> {
  const changes: Record<string, Partial<Settings>> = {};
  for (const part of text?.split(/,(?=[a-zA-Z-]+=)/) ?? []) {
    const [, name, value] = /^\s*([a-zA-Z-]+)=(.*?)\s*$/.exec(part) ?? [];
    if (name === undefined) {
      throw new UsageError(`--also must be settings with values, batch=400, got "${part}"`);
    }
    const { resume: _, out: __, ...flags } = TRAIN.flags;
    const line = await parseFlags([`--${name}=${value}`], { ...TRAIN, flags });
    changes[part.trim()] = typedSettings(ALL_SETTINGS, line);
  }
  return changes;
}
