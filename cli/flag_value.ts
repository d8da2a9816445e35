import { UsageError } from "./errors.ts";
import type { FlagSpec } from "./flags.ts";
import { suggest } from "./suggest.ts";

/**
 * Reads the value of a flag.
 *
 * @param name The flag, without dashes.
 * @param text What was typed; true or false for a flag without a value.
 * @param spec What the flag takes.
 * @returns The value.
 * @throws {UsageError} If the flag doesn't accept it.
 */
export function flagValue(
  name: string,
  text: string | boolean,
  spec: FlagSpec,
): string | number | boolean {
  if (typeof text === "boolean") return text;
  if (text === "") {
    throw new UsageError(`--${name} needs a value, ${expected(spec)}; write --${name}=VALUE`);
  }
  const isText = spec.kind === "string" || spec.kind === "size" && PAIR.test(text);
  const value = isText ? text : DECIMAL.test(text) ? Number(text) : NaN;
  if (takes(spec, value)) return value;
  const near = suggest(text, spec.choices ?? []);
  const hint = near === undefined ? "" : `, did you mean ${near}?`;
  throw new UsageError(`--${name} must be ${expected(spec)}, got "${text}"${hint}`);
}

/** 30, -1, 0.5, .5, 1e-3: no hexadecimal, no blanks. */
export const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Width and height: 128x96. */
const PAIR = /^\d+x\d+$/;

/**
 * Whether a value, typed or read from a file, is one that a flag takes.
 *
 * @param spec What the flag takes.
 * @param value The value.
 * @returns Whether kind, choices and range allow it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const spec = { kind: "integer", min: 1, help: "images per step" } as const;
 * assert.equal(takes(spec, 8), true);
 * assert.equal(takes(spec, "8"), false);
 * assert.equal(expected(spec), "a whole number of at least 1");
 * ```
 */
export function takes(
  { kind, choices, min = -Infinity, max = Infinity }: FlagSpec,
  value: unknown,
): boolean {
  if (kind === "boolean") return typeof value === "boolean";
  if (kind === "string") {
    return typeof value === "string" && (choices?.includes(value) ?? true);
  }
  if (kind === "size" && typeof value === "string") {
    return PAIR.test(value) &&
      value.split("x").every((side) =>
        takes({ kind: "integer", min, max, help: "" }, Number(side))
      );
  }
  const isKind = kind !== "number" ? Number.isSafeInteger(value) : Number.isFinite(value);
  return isKind && min <= (value as number) && (value as number) <= max;
}

/**
 * What a flag accepts, in words.
 *
 * @param spec The flag.
 * @returns `a whole number of at least 1`
 */
export function expected({ kind, choices, min, max }: FlagSpec): string {
  if (choices !== undefined) return `one of ${choices.join(", ")}`;
  if (kind === "boolean") return "true or false";
  if (kind === "string") return "text";
  if (kind === "size") {
    const side = expected({ kind: "integer", min, max, help: "" });
    return `${side}, or WIDTHxHEIGHT of such numbers`;
  }
  const what = kind === "integer" ? "a whole number" : "a number";
  if (min !== undefined && max !== undefined) return `${what} from ${min} to ${max}`;
  if (min !== undefined) return `${what} of at least ${min}`;
  if (max !== undefined) return `${what} of at most ${max}`;
  return what;
}
