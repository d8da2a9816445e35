/** Masks of one file per class: classes may overlap, so a pixel's label says which of them it is in. */
import type { CasePaths } from "./case_paths.ts";
import { classColor, type LabelClass } from "../../core/mod.ts";
import { type LabelMap, readLabels, type ReadLabelsOptions, whyUnread } from "../../io/mod.ts";
import { checkGrids } from "./grids.ts";

/** A mask of one file per class, by the classes' names. */
export type ClassFiles = Readonly<Record<string, string>>;

/** So many classes have a bit each of a label; more have a label each, and may not overlap. */
const MOST_BITS = 8;

/** One label of 256 is that of no class. */
const MOST_CLASSES = 254;

/**
 * The classes and regions of masks of one file per class: of each, the labels of all pixels that it may be
 * in.
 *
 * @param named The classes with the numbers that regions use.
 * @param regions Unions of these numbers.
 * @returns Both, for {@linkcode readClassFiles}' labels.
 * @throws {Error} If there are too many, or a region has a number of no class.
 */
export function overlappingClasses(
  named: readonly LabelClass[],
  regions: readonly LabelClass[],
): { classes: LabelClass[]; regions: LabelClass[] } {
  if (named.length > MOST_CLASSES) {
    throw new Error(
      `Cannot measure masks of one file per class: there must be at most ${MOST_CLASSES} classes, ` +
        `got ${named.length}`,
    );
  }
  const codes = Array.from({ length: 1 << Math.min(named.length, MOST_BITS) }, (_, code) => code);
  const labelsOf = (index: number): number[] =>
    named.length > MOST_BITS ? [index + 1] : codes.filter((code) => code >> index & 1);
  const classes = named.map((one, index): LabelClass => {
    const [label, ...more] = labelsOf(index);
    return { ...one, label, ...(more.length > 0 && { labels: [label, ...more] }) };
  });
  const unions = regions.map((region): LabelClass => {
    const labels = region.labels!.flatMap((number) => {
      const index = named.findIndex(({ label }) => label === number);
      if (index >= 0) return labelsOf(index);
      throw new Error(
        `Cannot measure the region ${region.name}: its numbers must be those of classes, ` +
          `${named.map(({ label, name }) => `${label}=${name}`).join(",")}, got ${number}`,
      );
    });
    const unique = [...new Set(labels)].sort((a, b) => a - b);
    return { ...region, label: unique[0], labels: unique };
  });
  return { classes, regions: unions };
}

/** Classes for the names of files, numbered from 1 in their order. */
export function classesOfFiles(names: readonly string[]): LabelClass[] {
  return names.map((name, index) => ({ label: index + 1, name, color: classColor(index) }));
}

/**
 * Reads a mask of one file per class. A class without a file is nowhere in it.
 *
 * @param files The files.
 * @param names The classes to read, in their order.
 * @param options How large each may be.
 * @returns A label map: a bit per class in this order, or of more than eight the place in it, from 1.
 * @throws {Error} If a file can't be read or has several values, two grids differ, or two of more than eight
 *   classes overlap.
 */
export async function readClassFiles(
  files: ClassFiles,
  names: readonly string[],
  options: ReadLabelsOptions,
): Promise<LabelMap> {
  let whole: LabelMap | undefined, first = "";
  for (const [index, name] of names.entries()) {
    if (!Object.hasOwn(files, name)) continue;
    const one = await readOne(name, files[name], options);
    const code = names.length > MOST_BITS ? index + 1 : 1 << index;
    if (whole === undefined) {
      [whole, first] = [{ ...one, labels: new Uint8Array(one.labels.length) }, name];
    } else checkGrids(whole, one, `${first} and ${name}`);
    const other = add(whole.labels, one.labels, code, names.length <= MOST_BITS);
    if (other !== undefined) {
      throw new Error(
        `of more than ${MOST_BITS} classes no two may overlap, ` +
          `got a pixel of ${
            names[other - 1]
          } and ${name}; name those to measure, --classes 1=${name}`,
      );
    }
  }
  if (whole !== undefined) return whole;
  // of no class that is measured, but there
  const [name, file] = Object.entries(files)[0];
  const { labels, ...rest } = await readOne(name, file, options);
  return { ...rest, labels: new Uint8Array(labels.length) };
}

/** Reads the file of a class: 0, and one other value. */
async function readOne(name: string, file: string, options: ReadLabelsOptions): Promise<LabelMap> {
  let map: LabelMap;
  try {
    map = await readLabels(file, options);
  } catch (error) {
    throw new Error(`${name}: ${whyUnread(error)}`, { cause: error });
  }
  let value = 0;
  for (const label of map.labels) {
    if (label === 0 || label === value) continue;
    if (value !== 0) {
      throw new Error(
        `${name}: a mask of one class must have one value beside 0, got ${value} and ${label}`,
      );
    }
    value = label;
  }
  return map;
}

/** Adds a class where its mask isn't 0; returns the class that is there already, if it can't be both. */
function add(
  codes: Uint8Array,
  mask: Uint8Array,
  code: number,
  mayOverlap: boolean,
): number | undefined {
  for (let i = 0; i < codes.length; i++) {
    if (mask[i] === 0) continue;
    if (codes[i] !== 0 && !mayOverlap) return codes[i];
    codes[i] |= code;
  }
}

/**
 * A colour for each label of overlapping classes, for pictures: the mean of those that a pixel is in.
 *
 * @param classes Classes with their labels.
 */
export function colorsOfLabels(classes: readonly LabelClass[]): LabelClass[] {
  const members = new Map<number, LabelClass[]>();
  for (const one of classes) {
    for (const label of one.labels ?? [one.label]) {
      members.set(label, [...members.get(label) ?? [], one]);
    }
  }
  return [...members].map(([label, those]) => ({ label, name: "", color: meanColor(those) }));
}

function meanColor(classes: readonly LabelClass[]): string {
  const channel = (at: number): string => {
    const sum = classes.reduce((all, { color }) => all + parseInt(color.slice(at, at + 2), 16), 0);
    return Math.round(sum / classes.length).toString(16).padStart(2, "0");
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** Masks of one file per class have no labels to compare with. */
export function refuseClassFiles(cases: readonly CasePaths[], flag: string): void {
  if (cases.every(({ classFiles }) => classFiles === undefined)) return;
  throw new TypeError(
    `Cannot use ${flag}: a mask must have all classes in one file, got one of each`,
  );
}
