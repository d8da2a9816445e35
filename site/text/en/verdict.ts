/** A run in a sentence or two: how well it does, and what has become of it. */
import { counted, formatDuration, formatNumber } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

/** In how many of the cases that have a class it was found. */
export function among(found: number, held: number): string {
  const have = "that contain it";
  if (held === 1) {
    return found ? "in the one image that contains it" : "nowhere: one image contains it";
  }
  if (found === held) {
    return `in ${held === 2 ? "both" : `all ${formatNumber(held)}`} images ${have}`;
  }
  if (found === 0) return `in none of the ${formatNumber(held)} images ${have}`;
  return `in ${formatNumber(found)} of ${formatNumber(held)} images ${have}`;
}

/** The first class; `rest` is what is said of its outline and of the others. */
export function finds(
  { term, where, misses, rest }: {
    term: Markup;
    where: string;
    misses?: { missed: number; misplaced: number };
    rest: (Markup | false)[];
  },
): Markup {
  const how = misses &&
    ` (${formatNumber(misses.missed)} missed, ${formatNumber(misses.misplaced)} misplaced)`;
  return safe`It finds the ${term} ${where}${how}${rest}.`;
}

/** Many classes: how many are outlined well, and the worst; one without a value was never found. */
export function ofMany(
  { metric, medians, worst, unheld }: {
    metric: string;
    medians: number[];
    worst: { term: Markup; value?: string }[];
    unheld: number;
  },
): Markup {
  const well = medians.filter((median) => /well/.test(grade(median))).length;
  return safe`${formatNumber(well)} of ${
    counted(medians.length, "class", "classes")
  } are outlined well: their median ${metric} is at least 0.80.${
    worst.length > 0 && safe` Worst: ${
      worst.map(({ term, value = "never found" }, i) => safe`${i > 0 && ", "}${term} (${value})`)
    }.`
  }${unheld > 0 && ` No truth contains the other ${unheld === 1 ? "one" : formatNumber(unheld)}.`}`;
}

export function heldByNone(term: Markup, invented: number): Markup {
  return safe`No truth of this run contains the ${term}${
    invented > 0 && `, yet it was drawn in ${counted(invented, "image")}`
  }.`;
}

export function medianOf(metric: string, value: string): string {
  return `median ${metric} ${value}`;
}

/** How a class is outlined, after the words that say where it is found. */
export const outline = {
  tooSeldom: (value: string) => safe`, too seldom for an outline (${value})`,
  distance: (value: string) => safe` (${value})`,
  overlap: (value: string, median: number) => safe` and outlines it ${grade(median)} (${value})`,
};

/** The other classes. `goesOn` says whether an outline was named just before. */
export function others(
  classes: { term: Markup; value: string; overlap?: number }[],
  goesOn: boolean,
): Markup {
  return safe`${!goesOn && "; it outlines"}${
    classes.map(({ term, value, overlap }, i) =>
      safe`${(goesOn || i > 0) && ","} the ${term} ${
        overlap !== undefined && `${grade(overlap)} `
      }(${value})`
    )
  }`;
}

export function bestAndWorst(
  count: number,
  best: { term: Markup; value: string },
  worst: { term: Markup; value: string },
): Markup {
  return safe`; of ${formatNumber(count)} other classes it outlines the ${best.term} best
      (${best.value}) and the ${worst.term} worst (${worst.value})`;
}

export const seldom = {
  many: (count: number) => safe`; ${formatNumber(count)} classes are seldom found`,
  few: (classes: { term: Markup; found: number; held: number }[]) =>
    safe`; it finds ${
      classes.map(({ term, found, held }, i) =>
        safe`${i > 0 && ", "}the ${term} in ${formatNumber(found)} of ${formatNumber(held)}`
      )
    }`,
};

export const never = {
  many: (count: number) => safe`; ${formatNumber(count)} classes are never found`,
  few: (terms: Markup[]) =>
    safe`; it never finds ${terms.map((term, i) => safe`${i > 0 && ", "}the ${term}`)}`,
};

/** How good a median overlap is, in words: judged as it is written. */
function grade(value: number): string {
  const shown = Number(value.toFixed(2));
  if (shown >= 0.9) return "very well";
  if (shown >= 0.8) return "well";
  return shown >= 0.6 ? "fairly" : "only roughly";
}

/** What stands in place of a verdict where nothing was measured. */
export const unmeasured = {
  empty: safe`The evaluation of this run has no cases.`,
  state: (state: Markup) => safe`${state} It has not been evaluated.`,
  plain: safe`This run was not evaluated.`,
};

/** Whether a run continues, or why it came to no end. */
export const state = {
  training: "training",
  measuring: "being evaluated",
  stopped: (place: string, reason: string | false) =>
    safe`<b>This run was stopped</b>${place}.${
      reason && ` Reason: ${reason}${/[.!?]$/.test(reason) ? "" : "."}`
    }`,
  alive: (doing: string, place: string) => safe`<b>This run is still ${doing}</b>${place}.`,
  gone: (place: string) => safe`<b>This run was interrupted</b>${place}.`,
  unknown: (doing: string, place: string, since: string) =>
    safe`<b>This run was still ${doing} when it was last written</b>${place}${since}.
    Whether it is still going is unknown.`,
  beforeFirst: ", before its first epoch",
  after: (done: number, all: number) => `, after epoch ${done}${all > 0 ? ` of ${all}` : ""}`,
  since: (seconds: number, start: string) => {
    const parts = [
      ...(seconds > 0 ? [`${formatDuration(seconds)} in`] : []),
      ...(start ? [`started on ${start}`] : []),
    ];
    return parts.length ? ` (${parts.join(", ")})` : "";
  },
  word: { alive: "running", gone: "interrupted", unknown: "running or interrupted" },
};
