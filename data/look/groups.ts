/**
 * Which images belong together, such as a patient's: they must not be on both sides of a split.
 *
 * @module
 */

/** A way to group ids, as a regular expression whose first group names the group. */
export interface Grouping {
  /** For `triptych.json`. */
  groups: string;
  /** Why, in words. */
  reason: string;
}

/** What ids of one patient, video or tile have in common, the surest first. */
const PATTERNS: readonly { source: string; what: string }[] = [
  // folders without a digit are kinds, benign/ and malignant/, or cities
  { source: "^(.*\\d.*)/", what: "their folder" },
  {
    source:
      "^((?:patient|pat|subject|sub|case|person|volume|vol|video|vid|seq|scan|slide|study)[_-]?[a-z0-9]+?)[_-]",
    what: "the patient or recording that their names begin with",
  },
  {
    source: "^(.+?)[_-](?:slice|frame|tile|patch|crop|view|x|y|z|t|s|f)[_-]?\\d+",
    what: "what stands before the slice, frame or tile number",
  },
  {
    source: "^(.*\\d)[_-]?(?:L|R|left|right|OD|OS)$",
    what: "what stands before the left or right side",
  },
  // a name without a digit is a kind, Abyssinian_1, not a recording, 0016E5_00390
  { source: "^(.*\\d.*?)[_-]f?\\d+$", what: "what stands before the last number" },
];

/** What ids of slices are without the number of the slice: their volume's. */
const VOLUME = "^(.+)_[xyz]\\d{3,}$";

/**
 * Finds what ids have in common.
 *
 * @param ids All ids.
 * @param options What they are.
 * @param options.areSlices Whether they are slices of volumes, of which each is a group at least.
 * @returns The grouping; undefined where each image is on its own, or all are in one group.
 */
export function findGroups(
  ids: readonly string[],
  { areSlices = false }: { areSlices?: boolean } = {},
): Grouping | undefined {
  for (const { source, what } of PATTERNS) {
    const regExp = new RegExp(source, "i");
    const names = ids.map((id) => regExp.exec(id)?.[1]);
    if (names.includes(undefined)) continue;
    const count = new Set(names).size;
    if (count < 2 || count === ids.length) continue;
    const reason = `groups: ${count}, by ${what} (${JSON.stringify(names[0])})`;
    return { groups: source, reason };
  }
  return areSlices ? byVolume(ids) : undefined;
}

/**
 * The grouping that a person says.
 *
 * @param folder The data folder.
 * @param ids All ids.
 * @param source A regular expression.
 * @throws {Error} If it matches none of them.
 */
export function saidGroups(folder: string, ids: readonly string[], source: string): Grouping {
  const regExp = new RegExp(source, "i");
  const first = ids.map((id) => regExp.exec(id)?.[1]).find((name) => name !== undefined);
  if (first === undefined) {
    throw new Error(
      `Cannot read data folder ${folder}: groups ${source} must match names of images, and match ` +
        `none of ${ids.length}, ${ids[0]} for example`,
    );
  }
  const count = new Set(ids.map((id) => groupOf(id, regExp))).size;
  const alone = ids.filter((id) => !regExp.test(id)).length;
  const others = alone > 0 ? `; ${alone} that don't match are on their own` : "";
  return {
    groups: source,
    reason: `groups: ${count}, as said (${JSON.stringify(first)})${others}`,
  };
}

function byVolume(ids: readonly string[]): Grouping {
  const regExp = new RegExp(VOLUME, "i"),
    count = new Set(ids.map((id) => groupOf(id, regExp))).size;
  const what = count > 1
    ? "by the volume"
    : "since all slices are of one volume; training and test get blocks of neighbours";
  return { groups: VOLUME, reason: `groups: ${count}, ${what}` };
}

/** The group of an id; the id itself where the pattern doesn't match. */
export function groupOf(id: string, groups?: RegExp): string {
  return groups?.exec(id)?.[1] ?? id;
}
