/** The slides of a run or a comparison. */
import { formatNumber, listed } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const link = "Slides";
export const tab = (title: string) => `${title} · slides`;
export const keys = "keys: arrows, Escape to leave";
export const fullScreen = ", F for the full screen";
export const place = (at: number, of: number) => `${formatNumber(at)} / ${formatNumber(of)}`;

/** What a run is asked; of many classes not each by name. */
export function question(terms: Markup[]): Markup {
  if (terms.length > 4) {
    return safe`How well does it tell ${formatNumber(terms.length)} classes apart?`;
  }
  return safe`How well does it outline the ${
    terms.map((term, i) =>
      safe`${i > 0 && (i === terms.length - 1 ? " and the " : ", the ")}${term}`
    )
  }?`;
}

export const titles = {
  data: "The data",
  verdict: "In a sentence",
  boxes: "Class by class",
  /** Cases at one end of a ranking, and of which class where there are several. */
  cases: (name: string, term: Markup | false) => safe`${name}${term && safe` of the ${term}`}`,
  /** Cases at one end of the changes. */
  changes: (name: string, metric: string, term: Markup | false) =>
    safe`${name} by ${metric}${term && safe` of the ${term}`}`,
  learning: "Learning",
  worst: "The worst cases",
  wrong: "What remains wrong",
  origin: "Where this comes from",
  settings: "What was changed",
  paired: (metric: string) => `${metric}, case by case`,
  sure: "How sure",
  improved: "Most improved",
  worsened: "Most worsened",
};

/** The ranking of several models. */
export const models = {
  names: (names: string[]) => safe`Which is best: ${listed(names, "or")}?`,
  rank: (
    { name, metric, median, change, interval, isBaseline }: {
      name: string;
      metric: string;
      median: string;
      change: string;
      interval: string;
      isBaseline: boolean;
    },
  ) =>
    safe`<b>${name}</b> <span class="soft">median ${metric} ${median}; ${
      isBaseline ? "the baseline" : `${change} from the baseline`
    }${interval && ` (95\u00a0% interval ${interval})`}</span>`,
  before: (one: string, other: string) => safe`<b>${one}</b> before <b>${other}</b>`,
};

/** Which classes are shown of many. */
export const most = (shown: number, classes: number, metric: string) =>
  safe`<b>${formatNumber(shown)}</b> of ${
    formatNumber(classes)
  } classes, those whose ${metric} changed most in the median`;
export const change = (from: string, to: string) => safe`${from} → <b>${to}</b>`;
export const interval = (median: Markup, interval: string) =>
  safe`<b>${median}</b> (95\u00a0% interval ${interval})`;
