/**
 * A value from a file as words for a message. In a hostile file it may be long, nested deeper than the
 * stack, or contain codes for the terminal.
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
