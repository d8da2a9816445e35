/**
 * The dashboard: a folder of pages from run folders.
 *
 * @module
 */
export { compareRuns, type Comparison, type TextTable } from "./comparison.ts";
export { buildSite, type SiteOptions, type SiteReport } from "./site.ts";
