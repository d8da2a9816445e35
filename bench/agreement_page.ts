/** The text of docs/agreement.md. */
import { evaluate, type MetricId } from "@triptych/metrics";
import type { Pair } from "./agreement_pairs.ts";
import { REASONS } from "./agreement_reasons.ts";

/** What a tool gives: a number, or what JSON has no number for. */
export type Value = number | "NaN" | "Infinity" | "error";

/** What all tools give, as tests/fixtures/agreement/peers.json has it. */
export interface PeerFigures {
  /** The tools' versions. */
  versions: Record<string, string>;
  /** By tool, pair and measure. */
  values: Record<string, Record<string, Partial<Record<string, Value>>>>;
}

const MEASURES = [
  { id: "dice", title: "Dice" },
  { id: "assd", title: "ASSD" },
  { id: "hd", title: "HD" },
  { id: "hd95", title: "HD95" },
  { id: "surfaceDice", title: "Surface Dice" },
] as const satisfies readonly { id: MetricId; title: string }[];

/** MONAI computes in single precision. */
const CLOSE = 5e-7;

/**
 * Makes the page.
 *
 * @param pairs The pairs.
 * @param peers The tools' figures for them.
 * @returns Markdown.
 * @throws {Error} If a difference has no reason that gives the tool's number.
 */
export function agreementPage(pairs: readonly Pair[], { versions, values }: PeerFigures): string {
  const tools = Object.keys(values), used = new Set<number>();
  const sections = MEASURES.map(({ id, title }) => {
    const rows = pairs.map((pair) => {
      const ours = ownValue(pair, id);
      const cells = tools.map((tool) => {
        const theirs = values[tool][pair.name][id];
        if (theirs === undefined) return "–";
        if (isSame(toNumber(theirs), ours)) return formatted(theirs);
        const reason = reasonFor(pair, id, tool, theirs);
        used.add(reason);
        return `**${formatted(theirs)}** ${letterOf(reason)}`;
      });
      return [pair.name, formatted(ours), ...cells];
    });
    return `### ${title}\n\n${table(["pair", "Triptych", ...tools], rows)}`;
  });
  const idle = REASONS.findIndex((_, i) => !used.has(i));
  if (idle >= 0) throw new Error(`No figure differs for this reason: ${REASONS[idle].text}`);
  return [
    "# Agreement with other tools",
    wrapped(
      "The same ten pairs of masks, measured by Triptych and by six other tools as their functions " +
        "do by default, spacing and tolerance given. Numbers agree to seven digits, which is what " +
        "MONAI computes with, unless they are bold: such a number is not Triptych's, the letter " +
        "says why, and Triptych's own way to that number was computed and found equal before it " +
        "was named as the reason. “–” is a measure that a tool doesn't have.",
    ),
    "## The pairs",
    table(["pair", "what it is", "shape", "spacing", "tolerance"], pairs.map(pairRow)),
    "## The reasons",
    REASONS.map(({ text }, i) => wrapped(`- **${letterOf(i)}** ${text}`, "  ")).join("\n"),
    "## The figures",
    ...sections,
    wrapped(`${versionLine(versions)}.`),
    wrapped(
      "`deno task bench:agreement` makes this page from the tools' figures in " +
        "`tests/fixtures/agreement/peers.json`; with `--python` it asks the tools again. A test " +
        "checks that Triptych's figures are those of today. " +
        "[The metrics' README](../metrics/README.md#the-choices-that-change-a-number) draws the " +
        "choices.",
    ),
  ].join("\n\n") + "\n";
}

function pairRow({ name, about, truth: { shape }, spacing, tolerance }: Pair): string[] {
  return [name, about, shape.join("×"), spacing.join(", "), String(tolerance)];
}

/** Triptych's figure with its defaults. */
function ownValue({ truth, prediction, spacing, tolerance }: Pair, measure: MetricId): number {
  const options = { labels: [1], metrics: [measure], spacing, tolerance };
  return evaluate(truth, prediction, options)[0][measure];
}

function reasonFor(pair: Pair, measure: MetricId, tool: string, theirs: Value): number {
  const found = REASONS.findIndex(({ value }) => {
    const ours = value(pair, measure, tool);
    if (ours === undefined) return false;
    return ours === "error" || theirs === "error"
      ? ours === theirs
      : isSame(toNumber(theirs), ours);
  });
  if (found >= 0) return found;
  throw new Error(
    `Cannot explain ${measure} of ${pair.name}: a reason must give the number of ${tool}, ` +
      `got ${theirs}, and Triptych's ${ownValue(pair, measure)}`,
  );
}

/** A number; NaN where there is none. */
function toNumber(value: Value): number {
  return value === "error" ? NaN : Number(value);
}

function isSame(one: number, other: number): boolean {
  if (!Number.isFinite(one) || !Number.isFinite(other)) return Object.is(one, other);
  return Math.abs(one - other) <= CLOSE * Math.max(1, Math.abs(other));
}

function letterOf(reason: number): string {
  return String.fromCharCode(97 + reason);
}

function formatted(value: Value): string {
  if (value === "error" || value === "NaN") return value;
  const number = Number(value);
  return Number.isFinite(number) ? String(Number(number.toFixed(4))) : "∞";
}

function versionLine(versions: Record<string, string>): string {
  return Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ");
}

/** A table as `deno fmt` writes it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i].length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** Prose in lines of at most 100 letters, as `deno fmt` breaks it: not within code and links. */
function wrapped(text: string, indent = ""): string {
  const lines: string[] = [];
  for (const [word] of text.matchAll(/(`[^`]*`|\[[^\]]*\]\([^)]*\)|\S)+/g)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= 100) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(last === undefined ? word : indent + word);
  }
  return lines.join("\n");
}
