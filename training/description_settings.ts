/**
 * The settings that say what a data folder holds, where a look at it can't tell.
 *
 * @module
 */
import { parseSpacing, UsageError } from "../cli/mod.ts";
import { type ClassDescription, type DataDescription, hasGroup } from "../data/mod.ts";
import type { SettingsOf, SettingsTable } from "./settings_table.ts";

/** Settings of the same names as the fields of `triptych.json`, which they override. */
export const DESCRIPTION_SETTINGS = {
  images: {
    kind: "string",
    value: "PATTERN",
    help: "the images in the data folder, images/*.jpg, where a look at it can't tell",
  },
  channels: {
    kind: "integer",
    min: 1,
    help: "how many channels images get: 1 where RGB files hold grey, 3 for grey as RGB",
  },
  masks: {
    kind: "string",
    value: "PATTERN",
    help: "the masks, masks/{id}_mask.png, where a look can't tell",
  },
  classes: {
    kind: "string",
    value: "0=NAME,…",
    help: "the classes: values or colours (#ff0000) in the masks, and their names",
  },
  ignore: {
    kind: "string",
    value: "255,…",
    help: "values in the masks whose pixels count for nothing, as VOC's void",
  },
  groups: {
    kind: "string",
    value: "REGEXP",
    help: "images with the same first group stay on one side of the split, ^(patient\\d+)_",
  },
  spacing: {
    kind: "string",
    value: "Y,X",
    help: "the height and width of a pixel in mm, for distances in that unit",
  },
} as const satisfies SettingsTable;

/**
 * What is known of a data folder before it is looked at.
 *
 * @throws {UsageError} If a value isn't what it must be
 */
export function givenDescription(
  { images, channels, masks, classes, ignore, groups, spacing }: SettingsOf<
    typeof DESCRIPTION_SETTINGS
  >,
): Partial<DataDescription> {
  if (groups !== undefined) checkGroups(groups);
  const given = {
    images,
    channels,
    masks,
    classes: classes === undefined ? undefined : parseClasses(classes),
    ignore: ignore === undefined ? undefined : ignore.split(",").map(parseValue),
    groups,
    spacing: spacing === undefined ? undefined : spacingOf(spacing),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** `0=background,1=cat`; values of one name are one class. */
function parseClasses(text: string): ClassDescription[] {
  const byName = new Map<string, (number | string)[]>();
  for (const part of text.split(",")) {
    const [, value, name] = /^\s*([^=]+?)\s*=\s*(.*\S)\s*$/.exec(part) ?? [];
    if (value === undefined) {
      throw new UsageError(
        `--classes must be values with names, 0=background,1=cat, got "${part}"`,
      );
    }
    const own = parseValue(value), other = [...byName].find(([, values]) => values.includes(own));
    if (other) {
      throw new UsageError(
        `--classes must name each value once, ${value} is ${other[0]} and ${name}`,
      );
    }
    byName.set(name, [...byName.get(name) ?? [], own]);
  }
  if (byName.size < 2) {
    throw new UsageError(`--classes must name two classes at least, got "${text}"`);
  }
  return Array.from(byName, ([name, values]) => ({ name, values }));
}

/** `255`, `#ff0000`. */
function parseValue(text: string): number | string {
  const value = text.trim();
  if (/^#[0-9a-f]{6}$/i.test(value)) return value.toLowerCase();
  if (/^\d{1,10}$/.test(value) && Number(value) < 2 ** 32) return Number(value);
  throw new UsageError(
    `a value in masks must be a whole number of at most 32 bits or a #rrggbb, got "${value}"`,
  );
}

/** `0.5,0.5`: rows, columns. */
function spacingOf(text: string): [number, number] {
  const [rows, columns] = parseSpacing(text, "two numbers above 0, 0.5,0.5", [2]);
  return [rows, columns];
}

function checkGroups(source: string): void {
  if (hasGroup(source)) return;
  throw new UsageError(
    `--groups must be a regular expression with a group, ^(patient\\d+)_, got "${source}"`,
  );
}
