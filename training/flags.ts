/**
 * The flags of `deno task train`: each setting with its reason, and what the presets set it to.
 *
 * @module
 */
import type { CommandSpec, FlagSpec } from "../cli/mod.ts";
import { type PresetName, PRESETS, settingsOf } from "./presets.ts";
import type { Settings } from "./settings.ts";

/** The flags, without what the presets set them to. */
export const FLAGS = {
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

/** The command `deno task train`. */
export const COMMAND = {
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

/** Adds to each flag's help what the presets set it to. */
function withPresetValues(flags: typeof FLAGS): typeof FLAGS {
  const presets = (Object.keys(PRESETS) as PresetName[]).map(settingsOf);
  const entries = Object.entries(flags).map(([flag, spec]) => {
    const values = presets.map((preset) => preset[camel(flag) as keyof Settings]);
    if (values[0] === undefined || spec.kind === "boolean") return [flag, spec];
    const text = values.every((value) => value === values[0])
      ? `default ${values[0]}`
      : presets.map(({ preset }, i) => `${preset} ${values[i]}`).join(", ");
    return [flag, { ...spec, help: `${spec.help} (${text})` }];
  });
  return Object.fromEntries(entries);
}

/** A flag's name as a setting's. */
export function camel(name: string): string {
  return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

/** A setting's name as a flag's. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
