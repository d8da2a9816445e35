/**
 * The dashboard: a folder of pages from run folders, and two runs compared in text.
 *
 * @module
 */
export { compareRuns, type Comparison, Incomparable, type TextTable } from "./comparison.ts";
export { publishedBesideOurs, REPRODUCTION_URL } from "./reproduction.ts";
export { buildSite, type SiteOptions, type SiteReport } from "./site.ts";
