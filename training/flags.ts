/**
 * The flags of `deno task train`.
 *
 * @module
 */
import { type CommandSpec, type FlagSpec, SAFE } from "../cli/mod.ts";
import { ALL_SETTINGS, assumptionsOf, DEFAULTS, presetNames, settingsOf } from "./presets.ts";
import { SETTINGS } from "./settings.ts";
import { settingFlags } from "./settings_table.ts";

/** The command `deno task train`. */
export const COMMAND = {
  name: "deno task train",
  description:
    "Trains a U-Net on images with masks, evaluates it on images it has not seen, and writes a\n" +
    "run folder that deno task site shows. Without --preset, settings that aren't given follow from\n" +
    "the images of a folder; the rest, and those of built-in data, are the preset sample's. A\n" +
    'value marked "assumed" is one that the published work doesn\'t state.',
  flags: {
    preset: ALL_SETTINGS.preset,
    ...settingFlags(SETTINGS, { remarksOn: presetRemarks }),
    safe: SAFE,
    out: {
      kind: "string",
      value: "DIR",
      help: "the run folder; defaults to runs/PRESET, runs/PRESET-2 …",
    },
    resume: { kind: "string", value: "DIR", help: "continue an interrupted run" },
    "from-start": {
      kind: "boolean",
      help:
        "with --resume: train again from the first epoch, overwriting the run, even one that is done",
    },
  },
  examples: [
    "deno task train",
    "deno task train --data oxford --size 128 --features 16 --epochs 30 --lr 1e-3",
    "deno task train --preset mobilenetv2 --data my/images --encoder-lr 1e-4 --augment flip",
    "deno task train --data my/images --out runs/mine",
    "deno task train --resume runs/sample",
  ],
} as const satisfies CommandSpec<Record<string, FlagSpec>>;

/** The presets with another value of a setting, and those that assume theirs. */
export function presetRemarks(setting: string): string[] {
  const name = setting as keyof typeof SETTINGS;
  if (SETTINGS[name].kind === "boolean") return [];
  const byValue = Map.groupBy(presetNames, (preset) => settingsOf(preset)[name]);
  byValue.delete(DEFAULTS[name]);
  const assuming = presetNames.filter((preset) => assumptionsOf(preset)[name]);
  return [
    ...[...byValue].map(([value, presets]) => `${value} in ${presets.join(", ")}`),
    ...assuming.length > 0 ? [`assumed in ${assuming.join(", ")}`] : [],
  ];
}
