/** Figures from a CSV with a row per case and class. */
import type { Case, ClassFigures, Evaluation } from "../run_folder/evaluation.ts";
import { csvLines } from "./csv_lines.ts";
import { type Counts, importedEvaluation, type Origin, overlaps } from "./figures.ts";

const NEEDED = ["id", "class", "tp", "fp", "fn"];
const RATIOS = ["dice", "iou"] as const, DISTANCES = ["assd", "hd95"];

/**
 * The evaluation of a CSV. Its first line names the columns: `id`, `class`, `tp`, `fp` and `fn`, and
 * optionally `tn`, `group`, `dice`, `iou`, `assd` and `hd95`; others are ignored. Dice and IoU are
 * computed from the counts, and must match their columns; a blank distance is infinite if one mask is
 * empty, and unknown if both contain the class.
 *
 * @param text The file.
 * @param origin The run's name and date.
 * @throws {TypeError} If a column or a number is missing, occurs twice or contradicts another; the text
 *   names the line.
 */
export function evaluationOfCsv(text: string, origin: Origin): Evaluation {
  const { separator, lines: [head, ...lines] } = csvLines(text);
  const columns = columnsOf(head?.cells ?? [], separator);
  const distances = DISTANCES.filter((id) => columns.has(id));
  const cases = new Map<string, CsvCase>(), classNames = new Set<string>();
  for (const { number, cells } of lines) {
    const row = new Row(number, cells, columns, separator);
    const id = row.text("id"), className = row.text("class");
    const one = cases.get(id) ?? { figures: new Map(), line: number };
    addRow(one, row, { id, className, distances });
    cases.set(id, one);
    classNames.add(className);
  }
  return importedEvaluation(origin, [...cases].map(([id, one]) => caseOf(id, one, classNames)), {
    classNames: [...classNames],
    metrics: ["dice", "iou", ...distances].map((id) => ({ id, unit: columns.get(id)?.unit })),
  });
}

/** A case whose rows are being read. */
interface CsvCase {
  figures: Map<string, { line: number; figures: ClassFigures }>;
  /** Its first line, and what that says. */
  line: number;
  group?: string;
  pixels?: number;
}

function addRow(
  one: CsvCase,
  row: Row,
  { id, className, distances }: { id: string; className: string; distances: string[] },
): void {
  const before = one.figures.get(className);
  if (before) {
    throw row.fault(
      `case ${id} must have one row of class ${className}, line ${before.line} is another`,
    );
  }
  const counts = row.counts();
  const figures: ClassFigures = { ...counts, ...overlaps(counts) };
  for (const ratio of RATIOS) row.checkRatio(ratio, figures);
  for (const distance of distances) figures[distance] = row.distance(distance, counts);
  const group = row.optional("group") || undefined;
  one.group ??= group;
  if (group !== undefined && group !== one.group) {
    throw row.fault(`case ${id} must be of one group, got ${one.group} and ${group}`);
  }
  const { tp, fp, fn, tn } = counts;
  if (tn !== undefined) {
    one.pixels ??= tp + fp + fn + tn;
    if (one.pixels !== tp + fp + fn + tn) {
      throw row.fault(
        `tp, fp, fn and tn of case ${id} must have the same sum for every class, ` +
          `got ${one.pixels} and ${tp + fp + fn + tn}`,
      );
    }
  }
  one.figures.set(className, { line: row.number, figures });
}

function caseOf(id: string, one: CsvCase, classNames: Set<string>): Case {
  const absent = [...classNames].find((className) => !one.figures.has(className));
  if (absent !== undefined) {
    throw new TypeError(`every case must have a row per class, got none of ${absent} for ${id}`);
  }
  const classes = Object.fromEntries(
    [...one.figures].map(([className, { figures }]) => [className, figures]),
  );
  return { id, ...one.group && { group: one.group }, shape: [], spacing: [], classes };
}

/** Where a column is, and the unit that its title names. */
type Columns = Map<string, { index: number; unit?: string }>;

/** The columns by their names in lower case: `ASSD (mm)` is `assd` in mm. */
function columnsOf(titles: string[], separator: string): Columns {
  const columns: Columns = new Map();
  titles.forEach((text, index) => {
    const title = text.trim().toLowerCase();
    const [, distance, unit] = /^(assd|hd95)[ _]?[([]?(mm|cm|µm|um|m|px)[)\]]?$/.exec(title) ?? [];
    const name = distance ?? title;
    if (columns.has(name)) {
      throw new TypeError(`line 1 must name every column once, got ${name} twice`);
    }
    if (name !== "") columns.set(name, { index, unit });
  });
  const missing = NEEDED.filter((title) => !columns.has(title));
  if (missing.length === 0) return columns;
  const found = { ",": "commas", ";": "semicolons", "\t": "tabs" }[separator];
  throw new TypeError(
    `the first line must name the columns ${NEEDED.join(", ")}, got none called ${
      missing.join(", ")
    } (read as separated by ${found})`,
  );
}

/** One row, its cells by their columns' names. */
class Row {
  readonly number: number;
  readonly #cells: string[];
  readonly #columns: Columns;
  readonly #separator: string;

  constructor(number: number, cells: string[], columns: Columns, separator: string) {
    this.number = number;
    this.#cells = cells;
    this.#columns = columns;
    this.#separator = separator;
    const width = 1 + Math.max(...columns.values().map(({ index }) => index));
    if (cells.length < width || cells.slice(width).some((cell) => cell.trim() !== "")) {
      throw this.fault(`it must have ${width} cells, as the first line, got ${cells.length}`);
    }
  }

  fault(what: string): TypeError {
    return new TypeError(`line ${this.number}: ${what}`);
  }

  optional(name: string): string {
    const column = this.#columns.get(name);
    return column === undefined ? "" : this.#cells[column.index].trim();
  }

  text(name: string): string {
    const text = this.optional(name);
    if (text === "") throw this.fault(`${name} must not be blank`);
    return text;
  }

  counts(): Counts {
    const tn = this.optional("tn");
    const counts = { tp: this.#count("tp"), fp: this.#count("fp"), fn: this.#count("fn") };
    return isBlank(tn) ? counts : { ...counts, tn: this.#count("tn") };
  }

  #count(name: string): number {
    const value = this.#number(name);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw this.fault(`${name} must be a count of pixels, got "${short(this.optional(name))}"`);
  }

  /** Refuses a ratio that the counts don't give; files round to three decimals or more. */
  checkRatio(name: "dice" | "iou", figures: ClassFigures): void {
    const text = this.optional(name), right = figures[name]!;
    // for two empty masks programs report 1, 0 or nothing
    if (isBlank(text) || figures.tp + figures.fp + figures.fn === 0) return;
    if (Math.abs(this.#number(name) - right) <= 1e-3) return;
    throw this.fault(`${name} must be what tp, fp and fn give, ${right}, got "${short(text)}"`);
  }

  /** A distance; null if it is infinite or unknown, which the counts tell apart. */
  distance(name: string, { tp, fp, fn }: Counts): number | null {
    const text = this.optional(name);
    const isInfinite = /^\+?inf(inity)?$|^∞$/i.test(text);
    if (tp + fp + fn === 0) return 0;
    const isOneEmpty = tp + fp === 0 || tp + fn === 0;
    if (isBlank(text) || (isInfinite && isOneEmpty)) return null;
    const value = this.#number(name);
    if (isOneEmpty) {
      throw this.fault(
        `${name} must be inf or blank where one of the two masks is empty, got "${short(text)}"`,
      );
    }
    if (value >= 0 && Number.isFinite(value)) return value;
    throw this.fault(
      isInfinite
        ? `${name} must be finite where both masks contain the class, got "${short(text)}"`
        : `${name} must be a distance, inf or blank, got "${short(text)}"`,
    );
  }

  /** The number of a cell, NaN if it isn't one; a decimal comma is accepted unless commas separate cells. */
  #number(name: string): number {
    const text = this.optional(name);
    const point = this.#separator === "," ? text : text.replace(",", ".");
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(point) ? Number(point) : NaN;
  }
}

/** What programs write for a missing value. */
function isBlank(text: string): boolean {
  return /^(|nan|na|n\/a|null|none|-)$/i.test(text);
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
