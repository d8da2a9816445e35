/**
 * How a command line of `deno task train` becomes settings, and settings a command line.
 *
 * @module
 */
import { type CommandLine, parseFlags, UsageError } from "../cli/mod.ts";
import { camel, COMMAND, type FLAGS, kebab } from "./flags.ts";
import { settingsOf } from "./presets.ts";
import { checkSettings } from "./check.ts";
import type { Settings } from "./settings.ts";

/** What a command line of `train` asks for: a new run, or an old one to go on with. */
export type Request =
  & {
    /** Whether the work is to be done by a process that checks less, see `restartFast`. */
    fast?: boolean;
  }
  & (
    | { resume: undefined; settings: Settings; out?: string }
    | { resume: string; check: (settings: Settings) => void; fromStart?: boolean }
  );

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
  const { resume, out, preset, fast = false, "from-start": fromStart } = line.flags;
  if (resume !== undefined) {
    if (out !== undefined) {
      throw new UsageError("--resume writes to the run's own folder: leave out --out");
    }
    const check = (settings: Settings) => refuseContradictions(typed, settings);
    return { fast, resume, check, fromStart };
  }
  if (fromStart) {
    throw new UsageError("--from-start is for a run that is there: add --resume DIR");
  }
  const settings: Settings = { ...settingsOf(preset), ...typed };
  checkSettings(settings);
  return { fast, resume, settings, out };
}

/**
 * The command line that gives the same settings again.
 *
 * @param settings Of a run
 * @returns What to type in a shell
 */
export function commandOf(settings: Settings): string {
  const { preset, ...rest } = settings;
  const base: Record<string, unknown> = { ...settingsOf(preset) };
  const flags = Object.entries(rest).filter(([name, value]) => value !== base[name]).map(
    ([name, value]) =>
      value === true ? `--${kebab(name)}` : `--${kebab(name)} ${quote(String(value))}`,
  );
  return ["deno task train", ...preset === "sample" ? [] : [`--preset ${preset}`], ...flags].join(
    " ",
  );
}

function settingsTyped({ flags, given }: CommandLine<typeof FLAGS>): Partial<Settings> {
  const others: string[] = ["fast", "out", "resume", "from-start"];
  const names = [...given].filter((name) => !others.includes(name));
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

function quote(text: string): string {
  return /^[\w./:=+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
