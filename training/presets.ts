/**
 * The presets: settings that belong together.
 *
 * @module
 */
import { MAX_MEGAPIXELS } from "../io/mod.ts";
import type { Settings } from "./settings.ts";

/** What a preset sets, and what is behind it. */
export interface Preset {
  /** What it is, in half a line. */
  about: string;
  /** Where it differs from {@link DEFAULTS}. */
  settings: Partial<Settings>;
  /** What the published work doesn't say and is assumed here, with the reason. */
  assumed?: Partial<Record<keyof Settings, string>>;
}

/** The name of a preset. */
export type PresetName = keyof typeof PRESETS;

/** What the presets share; the published U-Net's settings, and nothing that it didn't use. */
export const DEFAULTS: Omit<Settings, "preset"> = {
  data: "oxford",
  animals: 400,
  share: 1,
  tune: false,
  validation: 0, // the test set would otherwise lose photographs to a choice nobody asked for
  size: 128,
  encoder: "plain",
  features: 32,
  batch: 64,
  epochs: 30,
  lr: 1e-4,
  freeze: 0,
  schedule: "constant",
  warmup: 0,
  weightDecay: 0,
  loss: "cross-entropy",
  augment: "none",
  testAugment: "none",
  patience: 0,
  seed: 0,
  backend: "auto",
  maxMegapixels: MAX_MEGAPIXELS,
  strict: false,
};

/** What the published U-Nets on MobileNetV2 share. */
const MOBILENETV2 = {
  settings: { encoder: "mobilenetv2", features: 16 },
  assumed: {
    features: "the decoder is not described; this gives it 128 channels at its deepest",
    size: "as the published U-Net's",
    batch: "as the published U-Net's",
  },
} as const;

/** Settings that belong together, by name. */
export const PRESETS = {
  sample: {
    about: "minutes on two cores, and no download",
    settings: {
      data: "menagerie",
      features: 16,
      batch: 8,
      epochs: 12,
      lr: 1e-3,
      schedule: "cosine", // a constant rate ends where chance leaves it: one bad epoch of twelve costs 0.07
      validation: 0.1,
      augment: "flip",
    },
  },
  unet: {
    about: "the published U-Net",
    settings: {},
    assumed: { features: "as in the widely used U-Net of PyTorch Hub; the paper has 64" },
  },
  mobilenetv3: {
    about: "the published U-Net on a pretrained MobileNetV3 beside it",
    settings: {
      encoder: "mobilenetv3-large",
      features: 16,
      batch: 400,
      epochs: 200,
      lr: 1e-3,
    },
    assumed: {
      encoder: "the published work doesn't say which MobileNetV3",
      features: "the decoder is not described; this gives it 128 channels at its deepest",
      size: "as the published U-Net's",
    },
  },
  mobilenetv2: {
    about: "the published U-Net with a pretrained MobileNetV2 and nothing else changed",
    ...MOBILENETV2,
    assumed: {
      ...MOBILENETV2.assumed,
      epochs: "as the published U-Net's: whether this step was run at all is not said",
      lr: "as the published U-Net's: whether this step was run at all is not said",
    },
  },
  "mobilenetv2-long": {
    about: "the published end: MobileNetV2, 100 epochs, ten times the rate",
    ...MOBILENETV2,
    settings: { ...MOBILENETV2.settings, epochs: 100, lr: 1e-3 },
  },
  best: {
    about: "what we expect most of, in half an hour on two cores for 600 photographs",
    settings: {
      encoder: "mobilenetv2",
      features: 16,
      size: 224, // what the encoder was trained on; at 128 px twice the epochs gave less
      batch: 16,
      epochs: 32,
      lr: 1e-3,
      encoderLr: 3e-4,
      freeze: 1,
      schedule: "cosine",
      warmup: 1,
      weightDecay: 0.01,
      loss: "dice-cross-entropy",
      augment: "flip,shift-scale-rotate,crop,color",
      testAugment: "flip",
    },
  },
} as const satisfies Record<string, Preset>;

/** The names of all presets. */
export const presetNames = Object.keys(PRESETS) as PresetName[];

/**
 * All settings of a preset.
 *
 * @param name The preset
 * @returns Its own settings and what the presets share
 */
export function settingsOf(name: PresetName): Settings {
  return { preset: name, ...DEFAULTS, ...PRESETS[name].settings };
}

/**
 * What a preset assumes.
 *
 * @param name The preset
 * @returns The reason for each setting that the published work doesn't state
 */
export function assumptionsOf(name: PresetName): NonNullable<Preset["assumed"]> {
  const preset: Preset = PRESETS[name];
  return preset.assumed ?? {};
}
