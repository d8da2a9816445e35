import { expectedDice, type LabelClass } from "../core/mod.ts";

/** What a model thinks of its own prediction. */
export interface Opinion {
  /** The image's name in the output, without ending. */
  name: string;
  /** The mean probability of the predicted classes, 0 to 1. */
  confidence: number;
  /** The Dice to be expected, the mean over the classes that are predicted. */
  expected: number;
  /** That of each class; NaN of one that isn't predicted. */
  classes: number[];
}

/**
 * What the probabilities of an image say of its labels.
 *
 * @param planes Each class's probabilities, shape [classes, pixels].
 * @param labels The predicted labels.
 * @param classes The classes.
 * @returns The opinion, and the probability of each predicted label in per cent, at least 1.
 */
export function opinionOf(
  planes: Float32Array,
  labels: Uint8Array,
  classes: readonly Pick<LabelClass, "label">[],
): { opinion: Omit<Opinion, "name">; percents: Uint8Array } {
  const pixels = labels.length, percents = new Uint8Array(pixels), place = new Uint8Array(256);
  const sums = classes.map(() => ({ all: 0, own: 0, predicted: 0 }));
  let total = 0;
  for (const [c, { label }] of classes.entries()) {
    place[label] = c;
    for (let at = c * pixels; at < (c + 1) * pixels; at++) sums[c].all += planes[at];
  }
  for (let i = 0; i < pixels; i++) {
    const c = place[labels[i]], probability = planes[c * pixels + i];
    sums[c].own += probability;
    sums[c].predicted++;
    total += probability;
    percents[i] = Math.max(1, Math.round(100 * probability));
  }
  const each = sums.map(expectedDice), known = each.filter((dice) => !Number.isNaN(dice));
  const expected = known.reduce((sum, dice) => sum + dice, 0) / known.length;
  return { opinion: { confidence: total / pixels, expected, classes: each }, percents };
}

/** The most trouble first: by the expected Dice, then by name. */
export function byTrouble(a: Opinion, b: Opinion): number {
  return a.expected - b.expected || (a.name < b.name ? -1 : 1);
}

/**
 * Opinions as a table.
 *
 * @param opinions The opinions, in their order.
 * @param classes The classes.
 * @returns CSV with a row per image.
 */
export function opinionsCsv(
  opinions: readonly Opinion[],
  classes: readonly Pick<LabelClass, "name">[],
): string {
  const quoted = (text: string): string =>
    /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const number = (value: number): string => Number.isNaN(value) ? "" : value.toFixed(4);
  const head = ["image", "expected_dice", "mean_confidence"];
  const rows = opinions.map((one) => [
    quoted(one.name),
    ...[one.expected, one.confidence, ...one.classes].map(number),
  ]);
  const names = classes.map(({ name }) => quoted(`expected_dice_${name}`));
  return [[...head, ...names], ...rows].map((row) => `${row.join(",")}\n`).join("");
}
