/** The stylesheet of the runs' own colours, and the switches of their classes and metrics. */
import type { SitePage } from "./page.ts";
import type { SiteRun } from "./runs/site_run.ts";

/** One stylesheet for the whole site. */
export default function* ({ runs }: { runs: SiteRun[] }): Generator<SitePage> {
  yield { url: "/assets/classes.css", content: stylesheet(runs) };
}

/**
 * The colours of some palettes, and the switches of their classes and metrics.
 *
 * @param runs The palettes and the classes that each colours.
 */
export function stylesheet(runs: readonly Pick<SiteRun, "palette" | "classes">[]): string {
  const palettes = new Map(runs.map((run) => [run.palette, run.classes]));
  const rules = (scheme: "light" | "dark") =>
    [...palettes].map(([palette, classes]) =>
      `.${palette}{${classes.map((c) => `--k${c.index}:${c.colors[scheme]};`).join("")}}\n`
    ).join("");
  const most = Math.max(0, ...runs.map((run) => run.classes.length));
  const kinds = Array.from({ length: most }, (_, i) => `.k${i}{--k:var(--k${i})}\n`).join("");
  const switches = [["c", most], ["m", 8], ["x", 8], ["s", 5]].map(([letter, count]) =>
    Array.from({ length: Number(count) }, (_, i) => {
      const name = `.${letter}${i}`;
      return `.pick:has(${name}:checked) .panel[class*=" ${letter}"]:not(${name}){display:none}\n`;
    }).join("")
  ).join("");
  return `${rules("light")}@media screen and (prefers-color-scheme:dark){\n${
    rules("dark")
  }}\n${kinds}${switches}`;
}
