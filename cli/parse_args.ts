import { parseArgs as parseNodeArgs } from "node:util";
import { importStdParseArgs, type StdParseArgs } from "./std.ts";

/** The flags of a command, by what they take. */
export interface ArgNames {
  /** Flags that take a value; without one they are `""`. */
  string: readonly string[];
  /** Flags that take none; `--no-NAME` turns them off. */
  boolean: readonly string[];
}

/** A parsed command line. */
export interface ParsedArgs {
  /** The flags that were given, by name; the last value of one given twice. */
  flags: Record<string, string | boolean>;
  /** What is not a flag, in order. */
  positionals: string[];
  /** Flags that the command does not have, as they were typed; if there are any, the rest is empty. */
  unknown: string[];
}

/** Parses a command line. */
export type ArgsParser = (args: readonly string[], names: ArgNames) => ParsedArgs;

/**
 * Parses a command line, with @std/cli if it is cached, otherwise with `parseWithNode`, which gives the
 * same result.
 *
 * @param args The command line.
 * @param names The command's flags.
 * @returns The flags, the rest, and what is unknown.
 */
export async function parseArgs(args: readonly string[], names: ArgNames): Promise<ParsedArgs> {
  const stdParseArgs = await importStdParseArgs();
  return stdParseArgs === undefined
    ? parseWithNode(args, names)
    : parseWithStd(stdParseArgs)(args, names);
}

/**
 * A parser on @std/cli.
 *
 * @param stdParseArgs `parseArgs` of @std/cli.
 * @returns The parser.
 */
export function parseWithStd(stdParseArgs: StdParseArgs): ArgsParser {
  return (args, { string, boolean }) => {
    const unknown = new Set<string>();
    const { _: positionals, ...flags } = stdParseArgs([...args], {
      string: ["_", ...string],
      boolean: [...boolean],
      negatable: [...boolean],
      // std sets a boolean flag that is not given to false, unless it has a default
      default: Object.fromEntries(boolean.map((name) => [name, undefined])),
      unknown: (arg, key) => {
        if (key !== undefined) unknown.add(arg);
        return key === undefined;
      },
    });
    const given = Object.entries(flags).filter(([, value]) => value !== undefined);
    return answer({
      // every flag is a declared one: text, true or false
      flags: Object.fromEntries(given) as ParsedArgs["flags"],
      positionals: positionals.map(String),
      unknown: [...unknown],
    });
  };
}

/**
 * Parses a command line with Node's `util.parseArgs`; the result is that of @std/cli.
 *
 * @param args The command line.
 * @param names The command's flags.
 * @returns The flags, the rest, and what is unknown.
 */
export function parseWithNode(args: readonly string[], names: ArgNames): ParsedArgs {
  const { string, boolean } = names;
  const joined = joinValues(args, names);
  const { tokens } = parseNodeArgs({
    args: joined.map(({ text }) => text),
    options: Object.fromEntries(string.map((name) => [name, { type: "string" }])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags: ParsedArgs["flags"] = {};
  const positionals: string[] = [];
  const unknown = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, value } = token;
    const positive = name.replace(/^no-/, "");
    if (string.includes(name)) flags[name] = value ?? "";
    else if (boolean.includes(name)) flags[name] = value !== "false";
    else if (boolean.includes(positive) && value === undefined) flags[positive] = false;
    else unknown.add(joined[token.index].typed);
  }
  return answer({ flags, positionals, unknown: [...unknown] });
}

/** Writes `--flag value` as `--flag=value` where std takes the two together, so that Node does too. */
function joinValues(
  args: readonly string[],
  { string, boolean }: ArgNames,
): { text: string; typed: string }[] {
  const joined: { text: string; typed: string }[] = [];
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  for (let i = 0; i < end; i++) {
    const typed = args[i];
    const [flag, no = "", name, value] = FLAG.exec(typed) ?? [];
    if (flag === undefined || (no && value === undefined && boolean.includes(name))) {
      joined.push({ text: typed, typed });
    } else if (value !== undefined) {
      joined.push({ text: `--${name}${value}`, typed });
    } else {
      const next = i + 1 < end ? args[i + 1] : "";
      const takesNext = (boolean.includes(no + name) ? /^(true|false)$/ : /^[^-]/).test(next);
      if (takesNext) i++;
      const empty = string.includes(no + name) ? "=" : "";
      joined.push({ text: `--${no}${name}${takesNext ? `=${next}` : empty}`, typed });
    }
  }
  return [...joined, ...args.slice(end).map((text) => ({ text, typed: text }))];
}

/** A long flag, or a single letter after one dash, and its value. */
const FLAG = /^(?:--(no-)?|-(?=[^-]$))([^=]+)(=.*)?$/s;

/** What follows an unknown flag may be its value, so only the unknown flags are reported then. */
function answer(parsed: ParsedArgs): ParsedArgs {
  return parsed.unknown.length > 0 ? { ...parsed, flags: {}, positionals: [] } : parsed;
}
