/**
 * What `deno task train` is made of: settings, data, run folder, measuring, and what it says.
 *
 * @module
 */
export { type Job, prepare, work } from "./job.ts";
export { readRequest } from "./request.ts";
export { INTERRUPTED, stopSignal } from "./stop.ts";
export { farewell } from "./texts.ts";
