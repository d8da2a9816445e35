/** What the pages hand to their layouts. */
import { words } from "./text/mod.ts";
import { compareUrl, comparisons } from "./runs/comparisons.ts";
import { rankings } from "./runs/rankings.ts";
import type { SiteExplanation } from "./runs/explanations.ts";
import type { SiteRun } from "./runs/site_run.ts";

/** What all pages are made from. */
export interface SiteData {
  /** The runs, newest first. */
  runs: SiteRun[];
  /** Names of runs that can't be read. */
  broken: string[];
  /** Why runs differ, where that was found out. */
  explanations?: SiteExplanation[];
}

/** A page or a file that is written with the pages. */
export interface SitePage {
  /** The address, from the site's root. */
  url: string;
  /** The layout, within `_includes`; none for a file that is `content` alone. */
  layout?: string;
  /** What the layout shows, made when the page is rendered, so that no build holds all of them. */
  show?: () => PageView;
  /** The whole file, where there is no layout. */
  content?: string;
}

/** What every layout shows, besides its own. */
export interface PageView {
  /** The page's title, as text. */
  title: string;
  /** What the browser's tab says, where the title alone would not name the run. */
  tab?: string;
  /** What a search engine or a chat says of a link to it, escaped. */
  description: string;
  /** The stylesheet's class for the colours of the page's classes. */
  palette?: string;
  /** The way to the page; the last is the page itself and has no address. */
  crumbs: { name: string; url?: string }[];
  /** Links at the upper right; a key opens one that has it. */
  links?: { name: string; url: string; here?: boolean; key?: string }[];
  /** Scripts of the page, from the site's root. */
  scripts?: string[];
  /** The page's policy, where it isn't that of all others. */
  policy?: string;
  /** Where the page's numbers come from, where that is not the run folders alone. */
  origin?: string;
  /** What the page's own layout shows. */
  [part: string]: unknown;
}

/** The address of the slides of a page. */
export function slidesUrl(page: string): string {
  return page.replace(
    /(\/index)?\.html$/,
    (end) => end === ".html" ? ".slides.html" : "/slides.html",
  );
}

/** The link to the slides of a page. */
export function slidesLink(page: string) {
  return { name: words.slides.link, url: slidesUrl(page), key: "t" };
}

/**
 * The links at the upper right of a run's pages.
 *
 * @param run The run.
 * @param runs All runs.
 * @param here The page that the links stand on.
 */
export function runLinks(run: SiteRun, runs: SiteRun[], here?: "cases"): PageView["links"] {
  const tryOut = run.model ? [{ name: words.tryText.link, url: run.tryUrl }] : [];
  if (!run.cases.length) return tryOut;
  const name = words.frame.allCases(run.cases.length);
  const pairs = comparisons(runs).pairs;
  const pair = pairs.find(({ after }) => after === run) ??
    pairs.find(({ before }) => before === run);
  return [
    { name, url: `${run.base}cases/index.html`, here: here === "cases" },
    ...rankings(runs).filter((one) => one.runs.includes(run))
      .map(({ url, runs }) => ({ name: words.models.link(runs.length), url })),
    ...(pair ? [{ name: words.frame.compareTwo, url: compareUrl(pair.before, pair.after) }] : []),
    ...tryOut,
    ...(run.headline ? [slidesLink(`${run.base}index.html`)] : []),
  ];
}
