/** What the page of a run says. */
import { duration, heading, number } from "../words.ts";
import { averagesView } from "./averages_view.ts";
import { boxesView } from "./boxes_view.ts";
import { confusionView } from "./confusion_view.ts";
import { groupsView } from "./groups_view.ts";
import { Markup, safe } from "./safe.ts";
import { learningView } from "./learning_view.ts";
import { altText, picture } from "./pictures.ts";
import { provenance } from "./provenance.ts";
import type { SiteRun } from "./site_run.ts";
import { sizesView } from "./sizes_view.ts";
import { triptychsView } from "./triptychs_view.ts";
import { medianCase, unmeasured, verdict } from "./verdict.ts";

/**
 * Everything the run's page shows; a part that the run folder has no data for is undefined.
 *
 * @param run The run.
 */
export function runView(run: SiteRun) {
  const measured = run.cases.length > 0;
  return {
    title: run.title,
    heading: heading(run.title),
    verdict: verdict(run) ?? unmeasured(run),
    facts: facts(run),
    notes: notes(run),
    median: medianPicture(run),
    boxes: measured ? boxesView(run) : undefined,
    triptychs: measured ? triptychsView(run) : undefined,
    learning: run.history.length ? learningView(run) : undefined,
    averages: measured ? averagesView(run) : undefined,
    sizes: measured ? sizesView(run) : undefined,
    groups: measured ? groupsView(run) : undefined,
    confusion: measured ? confusionView(run) : undefined,
    provenance: provenance(run),
  };
}

/** The line of small figures under a verdict. */
export function facts(run: SiteRun): Markup[] {
  const { evaluation } = run.folder;
  const seconds = run.folder.run?.seconds || run.history.reduce((sum, e) => sum + e.seconds, 0);
  const shape = run.cases[0]?.shape;
  const all = [
    run.cases.length > 0 &&
    safe`<b>${number(run.cases.length)}</b> test ${
      run.cases.length === 1 ? "picture" : "pictures"
    }`,
    shape?.length === 2 && safe`<b>${shape[1]} × ${shape[0]}</b> px`,
    run.history.length > 0 &&
    safe`<b>${run.history.length}</b> ${run.history.length === 1 ? "epoch" : "epochs"}${
      seconds > 0 && safe` in <b>${duration(seconds)}</b>`
    }`,
    evaluation && safe`${evaluation.createdAt.slice(0, 10)}`,
  ];
  return all.filter((fact) => fact instanceof Markup);
}

/** What a reader must know before the figures. */
export function notes(run: SiteRun): Markup[] {
  const { run: settings, evaluation } = run.folder;
  const all = [
    settings?.data.name?.startsWith("menagerie") &&
    safe`<b>These animals are drawn by a program.</b> The menagerie needs no download and no licence.
      For real photographs type <code>deno task train --data oxford</code>.`,
    settings?.status === "running" && evaluation &&
    safe`<b>This run is still training.</b> The figures are those of its last evaluation.`,
    settings?.status === "stopped" && evaluation &&
    safe`<b>This run was stopped</b> before its last epoch.`,
  ];
  return all.filter((note) => note instanceof Markup);
}

/** The picture that stands for a run, its caption and its case's page. */
export function medianPicture(
  run: SiteRun,
): { picture: Markup; caption: Markup; url: string } | undefined {
  const median = medianCase(run), first = run.headline;
  if (!median || !first) return undefined;
  const alt = altText(
    median.id,
    `prediction of ${first.name}, ${median.metric.title} ${number(median.value, 2)}`,
  );
  return {
    url: run.caseUrl(median.id),
    picture: picture(run, median.id, { layer: `p${first.index}`, alt, eager: true }),
    caption: median.kind === "found"
      ? safe`<b>The median picture.</b> Half of the pictures came out better than this one
        (${median.metric.title} ${number(median.value, 2)}), half worse.
        Coloured line: prediction. Black-and-white: truth.`
      : safe`<b>The median picture.</b> Its ${first.term} was ${median.kind}, as in at least half of the
        pictures. Coloured line: prediction. Black-and-white: truth.`,
  };
}
