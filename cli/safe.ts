import type { FlagSpec } from "./flags.ts";

/** The flag of the commands that compute for long; `commands/launch.ts` acts on it. */
export const SAFE = {
  kind: "boolean",
  help: "keep WebAssembly's memory bounds checks: same result, slower; see docs/training.md",
} as const satisfies FlagSpec;
