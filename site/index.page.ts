/** The overview of all runs. */
import type { SiteData, SitePage } from "./page.ts";
import { type Markup, safe } from "./html/safe.ts";
import { overviewView } from "./views/overview.ts";
import { counted } from "./text/format.ts";

/** The site's first page. */
export default function* ({ runs, broken }: SiteData): Generator<SitePage> {
  yield {
    url: "/index.html",
    layout: "layouts/index.vto",
    show: () => ({
      ...overviewView(runs),
      broken: brokenRuns(broken),
      crumbs: [{ name: "Runs" }],
      links: [],
      scripts: ["/assets/runs.js", "/assets/save.js"],
    }),
  };
}

/** What couldn't be read: the terminal, not the public page, says why. */
function brokenRuns(names: string[]): Markup | undefined {
  if (!names.length) return undefined;
  return safe`<b>${counted(names.length, "run")} could not be read</b> and ${
    names.length === 1 ? "is" : "are"
  } missing here: ${
    names.map((name, i) => safe`${i > 0 && ", "}<code>${name}</code>`)
  }. The terminal says why.`;
}
