/** The stylesheet of the runs' own colours, and the switches of their classes and metrics. */
import type { SitePage } from "./page.ts";
import type { SiteRun } from "./runs/site_run.ts";

/** One stylesheet for the whole site. */
export default function* ({ runs }: { runs: SiteRun[] }): Generator<SitePage> {
  yield { url: "/assets/classes.css", content: stylesheet(runs) };
}

/** What is written of a run; a page without figures has no metrics. */
type Switched = Pick<SiteRun, "palette" | "classes"> & Partial<Pick<SiteRun, "metrics">>;

/** What a confusion matrix is normalised by, and what of a case is shown. */
const NORMALISED = 3, MODES = 5;

/**
 * The colours of some palettes, and the switches of their classes and metrics.
 *
 * @param runs The palettes, the classes that each colours, and the metrics.
 */
export function stylesheet(runs: readonly Switched[]): string {
  const palettes = new Map(runs.map((run) => [run.palette, run.classes]));
  const rules = (scheme: "light" | "dark") =>
    [...palettes].map(([palette, classes]) =>
      `.${palette}{${classes.map((c) => `--k${c.index}:${c.colors[scheme]};`).join("")}}\n`
    ).join("");
  const most = Math.max(0, ...runs.map((run) => run.classes.length));
  const kinds = Array.from({ length: most }, (_, i) => `.k${i}{--k:var(--k${i})}\n`).join("");
  const metrics = Math.max(NORMALISED, ...runs.map((run) => run.metrics?.length ?? 0));
  const counts = { c: most, m: metrics, x: metrics, s: MODES };
  const switches = Object.entries(counts).map(([letter, length]) =>
    Array.from({ length }, (_, i) => {
      const name = `.${letter}${i}`;
      return `.pick:has(${name}:checked) .panel[class*=" ${letter}"]:not(${name}){display:none}\n`;
    }).join("")
  ).join("");
  return `${rules("light")}@media screen and (prefers-color-scheme:dark){\n${
    rules("dark")
  }}\n${kinds}${switches}`;
}
