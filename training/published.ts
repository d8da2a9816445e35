/**
 * What the published work reports, as data, and what `run.json` says about a preset.
 *
 * @module
 */
import type { Published, Run } from "../evaluation/mod.ts";
import { assumptionsOf, type PresetName, settingsOf } from "./presets.ts";
import type { Settings } from "./settings.ts";

/** What is published about a preset, all of it in one source. */
interface PublishedPreset extends Omit<Published, "source" | "note"> {
  settings: Partial<Settings>;
  comparisons: { to: PresetName; about: string }[];
}

/** Where the figures come from. */
export const SOURCE =
  "a talk on U-Net for Oxford-IIIT Pet (7,349 images, 2,205 of them for the test)";

/** Why the published medians are compared with our midpoints. */
export const MEDIAN_NOTE =
  "The published medians equal the midpoint of best and worst to six digits, so they are not " +
  "medians over 2,205 images. They belong beside our midpoint; our median stands next to it.";

/** What is published, by preset. */
export const PUBLISHED: Partial<Record<PresetName, PublishedPreset>> = {
  unet: {
    settings: { data: "oxford", share: 1, size: 128, batch: 64, epochs: 30, lr: 1e-4 },
    dice: {
      foreground: { best: 0.684106, median: 0.464335, worst: 0.244564 },
      background: { best: 0.799941, median: 0.692820, worst: 0.585699 },
      border: { best: 0.321605, median: 0.234757, worst: 0.147909 },
    },
    figures: "nine values of Dice",
    pretrained: false,
    comparisons: [
      { to: "mobilenetv2-long", about: "the talk's picture" },
      { to: "mobilenetv2", about: "the encoder alone" },
      { to: "mobilenetv3", about: "the colleague's model beside it" },
    ],
  },
  mobilenetv3: {
    settings: { data: "oxford", share: 1, batch: 400, epochs: 200, lr: 1e-3 },
    figures: "settings only",
    pretrained: true,
    comparisons: [],
  },
  mobilenetv2: {
    settings: { data: "oxford", share: 1, encoder: "mobilenetv2" },
    figures: "none: the step between, if it was run at all",
    pretrained: true,
    comparisons: [{ to: "mobilenetv2-long", about: "epochs and learning rate alone" }],
  },
  "mobilenetv2-long": {
    settings: { data: "oxford", share: 1, encoder: "mobilenetv2", epochs: 100, lr: 1e-3 },
    figures: "box plots only",
    pretrained: true,
    comparisons: [],
  },
};

/**
 * What `run.json` says about the published work behind a run's preset; nothing for presets of our own.
 *
 * @returns `published`, the settings and figures that are stated, and where; `assumed`, the value of each
 * setting that isn't, and why.
 */
export function describePreset({ preset, init }: Settings): Pick<Run, "assumed" | "published"> {
  const published = PUBLISHED[preset];
  // what started from another training repeats nothing published
  if (published === undefined || init !== undefined) return {};
  const settings = settingsOf(preset);
  const assumed = Object.entries(assumptionsOf(preset)).map(([name, why]) => [
    name,
    `${settings[name as keyof Settings]}, ${why}`,
  ]);
  return {
    assumed: Object.fromEntries(assumed),
    published: { source: SOURCE, note: MEDIAN_NOTE, ...published },
  };
}
