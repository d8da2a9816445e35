/**
 * The command line of `deno task ablations`: a preset, and each change of one of its parts.
 *
 * @module
 */
import { type CommandSpec, type FlagSpec, parseFlags, SAFE } from "../cli/mod.ts";
import { checkSettings } from "./check.ts";
import { presetRemarks } from "./flags.ts";
import { ALL_SETTINGS, settingsOf } from "./presets.ts";
import { SETTINGS, type Settings } from "./settings.ts";
import { pick, settingFlags, typedSettings } from "./settings_table.ts";
import type { WantedRun } from "./wanted_run.ts";

/** One change of the preset. */
interface Ablation {
  /** The run folder's name. */
  name: string;
  /** What the table calls it. */
  about: string;
  /** The settings that it changes. */
  change: Partial<Settings>;
}

const ABLATIONS: readonly Ablation[] = [
  { name: "preset", about: "the preset", change: {} },
  { name: "random", about: "random encoder weights", change: { weights: "random" } },
  {
    name: "one-rate",
    about: "the encoder at the decoder's rate",
    change: { encoderLr: undefined },
  },
  { name: "slow-encoder", about: "the encoder at 1e-4", change: { encoderLr: 1e-4 } },
  { name: "no-freeze", about: "no frozen epoch", change: { freeze: 0 } },
  { name: "constant", about: "a constant rate", change: { schedule: "constant" } },
  { name: "no-warmup", about: "no warm-up", change: { warmup: 0 } },
  { name: "no-decay", about: "no weight decay", change: { weightDecay: 0 } },
  { name: "entropy", about: "cross-entropy alone", change: { loss: "cross-entropy" } },
  { name: "flip", about: "flips alone", change: { augment: "flip" } },
  { name: "no-augment", about: "no augmentation", change: { augment: "none" } },
  {
    name: "no-color",
    about: "no change of colours",
    change: { augment: "flip,shift-scale-rotate,crop" },
  },
  { name: "no-mirror", about: "no mirror image at the end", change: { testAugment: "none" } },
  { name: "half", about: "half of the decoder's features", change: { features: 8 } },
];

const TYPED = pick(SETTINGS, ["data", "size", "epochs", "seed", "weights", "backend", "threads"]);

const COMMAND = {
  name: "deno task ablations",
  description:
    "Trains a preset, then once per change of one of its parts, all from the same seed, and evaluates " +
    "them on a quarter of the training set, never on the test set.",
  flags: {
    preset: { ...ALL_SETTINGS.preset, default: "best" },
    ...settingFlags(TYPED, presetRemarks),
    safe: SAFE,
    only: { kind: "string", value: "NAME,…", help: "only these changes, and the preset itself" },
    out: {
      kind: "string",
      value: "DIR",
      default: "runs/ablations",
      help: "where the run folders go",
    },
  },
} as const satisfies CommandSpec<Record<string, FlagSpec>>;

/** One run of the ablations. */
export interface AblatedRun extends WantedRun {
  /** What the table calls it. */
  about: string;
}

/**
 * Reads the command line of `deno task ablations`.
 *
 * @returns The folder for the runs, the preset's settings, and the runs to train, the preset first.
 * @throws {UsageError} If a flag is unknown or its value invalid.
 */
export async function readAblations(
  args: readonly string[],
): Promise<{ out: string; base: Settings; runs: AblatedRun[] }> {
  const line = await parseFlags(args, COMMAND);
  const { preset, out } = line.flags;
  const base = { ...settingsOf(preset), ...typedSettings(TYPED, line), tune: true };
  const only = line.flags.only?.split(",");
  const chosen = ABLATIONS.filter(({ name }) => name === "preset" || !only || only.includes(name));
  const runs = chosen.map(({ name, about, change }) => {
    const settings = { ...base, ...change };
    checkSettings(settings);
    return { about, folder: `${out}/${name}`, settings };
  });
  return { out, base, runs };
}
