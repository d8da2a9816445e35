/**
 * What `deno task train` and `deno task reproduce` are made of: settings, data, run folder, measuring,
 * and what they say.
 *
 * @module
 */
export { type Job, prepare, work } from "./job.ts";
export { PUBLISHED } from "./published.ts";
export { readReproduction, remaining, type Reproduced } from "./reproduction.ts";
export { restartFast } from "./fast.ts";
export { readRequest } from "./request.ts";
export { farewell } from "./texts.ts";
