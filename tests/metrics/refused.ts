import assert from "node:assert/strict";
import type { Mask } from "@triptych/metrics";

/** A square in the plane that no test finds fault with. */
export const MASK: Mask = { data: [0, 1, 1, 0], shape: [2, 2] };
/** The same twice, as a volume. */
export const VOLUME: Mask = { data: [0, 1, 1, 0, 0, 1, 1, 0], shape: [2, 2, 2] };

/** Asserts the error of a call with options that no type would let through. */
export function refuses(
  run: () => unknown,
  name: "TypeError" | "RangeError",
  message: string,
): void {
  assert.throws(run, { name, message });
}
