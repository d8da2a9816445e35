/** The names of options, each once: one that is missing or misspelt fails to compile. */
export type Names<Options> = { readonly [Name in keyof Required<Options>]: true };

/** Refuses options that aren't an object, or have a name that would be ignored. */
export function checkOptions(
  options: object | undefined,
  names: Names<Record<string, unknown>>,
  action: string,
): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new TypeError(
      `Cannot compute ${action}: options must be an object, got ${show(options)}`,
    );
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    const known = Object.keys(names);
    const near = nearest(name, known);
    throw new TypeError(
      `Cannot compute ${action}: options must be among ${known.join(", ")}, got ${show(name)}` +
        `${near === undefined ? "" : `; did you mean ${near}?`}`,
    );
  }
}

/** A value as a message shows it: strings in quotes, bigints with their n, arrays in brackets. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/**
 * A value that should have been a whole number as a message shows it, with the reason if it is an
 * integer beyond the safe ones.
 */
export function showNumber(value: unknown): string {
  if (Array.isArray(value)) return value.map(showNumber).join();
  const isUnsafe = Number.isInteger(value) && !Number.isSafeInteger(value);
  return `${show(value)}${isUnsafe ? " (beyond the safe integers)" : ""}`;
}

/** The known name most similar to another one, if any is. */
function nearest(name: string, known: string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 2));
  const [best] = known.map((other) => ({ other, edits: countEdits(name, other) }))
    .sort((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= limit ? best.other : undefined;
}

/** How many letters to insert, remove or replace (Levenshtein 1966), whatever their case. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, k) => k);
  for (const [i, letter] of [...from.toLowerCase()].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to.toLowerCase()].entries()) {
      next.push(Math.min(row[j] + Number(letter !== other), row[j + 1] + 1, next[j] + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
