import { dirname, isAbsolute, join } from "node:path";
import { compareCodePoints } from "../../core/mod.ts";
import { LABEL_FILES, whyUnread } from "../../io/mod.ts";
import { csvLines } from "../import/csv_lines.ts";
import type { CasePaths } from "./case_paths.ts";
import type { FoundCases } from "./find_cases.ts";

const COLUMNS = ["id", "truth", "prediction", "image", "group"] as const;

/**
 * Reads a list of masks: a CSV whose first line names the columns `truth` and `prediction`, and perhaps
 * `id`, `image` and `group`. Paths are relative to the list; a blank prediction is a missing one.
 *
 * @param path The list.
 * @returns The cases; the id is the true mask's path without its ending, unless there is a column.
 * @throws {Error} If it can't be read, or a line says too little; the text names the file and the line.
 */
export async function readPairs(path: string): Promise<FoundCases> {
  const rows = await readTable(path, ["truth", "prediction"], COLUMNS);
  const place = (file: string): string => isAbsolute(file) ? file : join(dirname(path), file);
  const cases = rows.map(({ line, cells }): CasePaths => {
    const { truth = "", prediction, image, group } = cells;
    if (truth === "") throw fault(path, line, "must have a true mask, got none");
    return {
      id: (cells.id || truth.replace(LABEL_FILES, "")).normalize("NFC"),
      truth: place(truth),
      ...(prediction && { prediction: place(prediction) }),
      ...(image && { image: place(image) }),
      ...(group && { group }),
    };
  });
  const seen = new Map<string, number>();
  cases.forEach(({ id }, i) => {
    const other = seen.get(id);
    if (other !== undefined) {
      throw fault(path, rows[i].line, `must have an id of its own, line ${other} has ${id}, too`);
    }
    seen.set(id, rows[i].line);
  });
  return {
    cases: cases.sort((a, b) => compareCodePoints(a.id, b.id)),
    skipped: [],
    notes: [],
    contents: `${path} lists ${cases.length} true masks`,
  };
}

/**
 * Reads a table: a CSV whose first line names its columns, in any order and case.
 *
 * @param path The file.
 * @param needed The columns that it must have.
 * @param known Those that are read; others are left out.
 * @returns The cells of each line by column, without blanks around them.
 */
export async function readTable<Column extends string>(
  path: string,
  needed: readonly Column[],
  known: readonly Column[],
): Promise<{ line: number; cells: Partial<Record<Column, string>> }[]> {
  const text = await Deno.readTextFile(path).catch((cause) => {
    throw new Error(`Cannot read ${path}: ${whyUnread(cause)}`, { cause });
  });
  let lines;
  try {
    ({ lines } = csvLines(text.replace(/^\ufeff/, "")));
  } catch (cause) {
    throw new Error(`Cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
  const [head, ...rest] = lines;
  const titles = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const lost = needed.filter((name) => !titles.includes(name));
  if (lost.length > 0) {
    throw new Error(
      `Cannot read ${path}: its first line must name the columns ${needed.join(" and ")}, ` +
        `got ${titles.join(", ") || "nothing"}`,
    );
  }
  return rest.map(({ number, cells }) => ({
    line: number,
    cells: Object.fromEntries(
      known.map((name) => [name, cells[titles.indexOf(name)]?.trim() ?? ""]),
    ) as Partial<Record<Column, string>>,
  }));
}

function fault(path: string, line: number, rule: string): Error {
  return new Error(`Cannot read ${path}: line ${line} ${rule}`);
}
