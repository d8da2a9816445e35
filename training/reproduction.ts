/**
 * The command line of `deno task reproduce`: the presets of the published work, at any scale.
 *
 * @module
 */
import { type CommandSpec, type FlagSpec, folderOf, parseFlags, SAFE } from "../cli/mod.ts";
import { checkSettings } from "./check.ts";
import { type PresetName, settingsOf } from "./presets.ts";
import { SETTINGS, type Settings } from "./settings.ts";
import { pick, settingFlags, typedSettings } from "./settings_table.ts";
import type { WantedRun } from "./wanted_run.ts";

/** The presets that are trained, in this order. */
export const REPRODUCED = ["unet", "mobilenetv3", "mobilenetv2", "mobilenetv2-long"] as const;

const { help } = SETTINGS.size;
const TYPED = {
  ...pick(SETTINGS, ["data", "size", "seed", "backend", "threads"]),
  size: { ...SETTINGS.size, help: `${help}; not scaled` },
};

const WEIGHTS = { kind: "string", value: "FILE|URL|random" } as const;

const COMMAND = {
  name: "deno task reproduce",
  description:
    "Trains the presets of the published work one after the other, compares them with each other and " +
    "with the published figures, tries what could make these so low, and tells by experiment which change " +
    "makes the last model better than the first. It says first how long that takes. If it is " +
    "interrupted, the same command resumes it.",
  flags: {
    scale: {
      kind: "number",
      min: 0.001,
      max: 1,
      default: 1,
      help: "scales images, epochs, batch and features, for a quick try",
    },
    ...settingFlags(TYPED),
    mobilenetv2: { ...WEIGHTS, help: "MobileNetV2's initial weights, instead of those published" },
    mobilenetv3: { ...WEIGHTS, help: "MobileNetV3's initial weights, instead of those published" },
    seeds: {
      kind: "integer",
      min: 0,
      default: 2,
      help:
        "trainings of each setting between unet and mobilenetv2-long, which tell what each change " +
        "gives; 0 leaves them out",
    },
    hypotheses: {
      kind: "string",
      value: "RUN",
      help:
        "only tries what could make the published figures so low, on a run of unet that is done",
    },
    safe: SAFE,
    out: {
      kind: "string",
      value: "DIR",
      default: "runs/reproduction",
      help: "where the run folders and the dashboard, site/, go",
    },
  },
  examples: [
    "deno task reproduce",
    "deno task reproduce --scale 0.05 --data menagerie --seeds 1",
  ],
} as const satisfies CommandSpec<Record<string, FlagSpec>>;

/** One preset of a reproduction. */
export interface Reproduced extends WantedRun {
  /** The preset. */
  preset: PresetName;
}

/** What a reproduction consists of. */
export interface Reproduction {
  /** The folder for everything. */
  out: string;
  /** The presets to train. */
  presets: Reproduced[];
  /** Trainings of each setting between the first and the last; none for no explanation. */
  seeds: number;
  /** The run on which hypotheses alone are tried. */
  hypotheses?: string;
}

/**
 * Reads the command line of `deno task reproduce`.
 *
 * @throws {UsageError} If a flag is unknown or its value invalid.
 */
export async function readReproduction(args: readonly string[]): Promise<Reproduction> {
  const line = await parseFlags(args, COMMAND);
  const { scale, seeds, hypotheses, mobilenetv2, mobilenetv3 } = line.flags;
  const out = folderOf(line.flags.out);
  const typed = typedSettings(TYPED, line);
  const weights = { unet: undefined, mobilenetv3, mobilenetv2, "mobilenetv2-long": mobilenetv2 };
  const presets = REPRODUCED.map((preset) => {
    const settings = {
      ...scaledSettings(preset, scale, typed),
      ...weights[preset] && { weights: weights[preset] },
    };
    checkSettings(settings);
    return { preset, folder: `${out}/${preset}`, settings };
  });
  return { out, presets, seeds, hypotheses };
}

/** A preset's settings with images, epochs, batch and features scaled down. */
export function scaledSettings(
  preset: PresetName,
  scale: number,
  given: Partial<Settings> = {},
): Settings {
  const full = { ...settingsOf(preset), ...given };
  if (scale === 1) return full;
  const scaled = (count: number, least = 1) => Math.max(least, Math.round(count * scale));
  return {
    ...full,
    ...full.data === "menagerie"
      ? { animals: scaled(full.animals, SETTINGS.animals.min) }
      : { share: scale },
    epochs: scaled(full.epochs),
    batch: scaled(full.batch),
    features: scaled(full.features),
  };
}
