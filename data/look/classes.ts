/**
 * What the values in masks mean: which are classes, what they are called, and which is to be ignored.
 *
 * @module
 */
import { classColor, counted, listed } from "../../core/mod.ts";
import type { Color } from "../../io/mod.ts";
import type { ClassDescription, DataDescription } from "./description.ts";
import { MOST_VALUES, type ValueTally } from "./tally.ts";
import { colorText, named } from "./values.ts";

/** What the masks of a set hold, as far as classes follow from it. */
export interface MaskContents {
  /** What was counted. */
  tallies: readonly ValueTally[];
  /** Whether the values are colours, `0xrrggbb`. */
  isColor: boolean;
  /** The colours of indexed pictures by value. */
  palette?: readonly Color[];
  /** Names and values that a file beside the masks gives, `labelmap.txt`. */
  legend?: {
    file: string;
    classes: readonly ClassDescription[];
    regions?: DataDescription["regions"];
  };
  /** A value whose pixels only line borders. */
  lining?: number;
}

/** What values mean, with the reasons. */
export interface DecidedClasses {
  /** The classes, in the order of the model's outputs. */
  classes: ClassDescription[];
  /** Values whose pixels count for nothing. */
  ignore: (number | string)[];
  /** Unions of values that the legend names. */
  regions?: DataDescription["regions"];
  /** A sentence per decision. */
  reasons: string[];
}

/** More classes than this aren't what a mask of classes holds. */
const MOST_CLASSES = 256;

/** What legends call pixels that are of no class. */
const VOID = /^(void|ignored?|unlabell?ed)$/i;

/** VOC's value for what isn't labelled. */
export const USUAL_IGNORE = 255;

/**
 * Decides what the values in masks mean.
 *
 * @param contents What the masks hold.
 * @returns Classes and values to ignore.
 * @throws {Error} If the values can't be classes: one alone, or too many.
 */
export function decideClasses(contents: MaskContents): DecidedClasses {
  const { tallies, isColor, legend, lining } = contents;
  const noun = isColor ? "colour" : "value";
  if (tallies.length > MOST_VALUES || tallies.length > MOST_CLASSES && !legend) {
    throw new Error(
      `masks must hold at most ${MOST_CLASSES} ${noun}s, one per class; these hold ` +
        `${
          tallies.length > MOST_VALUES ? `over ${MOST_VALUES}` : tallies.length
        }, as photographs do, or masks that number objects`,
    );
  }
  const ignored = tallies.filter(({ value }) => value === lining);
  const ignore = ignored.map(({ value }) => named(value, isColor));
  const found = tallies.filter(({ value }) => value !== lining);
  const ignoring = ignore.length === 0 ? [] : [
    `ignored: ${noun} ${ignore}, since it only lines the borders of others`,
  ];
  if (legend) {
    const { classes, voids, reasons } = fromLegend(found, isColor, legend);
    const { regions } = legend, names = Object.keys(regions ?? {});
    const united = names.length === 0
      ? []
      : [`regions: ${listed(shortened(names))}, of several classes each, for deno task evaluate`];
    return {
      classes,
      ignore: [...ignore, ...voids],
      regions,
      reasons: [...reasons, ...united, ...ignoring],
    };
  }
  if (found.length < 2) {
    throw new Error(
      `masks must hold 2 ${noun}s at least, one per class; these hold ` +
        `${found.map(({ value }) => named(value, isColor)).join() || "none"} alone`,
    );
  }
  const background = backgroundOf(found, contents);
  const classes = found.map(({ value }, i): ClassDescription => ({
    name: value === background
      ? "background"
      : found.length === 2
      ? "foreground"
      : isColor
      ? colorText(value)
      : `class ${value}`,
    values: [named(value, isColor)],
    color: colorOf(value, i, contents),
  }));
  const values = listed(shortened(found.map(({ value }) => String(named(value, isColor)))));
  const reason = found.length === 2
    ? `classes: the ${noun}s ${values} are background and foreground`
    : `classes: ${counted(found.length, noun)}, ${values}`;
  return {
    classes: classes.sort((a, b) =>
      Number(b.name === "background") - Number(a.name === "background")
    ),
    ignore,
    reasons: [reason, ...ignoring],
  };
}

/**
 * 0 or black, where there is any; of two values the first. Of more it must be the commonest: in street
 * scenes 0 may be the sky.
 */
function backgroundOf(
  found: readonly ValueTally[],
  { isColor, palette }: MaskContents,
): number | undefined {
  const black = found.find(({ value }) =>
    isColor || !palette ? value === 0 : isBlack(palette[value])
  );
  if (found.length === 2) return (black ?? found[0]).value;
  const most = Math.max(...found.map(({ pixels }) => pixels));
  return black?.pixels === most ? black.value : undefined;
}

function colorOf(value: number, index: number, { isColor, palette }: MaskContents): string {
  const color = isColor ? value : palette?.[value] && packed(palette[value]);
  // on pages black would be no colour, and white no ink
  return color === undefined || color === 0 || color === 0xffffff
    ? classColor(index)
    : colorText(color);
}

/** Red, green and blue as `0xrrggbb`. */
function packed([red, green, blue]: Color): number {
  return red << 16 | green << 8 | blue;
}

function isBlack(color: Color | undefined): boolean {
  return color !== undefined && packed(color) === 0;
}

/** The legend's classes that the masks hold, and the values that it calls void. */
function fromLegend(
  found: readonly ValueTally[],
  isColor: boolean,
  { file, classes }: NonNullable<MaskContents["legend"]>,
): { classes: ClassDescription[]; voids: (number | string)[]; reasons: string[] } {
  const values = new Set(found.map(({ value }) => named(value, isColor)));
  // each takes all of its values, so that none is left for a class of its own
  const held = classes.filter((one) =>
    one.values.filter((value) => values.delete(value)).length > 0
  );
  const isVoid = ({ name }: ClassDescription) => VOID.test(name);
  const voids = held.filter(isVoid), own = held.filter((one) => !isVoid(one));
  const others = [...values].map((value): ClassDescription => ({
    name: String(value),
    values: [value],
  }));
  const beside = others.length > 0
    ? `, beside ${listed(shortened(others.map(({ name }) => name)))}`
    : "";
  const names = listed(voids.map(({ name }) => name));
  return {
    classes: [...own, ...others],
    voids: voids.flatMap((one) => one.values),
    reasons: [
      `classes: ${own.length} of the ${classes.length} that ${file} names${beside}`,
      ...voids.length > 0 ? [`ignored: ${names}, as ${file} calls what is no class`] : [],
    ],
  };
}

/** At most eight of many. */
export function shortened(words: readonly string[]): string[] {
  return words.length <= 8 ? [...words] : [...words.slice(0, 7), `${words.length - 7} more`];
}
