/**
 * What `deno task train` is made of: settings, data, run folder, measuring, and what it says.
 *
 * @module
 */
export { evaluateRun, measurePart } from "./measure.ts";
export { describeRun, openRun } from "./open.ts";
export { openParts, type Parts } from "./parts.ts";
export type { RunWriter } from "./run.ts";
export { readRequest, type Settings } from "./settings.ts";
export { epochLine, farewell, partsLine } from "./texts.ts";
