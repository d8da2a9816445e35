import { HelpRequest, UsageError } from "./errors.ts";
import { DECIMAL, flagValue } from "./flag_value.ts";
import { helpPage } from "./help.ts";
import { parseArgs } from "./parse_args.ts";
import { suggest } from "./suggest.ts";

/** One flag of a command. */
export interface FlagSpec {
  /** What the flag takes; a size is a whole number, or `WIDTHxHEIGHT`. */
  kind: "string" | "number" | "integer" | "size" | "boolean";
  /** What it is for, on the help page. */
  help: string;
  /** Its value if it is not given; without a default it is undefined, a boolean false. */
  default?: string | number | boolean;
  /** The words it accepts. */
  choices?: readonly string[];
  /** The smallest number it accepts. */
  min?: number;
  /** The largest number it accepts. */
  max?: number;
  /** The placeholder for its value on the help page, such as `DIR`; the kind by default. */
  value?: string;
}

/** A command: its flags, and what its help page says. */
export interface CommandSpec<Specs extends Record<string, FlagSpec>> {
  /** How it is run: `deno task train`. */
  name: string;
  /** What it does, in a sentence or two. */
  description: string;
  /** The flags by name, without dashes, in the order of the help page. */
  flags: Specs;
  /** The positional arguments as the help page shows them, `[RUN …]`; none by default. */
  positionals?: string;
  /** Flags of earlier versions, with their names today: `{ labels: "classes" }`. */
  renamed?: Readonly<Record<string, string>>;
  /** Example command lines. */
  examples?: readonly string[];
}

/** The values of a command's flags. */
export type FlagValues<Specs extends Record<string, FlagSpec>> = {
  [Name in keyof Specs]:
    | FlagValue<Specs[Name]>
    | (Specs[Name] extends { default: unknown } | { kind: "boolean" } ? never : undefined);
};

/** The value of one flag. */
export type FlagValue<Spec extends FlagSpec> = Spec["kind"] extends "boolean" ? boolean
  : Spec["kind"] extends "string"
    ? (Spec extends { choices: readonly (infer Choice)[] } ? Choice : string)
  : Spec["kind"] extends "size" ? Size
  : number;

/** One number, or width and height, as pages write them. */
export type Size = number | `${number}x${number}`;

/** A parsed command line. */
export interface CommandLine<Specs extends Record<string, FlagSpec>> {
  /** Every flag's value, by name. */
  flags: FlagValues<Specs>;
  /** The flags that were given, so that a preset can fill in the others. */
  given: Set<keyof Specs & string>;
  /** The positional arguments. */
  positionals: string[];
}

/**
 * Parses a command line: `--flag value`, `--flag=value`, `--flag` and `--no-flag` for a boolean. Every
 * command also has `--help` (`-h`) and `--verbose`.
 *
 * @param args The command line, without the program's name.
 * @param command The command and its flags.
 * @returns The flags' values, which of them were given, and the other arguments.
 * @throws {UsageError} If a flag is unknown or its value invalid.
 * @throws {HelpRequest} For `--help`; `runCommand` prints the page.
 */
export async function parseFlags<const Specs extends Record<string, FlagSpec>>(
  args: readonly string[],
  command: CommandSpec<Specs>,
): Promise<CommandLine<Specs>> {
  const specs: Record<string, FlagSpec> = { ...command.flags, ...COMMON_FLAGS };
  const isBoolean = (name: string): boolean => specs[name].kind === "boolean";
  const names = Object.keys(specs);
  const typed = await parseArgs(args, {
    string: names.filter((name) => !isBoolean(name)),
    boolean: names.filter(isBoolean),
  });
  if (typed.flags.help === true || typed.unknown.includes("-h")) {
    throw new HelpRequest(helpPage(command, COMMON_FLAGS));
  }
  if (typed.unknown.length > 0) {
    throw new UsageError(unknownFlags(typed.unknown, specs, command.renamed));
  }
  refuseBooleanValues(args, specs);
  if (command.positionals === undefined && typed.positionals.length > 0) {
    throw new UsageError(`Expected flags only, got "${typed.positionals.join(" ")}"`);
  }

  const flags: Record<string, unknown> = {};
  const given = new Set<string>();
  for (const [name, spec] of Object.entries(command.flags)) {
    const text = typed.flags[name];
    if (text !== undefined) given.add(name);
    flags[name] = text === undefined ? defaultOf(spec) : flagValue(name, text, spec);
  }
  return { flags: flags as FlagValues<Specs>, given, positionals: typed.positionals };
}

/** The flags that all commands share. */
const COMMON_FLAGS: Record<string, FlagSpec> = {
  verbose: { kind: "boolean", help: "show where in the program an error came from" },
  help: { kind: "boolean", help: "show this page (also -h)" },
};

function unknownFlags(
  unknown: string[],
  specs: Record<string, FlagSpec>,
  renamed: Readonly<Record<string, string>> = {},
): string {
  const known = Object.keys(specs).map((name) => `--${name}`);
  const negated = Object.keys(specs).filter((name) => specs[name].kind === "boolean")
    .map((name) => `--no-${name}`);
  const lines = unknown.map((typed) => {
    const flag = typed.replace(/=.*$/s, "");
    const today = renamed[flag.slice(2)];
    if (today !== undefined) return `Unknown flag ${flag}, it is --${today} today`;
    const near = suggest(flag, [...known, ...negated]);
    if (near !== undefined) return `Unknown flag ${flag}, did you mean ${near}?`;
    const isNumber = DECIMAL.test(flag);
    return `Unknown flag ${flag}${isNumber ? `; a negative value is written --flag=${flag}` : ""}`;
  });
  return `${lines.join("\n")}\nKnown flags: ${known.join(" ")}`;
}

/** The parser takes `--strict=maybe` as true and `--no-size=4` as `--size=4`; nobody means that. */
function refuseBooleanValues(args: readonly string[], specs: Record<string, FlagSpec>): void {
  for (const typed of args) {
    if (typed === "--") return;
    const [, no, name, value] = /^--(no-)?([^=]+)=(.*)$/s.exec(typed) ?? [];
    if (name === undefined || specs[no ? no + name : name]?.kind === "string") continue;
    if (no) throw new UsageError(`--no-${name} takes no value, got "${value}"`);
    if (specs[name]?.kind === "boolean" && !/^(true|false)$/.test(value)) {
      throw new UsageError(`--${name} must be true or false if it has a value, got "${value}"`);
    }
  }
}

function defaultOf(spec: FlagSpec): string | number | boolean | undefined {
  return spec.default ?? (spec.kind === "boolean" ? false : undefined);
}
