/**
 * The dashboard: a folder of pages from run folders.
 *
 * @module
 */
export { buildLookPage } from "./build/look.ts";
export { buildTroublePage } from "./build/trouble.ts";
export { buildSingle } from "./build/single.ts";
export { compareUrl } from "./runs/comparisons.ts";
export { rankingUrl } from "./runs/rankings.ts";
export { REPRODUCTION_URL } from "./runs/published.ts";
export { type ServeOptions, serveSite, type SiteServer } from "./serve.ts";
export { buildSite, type SiteOptions, type SiteReport } from "./site.ts";
