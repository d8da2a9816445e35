/**
 * The values by which areas are drawn: 0 for background, a number per class, 255 for what is ignored.
 *
 * @module
 */
import type { AnnotatedImage } from "../../io/mod.ts";
import type { ClassDescription } from "./description.ts";

/** The classes of annotations, with the values of their areas. */
export interface AreaClasses {
  /** The file or program that names them. */
  source: string;
  /** The classes, background first. */
  classes: ClassDescription[];
  /** Whether there are areas to ignore, such as crowds. */
  isCrowded: boolean;
}

/** Values are drawn as bytes, of which 0 and 255 are taken. */
const MOST_CLASSES = 254;

/**
 * Gives each name a value: 1 for the first, and so on. A name that is known keeps its value, so that a
 * label that comes later moves nobody else's.
 *
 * @param names The names, in the order of their numbers.
 * @param options What is known.
 * @param options.known Classes that have values already.
 * @param options.background A name that means background, beside the word itself.
 * @returns Background and the named classes; names that stand twice are one.
 * @throws {RangeError} If there are more than 254.
 */
export function classesOf(
  names: readonly string[],
  { known = [], background }: { known?: readonly ClassDescription[]; background?: string } = {},
): { classes: ClassDescription[] } {
  const own = new Map<string, number>([["background", 0]]);
  for (const { name, values: [value] } of known) {
    if (names.includes(name) && typeof value === "number") own.set(name, value);
  }
  const taken = new Set(own.values());
  let next = 1;
  for (const name of names) {
    while (taken.has(next)) next++;
    if (name === background || own.has(name)) continue;
    own.set(name, next++);
  }
  if (own.size - 1 > MOST_CLASSES) {
    throw new RangeError(
      `annotations must have at most ${MOST_CLASSES} classes, these have ${own.size - 1}`,
    );
  }
  return { classes: Array.from(own, ([name, value]) => ({ name, values: [value] })) };
}

/**
 * An image's areas with the numbers of a set's classes.
 *
 * @param image Its areas.
 * @param names What its own numbers mean.
 * @param classes The set's classes.
 * @param ignored The name of areas to ignore.
 */
export function numbered(
  image: AnnotatedImage,
  names: readonly string[],
  { classes }: Pick<AreaClasses, "classes">,
  ignored?: string,
): AnnotatedImage {
  const values = new Map(classes.map(({ name, values: [value] }) => [name, value as number]));
  const regions = image.regions.map((region) => {
    const name = names[region.class];
    // background is drawn, too: a hole in another's area
    const own = { ...region, class: (values.get(name) ?? 0) - 1 };
    return name === ignored ? { ...own, isCrowd: true } : own;
  });
  return { ...image, regions };
}
