/**
 * Text in columns, two blanks apart, without trailing blanks. Columns of numbers are right-aligned, the
 * rest left-aligned.
 *
 * @param rows The rows, one entry per column; missing entries are blank.
 * @param options How to draw it.
 * @param options.head The columns' titles, aligned as their columns, above a rule.
 * @returns The lines, joined by newlines.
 */
export function table(
  rows: readonly (readonly (string | number)[])[],
  options: { head?: readonly string[] } = {},
): string {
  const head = options.head ?? [];
  const columns = rows.reduce((most, row) => Math.max(most, row.length), head.length);
  const texts = rows.map((row) =>
    Array.from({ length: columns }, (_, column) => String(row[column] ?? ""))
  );
  const titles = Array.from({ length: columns }, (_, column) => head[column] ?? "");
  const isRight = titles.map((_, column) => isNumeric(texts.map((row) => row[column])));
  const widths = titles.map((title, column) =>
    texts.reduce((widest, row) => Math.max(widest, textWidth(row[column])), textWidth(title))
  );
  const line = (row: string[]): string =>
    row.map((text, column) => {
      const blanks = " ".repeat(widths[column] - textWidth(text));
      return isRight[column] ? blanks + text : text + blanks;
    }).join("  ").trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [...(head.length > 0 ? [line(titles), rule] : []), ...texts.map(line)].join("\n");
}

/**
 * How many columns of a terminal a text takes: one per character, none for combining marks.
 *
 * @param text One line.
 */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) if (!/\p{M}/u.test(character)) width++;
  return width;
}

/** Whether all texts of a column that aren't missing are numbers, with or without a unit. */
function isNumeric(texts: string[]): boolean {
  const found = texts.filter((text) => text !== "" && text !== "–");
  return found.length > 0 && found.every((text) => /^[-+−]?(\d|∞|\.\d)/.test(text));
}
