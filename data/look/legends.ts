/**
 * Names and colours of classes that a file beside the masks gives.
 *
 * @module
 */
import { join } from "node:path";
import type { ClassDescription, DataDescription } from "./description.ts";
import { TRIMAP_CLASSES } from "../types.ts";
import { linesOf } from "./lines.ts";

/** The classes that a file names. */
export interface Legend {
  /** Its path in the data folder. */
  file: string;
  /** The classes. */
  classes: ClassDescription[];
  /** Unions of values, by name, where the file has such. */
  regions?: DataDescription["regions"];
}

/** Kinds of files that name classes, and how each is read. */
const KINDS: readonly {
  name: RegExp;
  parse: (text: string) => ClassDescription[];
  regions?: (text: string) => Legend["regions"];
}[] = [
  // CVAT: name:r,g,b:parts:actions
  { name: /(^|\/)labelmap\.txt$/i, parse: (text) => linesOf(text).flatMap(cvat) },
  // CamVid: r g b name
  { name: /(^|\/)label_colors\.txt$/i, parse: (text) => linesOf(text).flatMap(camvid) },
  // name,r,g,b
  {
    name: /(^|\/)(class_dict|classes|colormap)\.csv$/i,
    parse: (text) => linesOf(text).flatMap(csv),
  },
  // nnU-Net
  { name: /(^|\/)dataset\.json$/i, parse: nnunet, regions: nnunetRegions },
  // a name per line, the values are the lines' numbers
  {
    name: /(^|\/)(classes|labels|class_names)\.txt$/i,
    parse: (text) => linesOf(text).map(numbered),
  },
];

/**
 * Reads what names the classes.
 *
 * @param folder The data folder.
 * @param files All its paths.
 * @returns The legend; undefined where no file names two classes.
 */
export async function readLegend(
  folder: string,
  files: readonly string[],
): Promise<Legend | undefined> {
  for (const { name, parse, regions } of KINDS) {
    for (const file of files.filter((file) => name.test(file))) {
      try {
        const text = (await Deno.readTextFile(join(folder, file))).replace(/^\uFEFF/, "");
        const classes = parse(text);
        if (classes.length > 1) return { file, classes, regions: regions?.(text) };
      } catch {
        // another program's file of this name says nothing about classes
      }
    }
  }
  return undefined;
}

/** Where Oxford-IIIT Pet has its masks. */
const TRIMAPS = /^annotations\/trimaps\/[^/]+\.png$/;

/**
 * The classes of Oxford-IIIT Pet's own layout, which its README names.
 *
 * @param files All paths in the folder.
 * @param tallies The values in the masks.
 * @returns Undefined for another layout, or masks of other values.
 */
export function petsLegend(
  files: readonly string[],
  tallies: readonly { value: number }[],
): Legend | undefined {
  const classes = TRIMAP_CLASSES.map(({ label, name, color }) => ({
    name,
    values: [label],
    color,
  }));
  const isKnown = ({ value }: { value: number }) =>
    TRIMAP_CLASSES.some(({ label }) => label === value);
  if (!tallies.every(isKnown) || !files.some((file) => TRIMAPS.test(file))) return undefined;
  return { file: "Oxford-IIIT Pet's README", classes };
}

/** YOLO's files that name classes by number: `data.yaml`, or a name per line. */
const NAMES = [/\.ya?ml$/i, /(^|\/)(classes|labels|obj)\.(txt|names)$/i];

/**
 * Reads the names of YOLO's classes.
 *
 * @param folder The data folder.
 * @param files All its paths.
 * @returns The file and the names by number; undefined where no file names any.
 */
export async function readNames(
  folder: string,
  files: readonly string[],
): Promise<{ file: string; names: string[] } | undefined> {
  const [yamls, lists] = NAMES.map((name) => files.filter((file) => name.test(file)));
  for (const file of yamls) {
    const names = await yamlNames(await Deno.readTextFile(join(folder, file)));
    if (names.length > 0) return { file, names };
  }
  for (const file of lists) {
    const names = linesOf(await Deno.readTextFile(join(folder, file)));
    if (names.length > 0) return { file, names };
  }
  return undefined;
}

/** `names: [cat, dog]`, or `names: { 0: cat, 1: dog }`. */
async function yamlNames(text: string): Promise<string[]> {
  const { parse } = await import("yaml");
  try {
    const { names } = parse(text) as { names?: Record<string, unknown> | unknown[] };
    // a list's entries are numbered, too
    const entries = Object.entries(names ?? {}).filter(([key]) => /^\d{1,4}$/.test(key));
    const found: string[] = [];
    for (const [key, name] of entries) found[Number(key)] = String(name);
    return Array.from(found, (name, i) => name ?? `class ${i}`);
  } catch {
    // another program's file says nothing about classes
    return [];
  }
}

function cvat(line: string): ClassDescription[] {
  const [, name, ...rgb] = /^(.+?):(\d+),(\d+),(\d+):/.exec(line) ?? [];
  return name === undefined ? [] : [colored(name, rgb)];
}

function camvid(line: string): ClassDescription[] {
  const [, ...parts] = /^(\d+)\s+(\d+)\s+(\d+)\s+(\S.*)$/.exec(line) ?? [];
  return parts.length === 0 ? [] : [colored(parts[3], parts.slice(0, 3))];
}

function csv(line: string): ClassDescription[] {
  const [, name, ...rgb] = /^([^,]+),\s*(\d+),\s*(\d+),\s*(\d+)$/.exec(line) ?? [];
  return name === undefined ? [] : [colored(name, rgb)];
}

function colored(name: string, rgb: readonly string[]): ClassDescription {
  const color = `#${rgb.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
  return { name: name.trim(), values: [color], color };
}

/**
 * `labels` is `{ "0": "background" }` in older versions, `{ "background": 0 }` in newer, and where regions
 * are trained `{ "whole": [1, 2, 3], "core": [2, 3] }`: a value is then named by the smallest that has it,
 * and is the rest of one that has others, too.
 */
function nnunet(text: string): ClassDescription[] {
  const labels = labelsOf(text), bySize = labels.toSorted((a, b) => a[1].length - b[1].length);
  return labels.flatMap(([name, values]): ClassDescription[] => {
    const own = values.filter((value) =>
      bySize.find(([, others]) => others.includes(value))![0] === name
    );
    if (own.length === 0) return [];
    return [{ name: own.length === values.length ? name : `rest of ${name}`, values: own }];
  });
}

/** The regions that are unions of several classes. */
function nnunetRegions(text: string): Legend["regions"] {
  const names = new Set(nnunet(text).map(({ name }) => name));
  const regions = labelsOf(text).filter(([name]) => !names.has(name));
  return regions.length === 0 ? undefined : Object.fromEntries(regions);
}

/** The labels of a `dataset.json`, by name. */
function labelsOf(text: string): [name: string, values: number[]][] {
  const { labels } = JSON.parse(text) as { labels: Record<string, unknown> };
  return Object.entries(labels).flatMap(([key, value]): [string, number[]][] => {
    if (typeof value === "string") return [[value, [Number(key)]]];
    const values = [value].flat();
    return values.every((one) => typeof one === "number") ? [[key, values]] : [];
  });
}

function numbered(name: string, value: number): ClassDescription {
  return { name, values: [value] };
}
