/**
 * The flags of `deno task train`: each setting with its reason, and what the presets set it to.
 *
 * @module
 */
import type { CommandSpec, FlagSpec } from "../cli/mod.ts";
import { AUGMENTATIONS } from "../data/mod.ts";
import { ENCODERS, SCHEDULES, TEST_AUGMENTATIONS, weightsFormatNames } from "../model/mod.ts";
import { assumptionsOf, DEFAULTS, presetNames, PRESETS, settingsOf } from "./presets.ts";
import { LOSSES, type Settings } from "./settings.ts";

/** The flags, without what the presets set them to. */
export const FLAGS = {
  preset: {
    kind: "string",
    choices: presetNames,
    value: "NAME",
    default: "sample",
    help: `the settings to start from: ${
      presetNames.map((name) => `${name} (${PRESETS[name].about})`).join("; ")
    }`,
  },
  data: {
    kind: "string",
    value: "menagerie|oxford|DIR",
    help: "photographs with trimaps: drawn animals, the Oxford pets (792 MB), or a folder",
  },
  animals: { kind: "integer", min: 10, help: "how many animals of the menagerie" },
  share: {
    kind: "number",
    min: 0.001,
    max: 1,
    help: "part of the photographs that is used, drawn by the seed, for a quick try",
  },
  "test-data": {
    kind: "string",
    value: "DIR",
    help: "test on this folder, train on all of --data",
  },
  tune: {
    kind: "boolean",
    help:
      "test on a quarter of the training photographs, so that settings are chosen without the test set",
  },
  validation: {
    kind: "number",
    min: 0,
    max: 0.9,
    help: "part of the training photographs that chooses the best epoch; 0 reports the last",
  },
  size: { kind: "integer", min: 16, help: "pixels a side, divisible by 16, with MobileNets by 32" },
  encoder: {
    kind: "string",
    choices: Object.keys(ENCODERS),
    value: "NAME",
    help: `what makes feature maps of photographs: ${Object.keys(ENCODERS).join(", ")}`,
  },
  weights: {
    kind: "string",
    value: "FILE|URL|random",
    help:
      "what a MobileNet begins with; without it its published ImageNet weights, downloaded once",
  },
  "weights-format": {
    kind: "string",
    choices: weightsFormatNames,
    value: "NAME",
    help: `what they are made for, where the file doesn't say so: ${weightsFormatNames.join(", ")}`,
  },
  features: { kind: "integer", min: 1, help: "channels of the decoder at the top" },
  batch: { kind: "integer", min: 1, help: "photographs a step" },
  "micro-batch": {
    kind: "integer",
    min: 1,
    help: "photographs of a step computed at once, for less memory; without it what 3 GiB can hold",
  },
  epochs: { kind: "integer", min: 1, help: "how often each training photograph is seen" },
  lr: { kind: "number", min: 0, help: "learning rate, Adam's step size" },
  "encoder-lr": {
    kind: "number",
    min: 0,
    help: "the encoder's learning rate: pretrained weights want a smaller one; --lr without",
  },
  freeze: {
    kind: "integer",
    min: 0,
    help: "first epochs that leave the encoder alone, so that a random decoder can't spoil it",
  },
  schedule: {
    kind: "string",
    choices: SCHEDULES,
    help: "how the learning rate goes: step is a tenth after half, a hundredth after 3/4",
  },
  warmup: {
    kind: "number",
    min: 0,
    help: "epochs in which the learning rate rises from 0: Adam's first steps are its wildest",
  },
  "weight-decay": {
    kind: "number",
    min: 0,
    max: 1,
    help: "AdamW's decay of kernels, against learning by heart; biases and batch norms have none",
  },
  loss: {
    kind: "string",
    choices: LOSSES,
    value: "NAME",
    help:
      "cross-entropy or dice-cross-entropy: Dice beside the cross-entropy weighs small classes as much as large ones",
  },
  "class-weights": {
    kind: "string",
    value: "W,W,W",
    help:
      "weights of foreground, background, border in the cross-entropy, 1,1,3; all alike without",
  },
  augment: {
    kind: "string",
    value: "NAME,…",
    help: `what chance does to half of the photographs: none, or ${AUGMENTATIONS.join(", ")}`,
  },
  "test-augment": {
    kind: "string",
    choices: TEST_AUGMENTATIONS,
    value: "NAME",
    help:
      "flip: once trained the model looks at each photograph and at its mirror image, and the mean of " +
      "both counts; none",
  },
  patience: {
    kind: "integer",
    min: 0,
    help: "end after so many epochs without a better validation Dice; 0 never does",
  },
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
  fast: {
    kind: "boolean",
    help: "simd without checks of memory bounds, on vectors of 256 bits; the same result, sooner",
  },
  "max-megapixels": {
    kind: "integer",
    min: 1,
    help: "larger pictures are refused by what their headers say, before they take memory",
  },
  strict: { kind: "boolean", help: "stop at the first bad file instead of skipping it" },
  out: {
    kind: "string",
    value: "DIR",
    help: "the run folder; without it runs/PRESET, runs/PRESET-2 …",
  },
  resume: { kind: "string", value: "DIR", help: "go on with a run that was broken off" },
  "from-start": {
    kind: "boolean",
    help: "with --resume: train again from the first epoch, over what the run holds",
  },
} as const satisfies Record<string, FlagSpec>;

/** The command `deno task train`. */
export const COMMAND = {
  name: "deno task train",
  description:
    "Trains a U-Net on photographs with masks, measures it on photographs it has not seen, and\n" +
    'writes a run folder that deno task site shows. A value that is "assumed" is one that the\n' +
    "published work doesn't state.",
  flags: withPresetValues(FLAGS),
  examples: [
    "deno task train",
    "deno task train --data oxford --size 128 --features 16 --epochs 30 --lr 1e-3",
    "deno task train --preset mobilenetv2 --data my/photographs --encoder-lr 1e-4 --augment flip",
    "deno task train --data my/photographs --out runs/mine",
    "deno task train --resume runs/sample",
  ],
} satisfies CommandSpec<Record<string, FlagSpec>>;

/** Adds to each flag's help its default, the presets that set another value, and who assumes it. */
function withPresetValues(flags: typeof FLAGS): typeof FLAGS {
  const entries = Object.entries(flags).map(([flag, spec]) => {
    const name = camel(flag) as keyof Settings;
    if (flag === "preset" || spec.kind === "boolean") return [flag, spec];
    const usual = ({ ...DEFAULTS } as Partial<Settings>)[name];
    const byValue = Map.groupBy(presetNames, (preset) => settingsOf(preset)[name]);
    byValue.delete(usual);
    const others = [...byValue].map(([value, presets]) => `${value} in ${presets.join(", ")}`);
    const assuming = presetNames.filter((preset) => assumptionsOf(preset)[name]);
    const parts = [
      ...usual === undefined ? [] : [`default ${usual}`],
      ...others,
      ...assuming.length > 0 ? [`assumed in ${assuming.join(", ")}`] : [],
    ];
    return [
      flag,
      parts.length > 0 ? { ...spec, help: `${spec.help} (${parts.join("; ")})` } : spec,
    ];
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
