/** Figures from a CSV with a row a case and class. */
import { type Case, type ClassFigures, type Evaluation, METRICS } from "../../evaluation/mod.ts";
import { importedEvaluation, type Origin, overlaps } from "./figures.ts";

const NEEDED = ["id", "class", "tp", "fp", "fn"];

/**
 * The evaluation of a CSV. Its first line names the columns: `id`, `class`, `tp`, `fp` and `fn`, and
 * if there are `tn`, `group`, `assd` and `hd95`; others are ignored. Dice and IoU are computed from
 * the counts; a distance that is empty or `inf` is infinite.
 *
 * @param text The file.
 * @param origin The run's name and date.
 * @throws {TypeError} When a column or a number is missing; the text names the line.
 */
export function evaluationOfCsv(text: string, origin: Origin): Evaluation {
  const [head = [], ...lines] = parseCsv(text);
  const columns = head.map((title) => title.trim().toLowerCase());
  const missing = NEEDED.filter((title) => !columns.includes(title));
  if (missing.length) {
    throw new TypeError(
      `the first line must name the columns ${NEEDED.join(", ")}, got none called ${
        missing.join(", ")
      }`,
    );
  }
  const lengths = METRICS.filter((m) => m.better === "lower" && columns.includes(m.id));
  const cases = new Map<string, Case>(), classNames = new Set<string>();
  lines.forEach((cells, i) => {
    const row = Object.fromEntries(columns.map((title, c) => [title, cells[c] ?? ""]));
    const whole = (title: string) => wholeNumber(row[title], title, i + 2);
    const counts = {
      tp: whole("tp"),
      fp: whole("fp"),
      fn: whole("fn"),
      tn: row.tn ? whole("tn") : 0,
    };
    const figures: ClassFigures = { ...counts, ...overlaps(counts) };
    for (const { id } of lengths) figures[id] = distance(row[id], id, i + 2);
    const group = row.group ? { group: row.group } : {};
    const one = cases.get(row.id) ?? { id: row.id, ...group, shape: [], spacing: [], classes: {} };
    one.classes[row.class] = figures;
    cases.set(row.id, one);
    classNames.add(row.class);
  });
  for (const one of cases.values()) {
    const absent = [...classNames].find((className) => !one.classes[className]);
    if (absent !== undefined) {
      throw new TypeError(
        `every case must have a row a class, got none of ${absent} for ${one.id}`,
      );
    }
  }
  return importedEvaluation(origin, [...cases.values()], {
    classNames: [...classNames],
    metricIds: ["dice", "iou", ...lengths.map((m) => m.id)],
  });
}

function wholeNumber(text: string, title: string, line: number): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new TypeError(`line ${line}: ${title} must be a count of pixels, got "${text}"`);
}

function distance(text: string, title: string, line: number): number | null {
  if (/^\s*(inf(inity)?)?\s*$/i.test(text)) return null;
  const value = Number(text);
  if (value >= 0) return value;
  throw new TypeError(`line ${line}: ${title} must be a distance or inf, got "${text}"`);
}

/** Lines of cells (RFC 4180): a cell in quotes may hold commas, line breaks and doubled quotes. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  const body = text.replace(/^\ufeff/, "").replace(/\s+$/, "");
  while (cell.lastIndex < body.length) {
    const at = cell.lastIndex, match = cell.exec(body);
    if (!match) {
      throw new TypeError(`line ${lines.length} must be CSV, got ${body.slice(at, at + 40)}`);
    }
    const [, quoted, plain, end] = match;
    lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "") break;
    if (end !== ",") lines.push([]);
  }
  return lines;
}
