/** Small pieces of markup that carry figures: whatever is put into them is escaped. */
/** Markup that is safe to put into a page as it is. */
export class Markup {
  /** The markup. */
  readonly text: string;

  /** @param text Markup of ours, with all foreign text in it escaped. */
  constructor(text: string) {
    this.text = text;
  }

  /** The markup, so that templates can print it. */
  toString(): string {
    return this.text;
  }
}

/** What can stand in a piece of markup. */
export type Piece = string | number | Markup | undefined | null | false | Piece[];

/**
 * A template tag that escapes what is put in, and joins lists.
 *
 * @param strings The markup around the values.
 * @param values Text, numbers, markup, or lists of them; `undefined` and `false` leave nothing.
 */
export function safe(strings: TemplateStringsArray, ...values: Piece[]): Markup {
  return new Markup(strings.map((text, i) => text + written(values[i])).join(""));
}

function written(value: Piece): string {
  if (value === undefined || value === null || value === false) return "";
  if (Array.isArray(value)) return value.map(written).join("");
  return value instanceof Markup ? value.text : escapeHtml(String(value));
}

/** What a piece of markup says, escaped, on one line. */
export function plain({ text }: Markup): string {
  return text.replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim();
}

/** The five characters that mean something in HTML, written so that they mean themselves. */
export function escapeHtml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }[c]!),
  );
}
