/**
 * The dashboard: a folder of pages from run folders.
 *
 * @module
 */
export { buildSite, type SiteOptions, type SiteReport } from "./site.ts";
