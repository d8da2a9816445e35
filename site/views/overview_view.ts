/** What the overview of runs says. */
import { count } from "../words.ts";
import { html } from "./html.ts";
import { facts, medianPicture } from "./run_view.ts";
import type { SiteRun } from "./site_run.ts";
import { unmeasured, verdict } from "./verdict.ts";

/**
 * Everything the first page shows.
 *
 * @param runs The runs, newest first.
 */
export function overviewView(runs: SiteRun[]) {
  return {
    title: "How well do these models see?",
    sentence: html`${count(runs.length, "run")}, newest first.`,
    note: "The picture is the median case of each run: half of its pictures came out better. " +
      "Coloured line: prediction. Black-and-white: truth.",
    runs: runs.map((run) => ({
      palette: run.palette,
      url: `${run.base}index.html`,
      name: run.name,
      title: run.title,
      verdict: verdict(run) ?? unmeasured(run),
      facts: facts(run),
      median: medianPicture(run),
    })),
  };
}
