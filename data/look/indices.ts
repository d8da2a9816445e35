/**
 * Masks that are indexed PNGs with a palette of greys. They are read by their grey levels, as grey masks of
 * the same set are, but evaluation and most programs read a PNG's indices: these are what is written.
 *
 * @module
 */
import { listed } from "../../core/mod.ts";
import type { Mask } from "../../io/mod.ts";
import type { DataDescription } from "./description.ts";

/** The index of each grey level that occurs. */
export type Indices = ReadonlyMap<number, number>;

type Values = Pick<Partial<DataDescription>, "classes" | "ignore" | "regions">;

/**
 * The indices of some masks and of one more; undefined where they contradict each other, one has none, or a
 * value that is said could be either: where an index is another's level, or 0 alone of both.
 */
export function joined(all: Indices | undefined, own: Mask["indices"]): Indices | undefined {
  if (all === undefined || own === undefined) return undefined;
  const both = new Map([...all, ...own]);
  const isAlike = own.every(([level, index]) => (all.get(level) ?? index) === index) &&
    new Set(both.values()).size === both.size;
  const isClear = [...both].every(([level, index]) =>
    level === index || level !== 0 && index !== 0 && !both.has(index)
  );
  return isAlike && isClear ? both : undefined;
}

/** Values that are said, indices or levels, as levels. */
export function inLevels<Known extends Values>(known: Known, indices: Indices = new Map()): Known {
  const levels = new Map(Array.from(indices, ([level, index]) => [index, level]));
  return isAmong(known, indices) ? known : translated(known, levels);
}

/** Levels as indices, where the masks have them. */
export function inIndices<Known extends Values>(known: Known, indices: Indices = new Map()): Known {
  return translated(known, indices);
}

function translated<Known extends Values>(
  known: Known,
  others: ReadonlyMap<number, number>,
): Known {
  if (!isAmong(known, others)) return known;
  const other = (value: number | string) => others.get(value as number)!;
  const { classes, ignore, regions } = known;
  return {
    ...known,
    classes: classes?.map((one) => ({ ...one, values: one.values.map(other) })),
    ignore: ignore?.map(other),
    ...regions && {
      regions: Object.fromEntries(
        Object.entries(regions).map(([name, values]) => [name, values.map(other)]),
      ),
    },
  };
}

/** Whether all values are keys. */
function isAmong(
  { classes = [], ignore = [], regions = {} }: Values,
  keys: ReadonlyMap<number, number>,
): boolean {
  const values = [
    ...classes.flatMap((one) => one.values),
    ...ignore,
    ...Object.values(regions).flat(),
  ];
  return values.every((value) => typeof value === "number" && keys.has(value));
}

/** What is to be said of them; nothing where they are the levels. */
export function indicesReasons(indices: Indices = new Map()): string[] {
  const others = Array.from(indices).filter(([level, index]) => level !== index);
  if (others.length === 0) return [];
  const pairs = others.map(([level, index]) => `${index} for ${level}`);
  return [
    `indices: masks are indexed PNGs in grey; ${
      listed(pairs)
    } in triptych.json and in predicted masks, ` +
    "as deno task evaluate reads them",
  ];
}
