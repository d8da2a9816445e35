/**
 * The command line of `deno task explain`: two trainings, and what is to be found out about them.
 *
 * @module
 */
import { join } from "node:path";
import {
  type CommandSpec,
  type FlagSpec,
  folderOf,
  parseFlags,
  SAFE,
  UsageError,
} from "../../cli/mod.ts";
import { MOST_FULL } from "../../evaluation/mod.ts";
import { exists } from "../../io/mod.ts";
import { COMMAND as TRAIN } from "../flags.ts";
import { keepsProportions } from "../open_data.ts";
import { readBegunRun } from "../open_run.ts";
import { ALL_SETTINGS, type PresetName, presetNames, settingsOf } from "../presets.ts";
import { SETTINGS, type Settings } from "../settings.ts";
import { pick, settingFlags, typedSettings } from "../settings_table.ts";
import { type Question, questionOf, type Side } from "./question.ts";

const TYPED = pick(SETTINGS, [
  ...["data", "animals", "share", "testData", "tune", "measure", "size", "epochs"] as const,
  ...["weights", "weightsFormat", "seed", "backend", "threads", "memory"] as const,
]);

const COMMAND = {
  name: "deno task explain",
  description:
    "Finds out by experiment why two trainings differ: lists the settings that differ as factors, trains what " +
    "lies between, each corner an ordinary run, and says what each factor gives, beside the spread due to chance " +
    "alone. A and B are run folders or presets; runs that exist are used, not trained again. With A alone it " +
    "finds out what each change of --also would give. If it is interrupted, the same command resumes it. " +
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
    out: folderOf(flags.out),
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

/** A preset, or a run folder. */
async function sideOf(name: string): Promise<Side> {
  const folder = folderOf(name);
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
