/** What wrong pixels are: kinds of errors. */
import { counted, formatNumber, listed, type Unit } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const title = "What kind of errors";
export const summary = "What each kind is";
export const region = "Kinds of errors of all classes";
export const kind = "Kind";
export const pixels = (unit: Unit) => `Wrong ${unit}`;

/** The kinds' names, what each is, and several in a sentence. */
export const kinds = {
  edge: ["edge", "the outline is a little off: both outlines are near", "errors of the edge"],
  spill: ["spill", "too much of an object that was found, beyond its edge", "spill"],
  lost: ["lost part", "a part of an object that was found is missing", "lost parts"],
  hole: ["hole", "missing inside an object that was found", "holes"],
  island: ["island", "predicted where the truth has no object", "islands"],
  missed: ["missed object", "an object of which nothing was found", "missed objects"],
  splitMerge: [
    "split or merge",
    "a gap that divides an object, or a bridge between two",
    "splits and merges",
  ],
} as const;

/** How near an edge error is to the outlines. */
export const within = (distance: number | undefined, unit: string) =>
  distance === undefined ? "" : ` (within ${formatNumber(distance, distance % 1 ? 2 : 0)} ${unit})`;

export const none = (term: Markup, unit: Unit) => safe`No ${unit} of the ${term} are wrong.`;
export const sentence = (
  { term, unit, share, within, others, cases, all }: {
    term: Markup;
    unit: Unit;
    share: string;
    within: string;
    others: { name: string; share: string }[];
    cases: number;
    all: number;
  },
) =>
  safe`Of the wrong ${unit} of the ${term}, ${share} are errors of the edge${within}${
    others.length > 0 &&
    `, ${listed(others.map(({ name, share }) => `${share} ${name}`), "and")}`
  }.${cases < all && ` Known for ${counted(cases, "case")} of ${formatNumber(all)}.`}`;
export const leads = "Each bar leads to the cases with mostly this kind of error.";
export const unknown = (unit: Unit) =>
  `Wrong ${unit} of this run are not sorted by kind: that takes whole masks, and there are none. ` +
  "“evaluate --measures errorKinds” counts them.";
export const about = (className: string, shares: string[], unit: Unit) =>
  `Wrong ${unit} of ${className} by kind: ${shares.join(", ")}.`;
export const share = (share: string, pixels: string) => `${share}, ${pixels}`;
export const bar = (name: string, share: string) => `${name} ${share}`;

/** In the gallery. */
export const filter = { name: "Most errors", any: "of any kind", chip: "#: mostly #" };

/** Between two runs. */
export const compare = {
  title: "Which errors changed",
  region: "Kinds of errors of both runs",
  head: (what: string, when: string) => `${what} ${when}`,
  share: "Share",
  pixels: { pixels: "Pixels", voxels: "Voxels" },
  sentence: (
    { term, unit, edge, within, before, after, change }: {
      term: Markup;
      unit: Unit;
      edge: string;
      within: string;
      before: string;
      after: string;
      change?: { name: string; isGain: boolean; before: string; after: string };
    },
  ) =>
    safe`The ${term} has ${before} wrong ${unit} before and ${after} after, in the cases that both
      runs have. After, ${edge} of them are errors of the edge${within}${
      change &&
      `; besides them ${change.name} changed most, ${
        change.isGain ? "down" : "up"
      } from ${change.before} to ${change.after} ${unit}`
    }.`,
};
