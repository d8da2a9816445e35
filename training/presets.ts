/**
 * The presets: settings that belong together.
 *
 * @module
 */
import type { Settings } from "./settings.ts";

/** The name of a preset. */
export type PresetName = keyof typeof PRESETS;

/** What the presets share; each states only where it differs. */
export const DEFAULTS: Omit<Settings, "preset"> = {
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

/**
 * All settings of a preset.
 *
 * @param name The preset
 * @returns Its own settings and what the presets share
 */
export function settingsOf(name: PresetName): Settings {
  return { preset: name, ...DEFAULTS, ...PRESETS[name] };
}
