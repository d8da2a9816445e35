/**
 * Settings from a command line of `deno task train`, and a command line from settings.
 *
 * @module
 */
import { parseFlags, UsageError } from "../cli/mod.ts";
import { quote } from "../core/mod.ts";
import { checkSettings, isBuiltIn } from "./check.ts";
import { COMMAND } from "./flags.ts";
import { ALL_SETTINGS, settingsOf } from "./presets.ts";
import type { SettingName, Settings } from "./settings.ts";
import { flagName, typedSettings } from "./settings_table.ts";

/** What a command line of `train` asks for. */
export type Request = NewRunRequest | ResumeRequest;

/** A new run. */
export interface NewRunRequest {
  resume?: undefined;
  /** All settings. */
  settings: Settings;
  /** Those that were typed. */
  typed?: Partial<Settings>;
  /** Whether those that weren't typed follow from the data, as no preset was. */
  isPlanned?: boolean;
  /** The run folder; the first of `runs/PRESET`, `runs/PRESET-2`, … that is free when left out. */
  out?: string;
}

/** A run to be resumed. */
export interface ResumeRequest {
  /** Its folder. */
  resume: string;
  /** Settings that were typed as well; they must equal the run's, but for more epochs and other places. */
  typed?: Partial<Settings>;
  /** Whether to train it again from the first epoch, overwriting its folder. */
  fromStart?: boolean;
}

/**
 * Reads the command line of `deno task train`.
 *
 * @throws {UsageError} If a flag is unknown or its value invalid.
 */
export async function readRequest(args: readonly string[]): Promise<Request> {
  const line = await parseFlags(args, COMMAND);
  const typed = typedSettings(ALL_SETTINGS, line);
  const { resume, out, preset, "from-start": fromStart } = line.flags;
  if (resume !== undefined) {
    if (out !== undefined) {
      throw new UsageError("--resume writes to the run's own folder: leave out --out");
    }
    return { resume, typed, fromStart };
  }
  if (fromStart) {
    throw new UsageError("--from-start is for a run that exists: add --resume DIR");
  }
  const settings: Settings = { ...settingsOf(preset), ...typed };
  const isPlanned = typed.preset === undefined && !isBuiltIn(settings.data);
  checkSettings(isPlanned ? { ...settings, ...leastPlan(typed) } : settings);
  for (const name of ["epochs", "epochSteps"] as const) {
    if (settings.minutes === undefined || typed[name] === undefined) continue;
    throw new UsageError(`--minutes decides how long to train: leave out --${flagName(name)}`);
  }
  return { settings, typed, isPlanned, out };
}

/** What every plan decides, before the data is known, so that what was typed can be checked. */
function leastPlan(typed: Partial<Settings>) {
  const { weights, encoder, epochs, epochSteps, minutes } = typed;
  return {
    ...weights !== undefined && encoder === undefined && { encoder: "mobilenetv2" as const },
    ...epochs === undefined && epochSteps === undefined && { minutes: minutes ?? 1 },
  };
}

/** Settings that a resumed run may have anew: where files lie, and how it is computed. They change no bit. */
const ELSEWHERE = [
  ...["data", "testData", "weights"] as const,
  ...["threads", "memory", "maxMegapixels", "strict"] as const,
] satisfies SettingName[];

/** Those of some settings that a resumed run may have anew. */
export function elsewhereOf(settings: Partial<Settings>): Partial<Settings> {
  const names: readonly string[] = ELSEWHERE;
  return Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)));
}

/**
 * Refuses to change the settings of a resumed run, but for {@linkcode elsewhereOf}. One that is done can be
 * given more epochs.
 *
 * @throws {UsageError} If a setting that was typed isn't the run's.
 */
export function refuseContradictions(
  typed: Partial<Settings>,
  settings: Settings,
  isDone: boolean,
): void {
  const kept: Record<string, unknown> = { ...settings, ...elsewhereOf(typed) };
  for (const [name, value] of Object.entries(typed)) {
    if (value === kept[name]) continue;
    if (name === "epochs") {
      const { epochs } = settings;
      if (isDone && Number(value) > epochs) continue;
      throw new UsageError(
        `--resume takes all settings from the run: --epochs was ${epochs}, got ${value}; a run that ` +
          "is done can be trained for more epochs",
      );
    }
    // auto leaves the engine open: so a run moves to another one
    if (name === "backend" && settings.backend === "auto") continue;
    throw new UsageError(
      `--resume takes all settings from the run: --${flagName(name)} was ${
        kept[name] ?? "left out"
      }, ` +
        `got ${value}`,
    );
  }
}

/** The command line that gives these settings. */
export function commandOf(settings: Settings): string {
  const { preset, ...others } = settings;
  const base: Record<string, unknown> = { ...settingsOf(preset) };
  const changed = Object.entries(others).filter(([name, value]) => value !== base[name]);
  const isUsual = preset === "sample" && isBuiltIn(settings.data);
  const named = isUsual ? [] : [`--preset ${preset}`];
  return ["deno task train", ...named, ...flagsOf(changed)].join(" ");
}

/** The command line of a training whose other settings follow from its data. */
export function plannedCommandOf(typed: Partial<Settings>): string {
  return ["deno task train", ...flagsOf(Object.entries(typed))].join(" ");
}

function flagsOf(settings: [name: string, value: unknown][]): string[] {
  return settings.filter(([, value]) => value !== undefined).map(([name, value]) =>
    value === true ? `--${flagName(name)}` : `--${flagName(name)} ${quote(String(value))}`
  );
}
