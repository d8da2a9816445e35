import { join } from "node:path";
import { counted, listed } from "../../core/mod.ts";
import { writeFileAtomic } from "../../io/mod.ts";
import type { ExplainedFactor, ExplainedRuns } from "../run_folder/explained_runs.ts";
import type { TextTable } from "./comparison_tables.ts";
import { explanationTables } from "./explanation_tables.ts";

/**
 * An explanation as a page in Markdown: the question, the verdict, what was changed, what each change gives,
 * all corners, and what it can't say.
 *
 * @param explained The explanation.
 */
export function explanationMarkdown(explained: ExplainedRuns): string {
  const { names: [a, b], corners, seeds, factors, cases } = explained;
  const { tables, verdict, notes, limits } = explanationTables(explained);
  const left = corners.filter((corner) => corner.seeds.length < seeds).map(({ name }) => name);
  const parts = [
    b === undefined
      ? `# What does each change to ${a} give?`
      : `# What makes ${b} differ from ${a}?`,
    `${counted(corners.length, "corner")}${b === undefined ? "" : " between them"}, ${
      counted(seeds, "seed")
    } each, measured on ` +
    `${cases === undefined ? "the same cases" : counted(cases.ids.length, "case")}${
      cases?.name === undefined ? "" : ` of ${cases.name}`
    }.`,
    ...verdict,
    ...left.length > 0 ? [`Not yet trained from all seeds: ${listed(left)}.`] : [],
    "## What was changed",
    tableText({
      head: ["change", "setting", "before", "after", "remark"],
      rows: factors.flatMap(factorRows),
    }),
    ...tables.flatMap((table, i) => [
      ["## What each change gives", undefined, "## What was trained"][
        i === tables.length - 1 ? 2 : Math.min(i, 1)
      ],
      tableText(table),
    ]).filter((part) => part !== undefined),
    ...notes.length > 0 ? [notes.map((note) => `- ${note}`).join("\n")] : [],
    "## What this can't say",
    limits.map((limit) => `- ${limit}`).join("\n"),
  ];
  return parts.join("\n\n") + "\n";
}

/** Writes `explanation.md`. */
export async function writeExplanationPage(
  folder: string,
  explained: ExplainedRuns,
): Promise<void> {
  await writeFileAtomic(join(folder, "explanation.md"), explanationMarkdown(explained));
}

function factorRows({ title, settings, requires, why }: ExplainedFactor): string[][] {
  const remark = [...requires === undefined ? [] : [`needs ${requires}`], ...why ? [why] : []];
  return settings.map(({ name, from, to }, i) => [
    ...[i === 0 ? title : "", name, String(from ?? "–"), String(to ?? "–")],
    i === 0 ? remark.join("; ") : "",
  ]);
}

function tableText({ head, rows }: TextTable): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
