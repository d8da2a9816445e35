/** What the page of predictions without truth says. */
import { formatPercent, formatRatio } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { type Markup, safe } from "../html/safe.ts";
import { numbers } from "../html/numbers.ts";
import { pictureOf } from "../html/picture.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";

/** What a model thinks of one of its predictions. */
export interface Trouble {
  /** The image's name. */
  name: string;
  /** The mean probability of the predicted classes. */
  confidence: number;
  /** The Dice that it expects, the mean over the classes that it predicts. */
  expected: number;
  /** That of each class; NaN of one that it doesn't predict. */
  classes: readonly number[];
}

/** An image with its pictures' addresses, from the page's root. */
export interface ShownTrouble extends Trouble {
  overlay: string;
  uncertainty: string;
  /** Width and height. */
  size: [number, number];
}

/**
 * The images, the most trouble first.
 *
 * @param all All images, in this order.
 * @param shown Those of them that have pictures on the page.
 * @param classes The classes.
 */
export function troubleView(
  all: readonly Trouble[],
  shown: readonly ShownTrouble[],
  classes: readonly SiteClass[],
) {
  const text = words.trouble;
  const dice = (value: number) => Number.isNaN(value) ? text.unknown : formatRatio(value);
  return {
    title: text.title,
    description: text.sentence(all.length),
    sentence: text.sentence(all.length),
    opinion: text.opinion,
    more: shown.length < all.length ? text.more(shown.length, all.length) : undefined,
    terms: classes.map(termOf),
    figures: shown.map(({ name, expected, overlay, uncertainty, size }) => ({
      prediction: pictureOf([overlay], size, text.alt.prediction(name)),
      uncertainty: pictureOf([overlay, uncertainty], size, text.alt.uncertainty(name)),
      caption: text.prediction(name, dice(expected)),
    })),
    head: [...text.head, ...classes.map(({ name }) => text.headOf(name))],
    rows: all.map(({ name, expected, confidence, classes: own }) => ({
      name: breakable(name),
      cells: [
        { text: dice(expected), numbers: numbers(expected) },
        { text: formatPercent(confidence), numbers: numbers(confidence) },
        ...own.map((value) => ({ text: dice(value), numbers: numbers(value) })),
      ],
    })),
    origin: text.origin,
    crumbs: [{ name: text.crumb }],
    links: [],
    scripts: [],
  };
}

/** A path that breaks after its folders, and between the parts of its name, where it is too long. */
function breakable(name: string): Markup {
  return safe`${name.split(/(?<=[/_-])/).map((part, i) => safe`${i > 0 && safe`<wbr>`}${part}`)}`;
}
