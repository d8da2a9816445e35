/**
 * `deno task reproduce`: the presets of the published work, one after the other, at any scale, broken
 * off anywhere.
 *
 * @module
 */
import { type CommandSpec, type FlagSpec, parseFlags } from "../cli/mod.ts";
import { checkSettings } from "./check.ts";
import { FLAGS } from "./flags.ts";
import { isDone, readSettings } from "./open.ts";
import { type PresetName, settingsOf } from "./presets.ts";
import type { Request } from "./request.ts";
import type { Settings } from "./settings.ts";
import { openEncoderWeights, RANDOM } from "./weights.ts";

/** The presets that are run, in their order. */
export const REPRODUCED = ["unet", "mobilenetv3", "mobilenetv2", "mobilenetv2-long"] as const;

const { data, size, seed, backend, threads } = FLAGS;
const WEIGHTS = { kind: "string", value: "FILE|URL|random" } as const;

const COMMAND = {
  name: "deno task reproduce",
  description:
    "Trains the presets of the published work one after the other, sets them side by side, and the " +
    "published figures beside ours. Typed again, it goes on where it was broken off.",
  flags: {
    scale: {
      kind: "number",
      min: 0.001,
      max: 1,
      default: 1,
      help: "makes photographs, epochs, batch and features smaller, for a try",
    },
    data: { ...data, help: `${data.help} (default oxford)` },
    size: { ...size, help: `${size.help}; not scaled (default 128)` },
    seed: { ...seed, help: `${seed.help} (default 0)` },
    mobilenetv2: { ...WEIGHTS, help: "what MobileNetV2 begins with, where not the published file" },
    mobilenetv3: { ...WEIGHTS, help: "what MobileNetV3 begins with, where not the published file" },
    backend,
    threads,
    out: {
      kind: "string",
      value: "DIR",
      default: "runs/reproduction",
      help: "a folder for the run folders and the dashboard, site/",
    },
  },
  examples: [
    "deno task reproduce",
    "deno task reproduce --scale 0.05 --data menagerie",
  ],
} as const satisfies CommandSpec<Record<string, FlagSpec>>;

/** One preset of a reproduction. */
export interface Reproduced {
  /** The preset. */
  preset: PresetName;
  /** Its run folder. */
  folder: string;
  /** Its settings, at the scale asked for. */
  settings: Settings;
}

/**
 * Reads the command line of `deno task reproduce`.
 *
 * @param args The arguments
 * @returns Where everything goes, and what is to be run
 * @throws {UsageError} If a flag is unknown or its value is not what it takes
 */
export async function readReproduction(
  args: readonly string[],
): Promise<{ out: string; presets: Reproduced[] }> {
  const { flags, given } = await parseFlags(args, COMMAND);
  const { scale, mobilenetv2, mobilenetv3 } = flags;
  const out = flags.out.replace(/\/+$/, "");
  const typed = (["data", "size", "seed", "backend", "threads"] as const)
    .filter((name) => given.has(name)).map((name) => [name, flags[name]]);
  const presets = REPRODUCED.map((preset) => {
    const weights = { unet: undefined, mobilenetv3, mobilenetv2, "mobilenetv2-long": mobilenetv2 };
    const settings = {
      ...scaledSettings(preset, scale, Object.fromEntries(typed)),
      ...weights[preset] && { weights: weights[preset] },
    };
    checkSettings(settings);
    return { preset, folder: `${out}/${preset}`, settings };
  });
  return { out, presets };
}

/**
 * A preset's settings with photographs, epochs, batch and features made smaller.
 *
 * @param preset The preset
 * @param scale 1 for the published size, down to above 0
 * @param given Settings of the command line; none of these is scaled
 * @returns All settings
 */
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
    // ten animals are the fewest that can be split
    ...full.data === "menagerie" ? { animals: scaled(full.animals, 10) } : { share: scale },
    epochs: scaled(full.epochs),
    batch: scaled(full.batch),
    features: scaled(full.features),
  };
}

/**
 * What is left to do for a preset. Published weights that can't be had are replaced by random ones, in
 * words and in `run.json`: everything else can still be compared.
 *
 * @param preset The preset
 * @param signal Stops a download
 * @returns A new run, one to go on with, or nothing where the run is done
 * @throws {Error} If the folder holds a run with other settings
 */
export async function remaining(
  { folder, settings }: Reproduced,
  signal: AbortSignal,
): Promise<Request | undefined> {
  const old = await readSettings(folder);
  if (old === undefined) {
    return { resume: undefined, settings: await withWeights(settings, signal), out: folder };
  }
  for (const name of DECISIVE) {
    if (old[name] === settings[name]) continue;
    throw new Error(
      `Cannot go on with ${folder}: it must have the settings asked for, and has ${name} ` +
        `${old[name]}, got ${settings[name]}; --out names another folder`,
    );
  }
  return await isDone(folder) ? undefined : { resume: folder, check: () => {} };
}

/** What a run that is gone on with must share; engine and weights stay what they were. */
const DECISIVE = [
  "preset",
  "data",
  "animals",
  "share",
  "size",
  "features",
  "batch",
  "epochs",
  "seed",
] as const;

async function withWeights(settings: Settings, signal: AbortSignal): Promise<Settings> {
  try {
    await openEncoderWeights(settings, signal);
    return settings;
  } catch (error) {
    // a file that was named must not be replaced by chance
    if (settings.weights !== undefined || signal.aborted) throw error;
    console.log(`note: ${(error as Error).message}`);
    console.log(`note: ${settings.encoder} begins with random weights, which its pages say`);
    return { ...settings, weights: RANDOM };
  }
}
