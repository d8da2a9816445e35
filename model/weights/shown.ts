/**
 * A value of a file for a message. What a hostile file holds may be long, deeper than a stack, or
 * steer the terminal.
 *
 * @param value Anything
 * @returns A word, a list of words, or that it is something else
 */
export function shown(value: unknown): string {
  if (Array.isArray(value)) {
    const more = value.length > 8 ? ", …" : "";
    return `[${value.slice(0, 8).map(word).join(", ")}${more}]`;
  }
  return value === undefined ? "none" : word(value);
}

function word(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return "something else";
  if (/^[\w./-]{1,80}$/.test(value)) return value;
  return JSON.stringify(value.slice(0, 80)).slice(0, 120);
}
