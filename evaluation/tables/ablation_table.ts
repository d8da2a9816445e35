import { compareRuns } from "../comparison/compare_runs.ts";
import { readEvaluation } from "../run_folder/evaluation_file.ts";
import { summarise } from "../statistics/summary.ts";
import { changeTexts } from "./comparison_tables.ts";
import { formatRatio } from "../../core/mod.ts";

/** A measured run of an ablation. */
export interface AblationRun {
  /** The run folder. */
  folder: string;
  /** What was changed in it. */
  about: string;
}

/**
 * The median Dice of each class, and from the second run on its change from the first with its interval,
 * as a table in Markdown.
 *
 * @param runs The runs, the unchanged one first.
 * @returns Lines.
 * @throws {Error} If a run can't be read, or can't be compared with the first.
 */
export async function ablationTable(runs: readonly AblationRun[]): Promise<string[]> {
  const [preset, ...changed] = runs;
  const { classes, metrics, cases } = await readEvaluation(`${preset.folder}/evaluation.json`);
  const dice = metrics.find(({ id }) => id === "dice")!;
  const names = classes.map(({ name }) => name);
  const medians = names.map((name) => formatRatio(summarise(cases, name, dice).median, 3));
  const rows = [[preset.about, ...medians.map((median) => `**${median}**`)]];
  for (const { folder, about } of changed) {
    const { after, changes } = await compareRuns(preset.folder, folder);
    const cells = names.map((name) => {
      const median = formatRatio(summarise(after.evaluation.cases, name, dice).median, 3);
      const change = changes.find(({ className, metric }) =>
        className === name && metric.id === "dice"
      );
      if (change === undefined) return median;
      const texts = changeTexts(change), interval = texts.interval?.join(" to ") ?? "–";
      return `${median} (${texts.median}, ${interval})`;
    });
    rows.push([about, ...cells]);
  }
  return [
    `Median Dice on ${cases.length} held-out training images; in brackets, the median change from the ` +
    "preset over images, with its 95 % interval by order statistics.",
    "",
    `| changed | ${names.join(" | ")} |`,
    `| --- |${names.map(() => " --- |").join("")}`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ];
}
