/** What the page of a run says. */
import { formatValue, heading } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { averagesView } from "./averages.ts";
import { boxesView } from "./boxes.ts";
import { calibrationView } from "./calibration.ts";
import { confusionView } from "./confusion.ts";
import { curveView } from "./curve.ts";
import { errorsView } from "./errors.ts";
import { explainedView } from "./explained.ts";
import { ignoredText, measuredText, sizesText } from "./extent.ts";
import { frameMapView } from "./frame_map.ts";
import { groupsView } from "./groups.ts";
import { Markup, plain, safe } from "../html/safe.ts";
import { learnedView } from "./learned.ts";
import { learningView } from "./learning.ts";
import { altText, hasLayers, picture } from "../html/picture.ts";
import { termOf } from "../html/term.ts";
import { isOfFolds, membersView } from "./members.ts";
import { provenance } from "./provenance.ts";
import { ratersView } from "./raters.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { sizesView } from "./sizes.ts";
import { remarksOf, stateOf } from "./state.ts";
import { sureView } from "./sure.ts";
import { triptychsView } from "./triptychs.ts";
import { type MedianCase, medianCase, unmeasured, verdict } from "./verdict.ts";

/**
 * Everything the run's page shows; a part that the run folder has no data for is undefined.
 *
 * @param run The run.
 */
export function runView(run: SiteRun) {
  const measured = run.cases.length > 0;
  const view = {
    title: run.title,
    description: plain(verdict(run) ?? unmeasured(run)),
    heading: heading(run.title),
    verdict: verdict(run) ?? unmeasured(run),
    facts: facts(run),
    notes: notes(run),
    median: medianPicture(run),
    boxes: measured ? boxesView(run) : undefined,
    triptychs: measured ? triptychsView(run) : undefined,
    learning: run.history.length ? learningView(run) : undefined,
    learned: measured ? learnedView(run) : undefined,
    members: membersView(run),
    curve: curveView(run),
    averages: measured ? averagesView(run) : undefined,
    raters: measured ? ratersView(run) : undefined,
    calibration: measured ? calibrationView(run) : undefined,
    sure: measured ? sureView(run) : undefined,
    errors: measured ? errorsView(run) : undefined,
    explained: measured ? explainedView(run) : undefined,
    sizes: measured ? sizesView(run) : undefined,
    groups: measured ? groupsView(run) : undefined,
    confusion: measured ? confusionView(run) : undefined,
    frameMap: measured ? frameMapView(run) : undefined,
    provenance: provenance(run),
    canRepeat: run.folder.run?.command !== undefined,
  };
  const contents = sectionsBy(view.explained?.by).filter(({ id }) => view[id] !== undefined);
  const by = contents.map(({ id }) => id).filter((id) => id === "sizes" || id === "groups");
  return { ...view, contents, by };
}

/** The sections of the page, in its order; each stands under its id. */
const SECTIONS = [
  { id: "boxes", name: words.run.boxes.title },
  { id: "triptychs", name: words.run.triptychs.title },
  { id: "curve", name: words.curve.title },
  { id: "members", name: words.members.title },
  { id: "learning", name: words.run.learning.title },
  { id: "learned", name: words.learned.title },
  { id: "averages", name: words.figures.averages.title },
  { id: "raters", name: words.besides.raters.title },
  { id: "calibration", name: words.besides.calibration.title },
  { id: "sure", name: words.sure.title },
  { id: "errors", name: words.errors.title },
  { id: "sizes", name: words.figures.sizes.title },
  { id: "groups", name: words.figures.groups.title },
  { id: "confusion", name: words.figures.confusion.title },
  { id: "frameMap", name: words.figures.frameMap.title },
  { id: "provenance", name: words.run.provenance.title },
] as const;

/** The sections; that of groups before that of sizes where groups explain more. */
function sectionsBy(cause: string | undefined): readonly (typeof SECTIONS)[number][] {
  if (cause !== "group") return SECTIONS;
  const groups = SECTIONS.find(({ id }) => id === "groups")!;
  return SECTIONS.filter((one) => one !== groups)
    .flatMap((one) => one.id === "sizes" ? [groups, one] : [one]);
}

/** The line of small figures under a verdict. */
export function facts(run: SiteRun): Markup[] {
  const { evaluation } = run.folder, text = words.run.facts;
  const seconds = run.folder.run?.seconds || run.history.reduce((sum, e) => sum + e.seconds, 0);
  const sizes = sizesText(run.cases), ignored = ignoredText(run, run.cases);
  const { members, curve } = run.folder.run ?? {};
  const epochs = run.history.at(-1)?.epoch, measured = measuredText(run);
  const all = [
    run.cases.length > 0 && (run.folder.run ? text.testCases : text.cases)(run.cases.length),
    sizes !== undefined && safe`${[sizes, measured].filter(Boolean).join(", ")}`,
    ignored !== undefined && safe`${ignored}`,
    epochs !== undefined && text.epochs(epochs, seconds),
    evaluation !== null && members !== undefined &&
    (curve ? words.curve.fact(new Set(curve).size) : words.members.fact(members, isOfFolds(run))),
    evaluation && safe`${evaluation.createdAt.slice(0, 10)}`,
  ];
  return all.filter((fact) => fact instanceof Markup);
}

/** What a reader must know before the figures. */
export function notes(run: SiteRun): Markup[] {
  const { run: settings, evaluation } = run.folder;
  const state = evaluation && stateOf(run);
  const all = [
    settings?.data.name?.startsWith("menagerie") && words.run.notes.menagerie,
    state && words.run.notes.unfinished(state),
    ...remarksOf(run),
  ];
  return all.filter((note) => note instanceof Markup);
}

/** The picture that stands for a run, its caption and its case's page; none where it has no pictures. */
export function medianPicture(
  run: SiteRun,
): { picture: Markup; caption: Markup; url: string } | undefined {
  const median = medianCase(run), first = run.headline;
  if (!median || !first || !run.hasPictures) return undefined;
  const value = `${median.metric.title} ${formatValue(median.value, median.metric)}`;
  return {
    url: run.caseUrl(median.id),
    picture: picture(run, median.id, {
      layer: `p${first.index}`,
      alt: altText(median.id, words.frame.alt.prediction(first.name, value)),
      eager: true,
    }),
    caption: words.run.median.withLines(
      medianWords(median, first, run.classes.length > 1),
      hasLayers(run, median.id),
    ),
  };
}

/** Which case it is, and how its value stands to the median of all. */
function medianWords(median: MedianCase, first: SiteClass, isNamed: boolean): Markup {
  const { kind, rank, of, metric } = median, text = words.run.median;
  const name = of === 1 ? text.only : text.ranked(rank, of);
  if (kind !== "found") return text.notFound(name, termOf(first), words.frame.kinds[kind]);
  const all = formatValue(median.median, metric);
  const value = text.value(
    metric.title,
    formatValue(median.value, metric),
    isNamed ? termOf(first) : undefined,
  );
  return text.found(name, value, all !== formatValue(median.value, metric) && all);
}
