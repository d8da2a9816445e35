/** @module V8's flags that the kernels of the engine simd run faster with. */

/**
 * No checks of memory bounds in WebAssembly, and pairs of vectors joined into vectors of 256 bits where
 * the processor has them; either alone gains little. Deno takes them in the variable `DENO_V8_FLAGS`, and
 * doesn't start where V8 no longer knows one of them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { FAST_FLAGS } from "@triptych/engine/v8-flags";
 *
 * const env = { DENO_V8_FLAGS: FAST_FLAGS.join(",") };
 * const { success } = await new Deno.Command("deno", { args: ["eval", ""], env }).output();
 * assert.ok(success);
 * ```
 */
export const FAST_FLAGS: readonly string[] = [
  "--no-wasm-bounds-checks",
  "--experimental-wasm-revectorize",
];
