/** Lines and cells of a CSV, whatever separates them. */

/** One line of a CSV. */
export interface CsvLine {
  /** Its number in the file, 1 for the first. */
  number: number;
  /** Its cells, without the quotes. */
  cells: string[];
}

/** What may separate cells, in the order of preference. */
const SEPARATORS = [",", ";", "\t"];

/**
 * Splits a CSV into cells (RFC 4180): they are separated by commas, semicolons or tabs, whichever is most
 * frequent in the first line, or the one that a line `sep=;` names; a quoted cell may contain separators,
 * line breaks and doubled quotes; lines end in LF, CR LF or CR. Empty lines are left out.
 *
 * @param text The file.
 * @throws {TypeError} If a quote is misplaced; the text names the line.
 */
export function csvLines(text: string): { separator: string; lines: CsvLine[] } {
  const named = /^sep=([,;\t])(?:\r\n|\r|\n|$)/i.exec(text);
  const first = named?.[0].length ?? 0;
  const separator = named?.[1] ?? separatorOf(text);
  const lines: CsvLine[] = [];
  let number = named ? 2 : 1;
  for (let at = first; at < text.length;) {
    const line: CsvLine = { number, cells: [] };
    at = readLine(text, at, separator, line);
    number += 1 + line.cells.reduce((sum, cell) => sum + breaksIn(cell), 0);
    if (line.cells.some((cell) => cell.trim() !== "")) lines.push(line);
  }
  return { separator, lines };
}

/** The most frequent separator in the first line. */
function separatorOf(text: string): string {
  const end = text.search(/[\r\n]/), line = text.slice(0, end < 0 ? undefined : end);
  const count = (separator: string) => line.split(separator).length;
  return SEPARATORS.reduce((best, one) => count(one) > count(best) ? one : best);
}

/** Reads the cells of a line that begins at `at`; returns where the next one begins. */
function readLine(text: string, at: number, separator: string, line: CsvLine): number {
  const bare = separator === ","
    ? /[^",\r\n]*/y
    : separator === ";"
    ? /[^";\r\n]*/y
    : /[^"\t\r\n]*/y;
  for (;;) {
    if (text[at] === '"') {
      const end = endOfQuotes(text, at);
      if (end < 0) throw quoteFault(text, at, line.number);
      line.cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      bare.lastIndex = at;
      const [cell] = bare.exec(text)!;
      line.cells.push(cell);
      at += cell.length;
    }
    const end = text[at];
    if (end === undefined) return at;
    if (end === "\n") return at + 1;
    if (end === "\r") return at + (text[at + 1] === "\n" ? 2 : 1);
    if (end !== separator) throw quoteFault(text, at, line.number);
    at++;
  }
}

/** The closing quote of a cell whose opening one is at `at`; -1 if there is none. */
function endOfQuotes(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 2)) {
    if (text[end + 1] !== '"') return end;
  }
  return -1;
}

function quoteFault(text: string, at: number, line: number): TypeError {
  const found = JSON.stringify(text.slice(at, at + 40));
  return new TypeError(`line ${line} must be CSV, with quotes around whole cells, got ${found}`);
}

function breaksIn(cell: string): number {
  return cell.includes("\n") || cell.includes("\r") ? cell.split(/\r\n|\r|\n/).length - 1 : 0;
}
