/**
 * The settings of a training: each with its reason, the presets, and how a command line becomes both.
 *
 * @module
 */
import {
  type CommandLine,
  type CommandSpec,
  type FlagSpec,
  parseFlags,
  UsageError,
} from "../cli/mod.ts";

/** All that decides how a training goes, as `run.json` keeps it; flags are the same in kebab-case. */
export interface Settings {
  /** The preset that the others come from. */
  preset: PresetName;
  /** `menagerie`, `oxford`, or a folder in the dataset's official layout. */
  data: string;
  /** How many animals of the menagerie. */
  animals: number;
  /** A folder to test on instead of a part of `data`. */
  testData?: string;
  /** The part of the training photographs that the best epoch is chosen on. */
  validation: number;
  /** Pixels a side. */
  size: number;
  /** Channels at the top of the U-Net. */
  features: number;
  /** Photographs a step. */
  batch: number;
  /** How often each training photograph is seen. */
  epochs: number;
  /** Adam's step size. */
  lr: number;
  /** What splits the data and starts all that is random. */
  seed: number;
  /** The engine asked for. */
  backend: string;
  /** Threads of the engine; all cores without it. */
  threads?: number;
  /** Whether a bad file stops the run. */
  strict: boolean;
}

/** The name of a preset. */
export type PresetName = keyof typeof PRESETS;

/** What the presets share; each states only where it differs. */
const DEFAULTS: Omit<Settings, "preset"> = {
  data: "oxford",
  animals: 400,
  validation: 0, // the test part would otherwise lose photographs to a choice nobody asked for
  size: 128,
  features: 32, // as the widely used U-Net of PyTorch Hub; the paper has 64
  batch: 64,
  epochs: 30,
  lr: 1e-4,
  seed: 0,
  backend: "auto",
  strict: false,
};

/** Settings that belong together. */
export const PRESETS = {
  // minutes on two cores, and no download: small enough for that, large enough to learn
  sample: { data: "menagerie", features: 16, batch: 8, epochs: 12, lr: 1e-3, validation: 0.1 },
  // the published work that this project reproduces
  unet: {},
} as const satisfies Record<string, Partial<Settings>>;

const FLAGS = {
  preset: {
    kind: "string",
    choices: Object.keys(PRESETS) as PresetName[],
    default: "sample",
    help: "the settings to start from: sample takes minutes, unet is the published work",
  },
  data: {
    kind: "string",
    value: "menagerie|oxford|DIR",
    help: "photographs with trimaps: drawn animals, the Oxford pets (792 MB), or a folder",
  },
  animals: { kind: "integer", min: 10, help: "how many animals of the menagerie" },
  "test-data": {
    kind: "string",
    value: "DIR",
    help: "test on this folder, train on all of --data",
  },
  validation: {
    kind: "number",
    min: 0,
    max: 0.9,
    help: "part of the training photographs that chooses the best epoch; 0 reports the last",
  },
  size: { kind: "integer", min: 16, help: "pixels a side, divisible by 16" },
  features: { kind: "integer", min: 1, help: "channels at the top of the U-Net" },
  batch: { kind: "integer", min: 1, help: "photographs a step" },
  epochs: { kind: "integer", min: 1, help: "how often each training photograph is seen" },
  lr: { kind: "number", min: 0, help: "learning rate, Adam's step size" },
  seed: {
    kind: "integer",
    min: 0,
    max: 2 ** 32 - 1,
    help: "splits the data, starts all randomness",
  },
  backend: {
    kind: "string",
    choices: ["auto", "tensorflow", "simd", "cpu"],
    help: "the engine; auto takes the fastest that works here",
  },
  threads: {
    kind: "integer",
    min: 1,
    max: 64,
    help: "threads of the engine simd; all cores without",
  },
  strict: { kind: "boolean", help: "stop at the first bad file instead of skipping it" },
  out: {
    kind: "string",
    value: "DIR",
    help: "the run folder; without it runs/PRESET, runs/PRESET-2 …",
  },
  resume: { kind: "string", value: "DIR", help: "go on with a run that was broken off" },
} as const satisfies Record<string, FlagSpec>;

const COMMAND = {
  name: "deno task train",
  description:
    "Trains a U-Net on photographs with masks, measures it on photographs it has not seen, and\n" +
    "writes a run folder that deno task site shows.",
  flags: withPresetValues(FLAGS),
  examples: [
    "deno task train",
    "deno task train --data oxford --size 128 --features 16 --epochs 30 --lr 1e-3",
    "deno task train --data my/photographs --out runs/mine",
    "deno task train --resume runs/sample",
  ],
} satisfies CommandSpec<Record<string, FlagSpec>>;

/** What a command line of `train` asks for: a new run, or an old one to go on with. */
export type Request =
  | { resume: undefined; settings: Settings; out?: string }
  | { resume: string; check: (settings: Settings) => void };

/**
 * Reads the command line of `deno task train`.
 *
 * @param args The arguments
 * @returns The settings of a new run, or the folder to resume and a check of its settings
 * @throws {UsageError} If a flag is unknown or its value is not what it takes
 */
export async function readRequest(args: readonly string[]): Promise<Request> {
  const line = await parseFlags(args, COMMAND);
  const typed = settingsTyped(line);
  const { resume, out, preset } = line.flags;
  if (resume !== undefined) {
    if (out !== undefined) {
      throw new UsageError("--resume writes to the run's own folder: leave out --out");
    }
    return { resume, check: (settings) => refuseContradictions(typed, settings) };
  }
  const settings: Settings = { preset, ...DEFAULTS, ...PRESETS[preset], ...typed };
  checkSettings(settings);
  return { resume, settings, out };
}

/**
 * The command line that gives the same settings again.
 *
 * @param settings Of a run
 * @returns What to type in a shell
 */
export function commandOf(settings: Settings): string {
  const { preset, ...rest } = settings;
  const base: Record<string, unknown> = { ...DEFAULTS, ...PRESETS[preset] };
  const flags = Object.entries(rest).filter(([name, value]) => value !== base[name]).map(
    ([name, value]) =>
      value === true ? `--${kebab(name)}` : `--${kebab(name)} ${quote(String(value))}`,
  );
  return ["deno task train", ...preset === "sample" ? [] : [`--preset ${preset}`], ...flags].join(
    " ",
  );
}

/** Adds to each flag's help what the presets set it to. */
function withPresetValues(flags: typeof FLAGS): typeof FLAGS {
  const presets = Object.entries(PRESETS).map(([name, own]) => ({ name, ...DEFAULTS, ...own }));
  const entries = Object.entries(flags).map(([flag, spec]) => {
    const values = presets.map((preset) => preset[camel(flag) as keyof typeof preset]);
    if (values[0] === undefined || spec.kind === "boolean") return [flag, spec];
    const text = values.every((value) => value === values[0])
      ? `default ${values[0]}`
      : presets.map(({ name }, i) => `${name} ${values[i]}`).join(", ");
    return [flag, { ...spec, help: `${spec.help} (${text})` }];
  });
  return Object.fromEntries(entries);
}

function settingsTyped({ flags, given }: CommandLine<typeof FLAGS>): Partial<Settings> {
  const names = [...given].filter((name) => name !== "out" && name !== "resume");
  return Object.fromEntries(names.map((name) => [camel(name), flags[name]]));
}

function refuseContradictions(typed: Partial<Settings>, settings: Settings): void {
  const kept: Record<string, unknown> = { ...settings };
  for (const [name, value] of Object.entries(typed)) {
    if (value !== kept[name]) {
      throw new UsageError(
        `--resume takes all settings from the run: --${kebab(name)} was ${
          kept[name]
        }, got ${value}`,
      );
    }
  }
}

function checkSettings({ size, lr }: Settings): void {
  if (size % 16 !== 0) {
    const near = Math.round(size / 16) * 16;
    throw new UsageError(
      `--size must be divisible by 16, four times halved: got ${size}, try ${near}`,
    );
  }
  if (lr === 0) throw new UsageError("--lr must be above 0, got 0");
}

function camel(name: string): string {
  return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function quote(text: string): string {
  return /^[\w./:=+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
