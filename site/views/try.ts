/** What the page says on which a run's model meets other images, and the model's card. */
import { metricValue } from "../../evaluation/mod.ts";
import { classPicker } from "../html/class_picker.ts";
import { type Markup, plain, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import { classColors } from "../runs/colors.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { formatNumber, formatValue, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import type { ModelAbout } from "../try/model_about.ts";
import { PROGRAM, PROGRAM_BYTES, type RunModel } from "../try/write_try.ts";
import { provenance } from "./provenance.ts";
import { unmeasured, verdict } from "./verdict.ts";

/** Below so many test images no tenth of them is spoken of. */
const TENTHS = 20;

/**
 * Everything the page shows.
 *
 * @param run The run.
 * @param model Its model.
 */
export function tryView(run: SiteRun, model: RunModel) {
  const text = words.tryText;
  const view = {
    title: text.title,
    tab: words.frame.tab(text.title, run.title),
    description: plain(safe`${text.description(run.title)}`),
  };
  if (!("about" in model)) {
    const { members = 0 } = run.folder.run ?? {};
    return {
      ...view,
      reason: model.reason === "members" ? text.reasons.members(members) : text.reasons.large,
      card: cardOf(run),
    };
  }
  const { about, bytes, bits, rest } = model, classes = classesOf(run, about);
  return {
    ...view,
    loaded: text.loaded(megabytes(bytes), megabytes(PROGRAM_BYTES)),
    exact: rest === undefined ? text.exact : text.rounded(bits),
    rest: rest === undefined ? undefined : text.rest(megabytes(rest)),
    program: `${"../".repeat(run.tryUrl.split("/").length - 2)}${PROGRAM.slice(1)}`,
    said: JSON.stringify(text.said),
    drawn: JSON.stringify(
      classes.map(({ label, backdrop, colors: { photo } }) => ({ label, backdrop, photo })),
    ),
    picker: classPicker(classes, "class", Math.max(0, classes.findIndex((c) => !c.backdrop))),
    rows: classes.map((c) => termOf(c)),
    card: cardOf(run, about, classes),
  };
}

/** The model's classes in its order, as the run's pages show them. */
function classesOf(run: SiteRun, { classes }: ModelAbout): SiteClass[] {
  const colors = classColors(classes.map(({ color }) => color));
  return classes.map((own, index) => {
    const known = run.classes.find(({ name }) => name === own.name);
    const backdrop = own.name === "background";
    return { ...own, index, backdrop, colors: known?.colors ?? colors[index] };
  });
}

function megabytes(bytes: number): string {
  return formatNumber(bytes / 1e6, 1);
}

/** The model card: what it takes and draws, how it did, what is known of its data and its limits. */
function cardOf(
  run: SiteRun,
  about?: ModelAbout,
  classes: readonly SiteClass[] = [],
): { term: string; text: Markup }[] {
  const { card } = words.tryText, { terms } = words.provenance;
  const known = provenance(run).filter(({ term }) =>
    [terms.data, terms.weights, terms.resolution, terms.ignored].includes(term)
  );
  const data = run.folder.run?.data.name, start = run.folder.run?.weights;
  const named = data ? readable(data) : undefined;
  const startName = typeof start === "string" ? undefined : start?.name;
  return [
    ...about ? [{ term: card.takes, text: takes(about) }] : [],
    ...classes.length > 0 ? [{ term: card.draws, text: card.labels(classes.map(termOf)) }] : [],
    { term: card.figures, text: figures(run) },
    ...known,
    { term: card.limits, text: safe`${card.likeness(named)} ${card.unknown}` },
    { term: card.licence, text: safe`${card.terms(named, startName)}` },
  ];
}

function takes({ shape, channels, depth, fit, orientations, files }: ModelAbout): Markup {
  const { card } = words.tryText, [rows, columns] = shape;
  const how = [
    card.image(channels, depth),
    card[fit](`${formatNumber(columns)} × ${formatNumber(rows)}`),
    ...orientations > 1 ? [card.orientations(orientations)] : [],
  ];
  const note = files === "several" ? card.several : files === "slices" ? card.slices : "";
  return safe`${how.join(", ")}. ${note}`;
}

function figures(run: SiteRun): Markup {
  const { card } = words.tryText;
  return safe`${verdict(run) ?? unmeasured(run)} ${
    run.cases.length === 0 ? card.unmeasured : worst(run)
  }`;
}

/** How the worst tenth of the test images did. */
function worst(run: SiteRun): Markup | undefined {
  const { headline, overlap } = run;
  if (!headline || !overlap) return undefined;
  const { ranked } = run.ranking(headline.name, overlap);
  if (ranked.length < TENTHS) return undefined;
  // the best is first
  const one = ranked[ranked.length - Math.floor(ranked.length / 10)];
  const value = metricValue(one, headline.name, overlap);
  return words.tryText.card.tenth(overlap.title, termOf(headline), formatValue(value, overlap));
}
