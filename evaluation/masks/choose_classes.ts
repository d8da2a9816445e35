import { classColor, counted, type LabelClass, listed } from "../../core/mod.ts";
import { type Side, SIDES } from "./case_paths.ts";
import type { MaskSurvey } from "./survey.ts";

/** The classes to measure, and what the user should know about them. */
export interface ChosenClasses {
  /** The classes. */
  classes: LabelClass[];
  /** Lines to print. */
  notes: string[];
}

/** More labels than this are shades of grey. */
const MOST_LABELS = 64;

/**
 * Decides which labels are measured: those that were named, or all that occur but 0. Masks whose labels
 * can't mean the same are refused, since their figures would mean nothing.
 *
 * @param survey What the masks contain.
 * @param options What was asked for.
 * @param options.sources What each side's masks are called in the text.
 * @param options.named The labels that were named.
 * @param options.regions The regions to measure beside them.
 * @param options.ignore Values to ignore.
 * @returns The classes, and notes.
 * @throws {Error} If the two folders share no label but 0, neither contains a label that was named, or
 *   there are no labels; the text says what each contains.
 */
export function chooseClasses(
  survey: MaskSurvey,
  { sources, named, regions = [], ignore = [] }: {
    sources: Record<Side, string>;
    named?: LabelClass[];
    regions?: readonly LabelClass[];
    ignore?: readonly number[];
  },
): ChosenClasses {
  const found = survey.labels;
  const { all } = survey;
  const holdings = `${SIDES.map((side) => holding(sources[side], survey, side)).join(", ")}`;
  if (named !== undefined && !named.some((one) => isIn(one, all)) && isMore(all)) {
    const one = named.length === 1 ? "the label" : "any of the labels";
    const labels = named.map(({ label }) => label).join(", ");
    throw new Error(
      `Cannot measure label ${labels}: a folder must contain ${one} that --classes names, got: ${holdings}`,
    );
  }
  if (named === undefined) refuseStrangers(found, holdings);
  const classes = named ?? findClasses(all, holdings);
  const notes = [
    ...lonelyNotes(classes, sources, found),
    ...(named === undefined ? [] : unnamedNote(all, [...named, ...regions])),
    ...(named === undefined ? SIDES.flatMap((side) => greyNote(sources[side], found[side])) : []),
    ...(ignore.length > 0 && !survey.ignores
      ? [`no true mask contains ${ignore.join(" or ")}, the value to ignore`]
      : []),
  ];
  return { classes, notes };
}

/** Two folders that share no label but 0, such as 0/255 and 0/1, would give Dice 0 for every class. */
function refuseStrangers({ truth, prediction }: Record<Side, number[]>, holdings: string): void {
  const isShared = truth.some((label) => label !== 0 && prediction.includes(label));
  if (isShared || !isMore(truth) || !isMore(prediction)) return;
  const [theirs, ours] = [prediction, truth].map((labels) => labels.filter((label) => label !== 0));
  const convert = theirs.length === 1 && ours.length === 1
    ? `If they mean one class, give both the same name: --classes ${ours[0]}=cell,${theirs[0]}=cell`
    : "If they mean the same classes, write the true masks' values in the predicted ones";
  const labels = [...new Set([...ours, ...theirs])].sort((a, b) => a - b).slice(0, 4);
  throw new Error(
    `Cannot measure masks that share no label but 0: ${holdings}. ${convert}; ` +
      `if they are different classes, name them: --classes ${
        labels.map((label) => `${label}=NAME`).join(",")
      }`,
  );
}

/** A class for each label found, if they look like labels. */
function findClasses(labels: readonly number[], holdings: string): LabelClass[] {
  const classes = nameLabels(labels);
  if (classes.length > 0 && classes.length <= MOST_LABELS) return classes;
  const found = classes.length === 0 ? "0 alone" : `${classes.length} others`;
  const grey = classes.length === 0 ? "" : ` (${holdings})${isGrey(labels) ? `, ${GREY}` : ""}`;
  throw new Error(
    `Cannot tell the labels: pixels must contain 0 and 1 to ${MOST_LABELS} other values, got ${found}` +
      `${grey}; name the labels, --classes 1=foreground`,
  );
}

/**
 * The classes of masks all of whose labels are classes, and the regions beside them.
 *
 * @param labels The masks' labels, in any order.
 * @param regions The regions.
 * @returns The classes; undefined where there is none, or there are so many that they will be refused.
 */
export function classesOfLabels(
  labels: readonly number[],
  regions: readonly LabelClass[],
): LabelClass[] | undefined {
  const classes = nameLabels([...new Set(labels)].sort((a, b) => a - b));
  if (classes.length === 0 || classes.length > MOST_LABELS) return undefined;
  return [...classes, ...regions];
}

/** A class per label but 0, which is taken for no class: `foreground` if alone, otherwise `label 1`, … */
function nameLabels(labels: readonly number[]): LabelClass[] {
  const classes = labels.filter((label) => label !== 0);
  return classes.map((label, index) => ({
    label,
    name: classes.length === 1 ? "foreground" : `label ${label}`,
    color: classColor(index),
  }));
}

/** Notes about labels that only one folder contains, or none. */
function lonelyNotes(
  classes: readonly LabelClass[],
  sources: Record<Side, string>,
  found: Record<Side, number[]>,
): string[] {
  const only = (side: Side, other: Side): LabelClass[] =>
    classes.filter((one) => isIn(one, found[side]) && !isIn(one, found[other]));
  const inTruth = only("truth", "prediction"), inPrediction = only("prediction", "truth");
  const nowhere = classes.filter((one) => !isIn(one, found.truth) && !isIn(one, found.prediction));
  const hasVoid = inTruth.some(({ label }) => label === 255) &&
    found.truth.some((label) => label > 0 && label < 255);
  const hint = hasVoid ? "; if 255 marks unlabelled pixels, add --ignore 255" : "";
  return [
    ...(nowhere.length > 0 ? [`no mask contains ${named(nowhere)}`] : []),
    ...(inTruth.length > 0 ? [`only ${sources.truth} contains ${named(inTruth)}${hint}`] : []),
    ...(inPrediction.length > 0
      ? [`only ${sources.prediction} contains ${named(inPrediction)}`]
      : []),
  ];
}

/** A note about labels that occur, but were not named. */
function unnamedNote(found: readonly number[], named: readonly LabelClass[]): string[] {
  const known = new Set([0, ...named.flatMap(({ label, labels }) => labels ?? [label])]);
  const others = found.filter((label) => !known.has(label));
  if (others.length === 0) return [];
  const noun = others.length === 1 ? "label" : "labels";
  return [`in no class or region, and not measured: ${noun} ${rangesOf(others)}`];
}

/** Whether one of a class's labels is among some. */
function isIn({ label, labels = [label] }: LabelClass, found: readonly number[]): boolean {
  return labels.some((one) => found.includes(one));
}

/** `label 7 (dog)`, `labels 1, 2, 5 to 9`. */
function named(classes: readonly LabelClass[]): string {
  const [{ label, name, labels }] = classes;
  // masks of a file per class have names, no labels
  if (labels !== undefined) return listed(classes.map((one) => one.name));
  if (classes.length === 1) return `label ${label}${name === `label ${label}` ? "" : ` (${name})`}`;
  return `labels ${rangesOf(classes.map(({ label }) => label).sort((a, b) => a - b))}`;
}

/** `true/ contains 0, 255 in 48 masks`. */
function holding(source: string, { labels, count }: MaskSurvey, side: Side): string {
  const masks = counted(count, "mask");
  return `${source} contains ${rangesOf(labels[side]) || "no pixel that counts"} in ${masks}`;
}

/** `0, 1, 5 to 9, 255`. */
function rangesOf(labels: readonly number[]): string {
  const runs: number[][] = [];
  for (const label of labels) {
    if (runs.at(-1)?.at(-1) === label - 1) runs.at(-1)!.push(label);
    else runs.push([label]);
  }
  const texts = runs.flatMap((run) =>
    run.length > 2 ? [`${run[0]} to ${run.at(-1)}`] : run.map(String)
  );
  return [...texts.slice(0, MOST_SHOWN), ...(texts.length > MOST_SHOWN ? ["…"] : [])].join(", ");
}

const MOST_SHOWN = 10;

/** A note about values that look like a grey picture's. */
function greyNote(folder: string, labels: readonly number[]): string[] {
  return isGrey(labels) ? [`${folder} contains ${labels.length} values: ${GREY}`] : [];
}

const GREY = "they look like shades near black and white, as JPEG and resizing cause; " +
  "masks must be saved as PNG and resized by nearest neighbour, or thresholded first";

/** Whether many values are close to black and to white. */
function isGrey(labels: readonly number[]): boolean {
  const between = (from: number, to: number): number =>
    labels.filter((label) => label >= from && label <= to).length;
  return between(1, 40) >= 3 && between(215, 254) >= 3;
}

function isMore(labels: readonly number[]): boolean {
  return labels.some((label) => label !== 0);
}
