import type { CommandSpec, FlagSpec } from "./flags.ts";
import { table } from "./table.ts";

/**
 * The help page of a command: what it does, its usage, and every flag with its value, purpose and
 * default.
 *
 * @param command The command.
 * @param common Flags that all commands share, shown last.
 * @returns The page, without a newline at its end.
 */
export function helpPage(
  command: CommandSpec<Record<string, FlagSpec>>,
  common: Record<string, FlagSpec> = {},
): string {
  const flags = { ...command.flags, ...common };
  const names = Object.entries(flags).map(([name, spec]) => `  ${usage(name, spec)}`);
  const room = WIDTH - Math.max(...names.map((name) => name.length)) - GAP;
  const rows = Object.values(flags).flatMap((spec, index) =>
    wrap(about(spec), room).map((line, row) => [row === 0 ? names[index] : "", line])
  );
  const line = ["  " + command.name, "[flags]", command.positionals ?? ""].join(" ").trimEnd();
  const examples = (command.examples ?? []).map((example) => `  ${example}`);
  return [
    wrap(command.description, WIDTH).join("\n"),
    `Usage:\n${line}`,
    `Flags:\n${table(rows)}`,
    ...(examples.length > 0 ? [`Examples:\n${examples.join("\n")}`] : []),
  ].join("\n\n");
}

/** Characters per line, and between the two columns. */
const [WIDTH, GAP] = [100, 2];

/** Wraps a text; a word longer than a line gets one of its own. */
function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** `--size N`, `--backend auto|simd|cpu`, `--strict`. */
function usage(name: string, spec: FlagSpec): string {
  if (spec.kind === "boolean") return spec.default === true ? `--no-${name}` : `--${name}`;
  const value = spec.value ?? spec.choices?.join("|") ?? VALUE_OF_KIND[spec.kind];
  return `--${name} ${value}`;
}

const VALUE_OF_KIND = { string: "TEXT", number: "X", integer: "N", size: "N|WxH" };

function about(spec: FlagSpec): string {
  const isWorthSaying = spec.default !== undefined && spec.kind !== "boolean";
  return isWorthSaying ? `${spec.help} (default ${spec.default})` : spec.help;
}
