/**
 * The presets: settings that belong together.
 *
 * @module
 */
import { SETTINGS, type Settings } from "./settings.ts";
import { defaultsOf, type SettingsTable } from "./settings_table.ts";

/** What a preset sets, and why. */
export interface Preset {
  /** What it is, in a few words. */
  about: string;
  /** Where it differs from {@link DEFAULTS}. */
  settings: Partial<Settings>;
  /** The reason for each setting that the published work doesn't state. */
  assumed?: Partial<Record<keyof Settings, string>>;
}

/** The name of a preset. */
export type PresetName = keyof typeof PRESETS;

/** What the presets share. */
export const DEFAULTS: Omit<Settings, "preset"> = defaultsOf(SETTINGS);

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
    about: "minutes on two cores, no download",
    settings: {
      data: "menagerie",
      features: 16,
      batch: 8,
      epochs: 12,
      lr: 1e-3,
      schedule: "cosine", // a constant rate may end on a bad epoch, which costs 0.07
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
    about: "the published U-Net on a pretrained MobileNetV3",
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
    about: "the published U-Net with a pretrained MobileNetV2, nothing else changed",
    ...MOBILENETV2,
    assumed: {
      ...MOBILENETV2.assumed,
      epochs: "as the published U-Net's: it is not said whether this step was run at all",
      lr: "as the published U-Net's: it is not said whether this step was run at all",
    },
  },
  "mobilenetv2-long": {
    about: "the published final model: MobileNetV2, 100 epochs, ten times the learning rate",
    ...MOBILENETV2,
    settings: { ...MOBILENETV2.settings, epochs: 100, lr: 1e-3 },
  },
  best: {
    about: "our best-performing settings, a quarter of an hour on two cores for 600 images",
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

/** The table of all settings: the preset to start from, and what it sets. */
export const ALL_SETTINGS = {
  preset: {
    kind: "string",
    choices: presetNames,
    value: "NAME",
    default: "sample",
    help: `the settings to start from: ${
      presetNames.map((name) => `${name} (${PRESETS[name].about})`).join("; ")
    }`,
  },
  ...SETTINGS,
} as const satisfies SettingsTable;

/** All settings of a preset: its own, and what the presets share. */
export function settingsOf(name: PresetName): Settings {
  return { preset: name, ...DEFAULTS, ...PRESETS[name].settings };
}

/** The reason for each setting of a preset that the published work doesn't state. */
export function assumptionsOf(name: PresetName): NonNullable<Preset["assumed"]> {
  const preset: Preset = PRESETS[name];
  return preset.assumed ?? {};
}
