/**
 * `triptych.json`: what a data folder holds and what its masks mean, for people to edit.
 *
 * @module
 */
import { join } from "node:path";
import { isObject } from "../../core/mod.ts";
import { compilePattern } from "../../io/mod.ts";
import { type Indices, inIndices } from "./indices.ts";

/** The file's name. */
export const DESCRIPTION = "triptych.json";

/** The axes of a volume, in the order in which it is stored. */
export const AXES = ["x", "y", "z"] as const;

/** An axis of a volume. */
export type Axis = typeof AXES[number];

/** A class: its name, and the values that its pixels have in masks. */
export interface ClassDescription {
  /** Its name in figures and on pages. */
  name: string;
  /** Numbers, or colours as `#rrggbb`; with a mask per class its folder's name stands in `name` alone. */
  values: (number | string)[];
  /** Its colour on pages, `#rrggbb`; one is chosen when left out. */
  color?: string;
}

/** What `triptych.json` says. */
export interface DataDescription {
  /** The images' paths in the folder: `images/*.jpg`, see {@linkcode compilePattern}. */
  images: string;
  /** How many channels images are to have: 1 where RGB files hold grey ones, 3 for grey as RGB. */
  channels?: number;
  /** The masks' paths: `masks/{id}_mask.png`; LabelMe's `{id}.json`, YOLO's `{id}.txt`, COCO's file. */
  masks: string;
  /** The classes, in the order of the model's outputs. */
  classes: ClassDescription[];
  /** Values in masks whose pixels count for nothing, in training and in figures. */
  ignore?: (number | string)[];
  /** A regular expression over ids; images with the same first group stay in one part of the set. */
  groups?: string;
  /** Which images train and which test: a file of ids per line, or what `{split}` stands for. */
  split?: { train?: string; validation?: string; test?: string };
  /** Which axis of volumes the slices lie across, as stored. */
  slices?: Axis;
  /** The distance between pixels, rows then columns. */
  spacing?: [number, number];
  /** The unit of spacing. @default {"mm" with spacing, else "px"} */
  unit?: string;
  /** For `deno task evaluate`: the true masks' folder or pattern. @default {masks} */
  truth?: string;
  /** For `deno task evaluate`: the predicted masks' folder or pattern. */
  prediction?: string;
  /** For `deno task evaluate`: unions of values that are measured beside the classes, by name. */
  regions?: Record<string, number[]>;
}

/**
 * Reads a folder's `triptych.json`.
 *
 * @param folder The data folder.
 * @returns What it says, any of the fields; undefined where there is none.
 * @throws {Error} If it can't be read or doesn't say what it must; the text names file and field.
 */
export async function readDescription(
  folder: string,
): Promise<Partial<DataDescription> | undefined> {
  const path = join(folder, DESCRIPTION);
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
  return parseDescription(text, path);
}

/** Parses and checks the text of a `triptych.json`; what it leaves out, a look finds. */
export function parseDescription(text: string, path: string): Partial<DataDescription> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new Error(`Cannot read ${path}: it must be JSON, ${(cause as Error).message}`, { cause });
  }
  const wrong = faultOf(value);
  if (wrong !== undefined) throw new Error(`Cannot read ${path}: ${wrong}`);
  return value as Partial<DataDescription>;
}

/** Each field's check: what it must be, where it is not. */
const CHECKS: Record<keyof DataDescription, (value: unknown) => string | undefined> = {
  images: pattern,
  channels: (value) =>
    Number.isInteger(value) && value as number >= 1
      ? undefined
      : "must be a number of channels, 1 or more",
  masks: (value) =>
    typeof value === "string" && /\.json$/i.test(value) ? undefined : pattern(value),
  classes: (value) =>
    Array.isArray(value) && value.length >= 2 && value.every(isClass)
      ? repeated(value.flatMap(({ values }) => values)) ?? repeated(value.map(({ name }) => name))
      : 'must be a list of two classes or more, each { "name": "cat", "values": [1] }',
  ignore: (value) => isValues(value) ? undefined : 'must be a list of values, [255] or ["#ff00ff"]',
  groups: (value) => {
    if (typeof value === "string" && hasGroup(value)) return undefined;
    return "must be a regular expression with a group in parentheses, ^(patient\\d+)_";
  },
  split: (value) => {
    const names = isObject(value) ? Object.entries(value) : [["", 0]];
    const good = names.every(([name, source]) =>
      ["train", "validation", "test"].includes(name as string) && typeof source === "string"
    );
    return good ? undefined : 'must be { "train": "train.txt", "test": "test.txt" }';
  },
  slices: (value) => AXES.includes(value as Axis) ? undefined : 'must be "x", "y" or "z"',
  spacing: (value) => {
    const good = Array.isArray(value) && value.length === 2 &&
      value.every((one) => typeof one === "number" && one > 0 && Number.isFinite(one));
    return good ? undefined : "must be two positive numbers, the distance of rows and of columns";
  },
  unit: (value) => typeof value === "string" && value !== "" ? undefined : 'must be a word, "mm"',
  truth: place,
  prediction: place,
  regions: (value) => {
    const good = isObject(value) &&
      Object.values(value).every((values) =>
        isValues(values) && values.length > 0 && values.every((one) => typeof one === "number")
      );
    return good ? undefined : 'must be names with values, { "whole": [1, 2] }';
  },
};

/** What is wrong with a description; undefined when nothing is. */
function faultOf(value: unknown): string | undefined {
  if (!isObject(value)) return 'it must be an object, { "images": …, "masks": …, "classes": … }';
  for (const [name, field] of Object.entries(value)) {
    if (name === "$schema") continue;
    const check = CHECKS[name as keyof DataDescription];
    if (check === undefined) {
      return `its field ${name} is unknown; there are ${Object.keys(CHECKS).join(", ")}`;
    }
    const must = check(field);
    if (must !== undefined) return `its field ${name} ${must}, got ${JSON.stringify(field)}`;
  }
}

function place(value: unknown): string | undefined {
  return typeof value === "string" && value !== ""
    ? undefined
    : "must be a folder or a pattern of paths, labelsTs or labelsTs/*.nii.gz";
}

function pattern(value: unknown): string | undefined {
  if (typeof value !== "string") return "must be a pattern of paths, images/*.jpg";
  try {
    compilePattern(value);
    return undefined;
  } catch {
    return "must be a pattern with a *, ** or {id}, images/*.jpg";
  }
}

function isClass(value: unknown): value is ClassDescription {
  return isObject(value) && typeof value.name === "string" && value.name.trim() !== "" &&
    isValues(value.values) && (value.color === undefined || isColor(value.color)) &&
    Object.keys(value).every((name) => ["name", "values", "color"].includes(name));
}

function isValues(value: unknown): value is (number | string)[] {
  return Array.isArray(value) &&
    value.every((one) => isColor(one) || Number.isInteger(one) && one >= 0 && one < 2 ** 32);
}

function isColor(value: unknown): boolean {
  return typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value);
}

function repeated(values: readonly unknown[]): string | undefined {
  const twice = values.find((value, i) => values.indexOf(value) < i);
  return twice === undefined
    ? undefined
    : `must say each name and value once, ${twice} stands twice`;
}

/** Whether a text is a regular expression with a group in parentheses. */
export function hasGroup(source: string): boolean {
  try {
    return new RegExp(`${source}|`).exec("")!.length > 1;
  } catch {
    return false;
  }
}

/**
 * A description as text for people: one line per class.
 *
 * @param description The description.
 * @param indices The index of each grey level, where the masks are indexed: it is written in its place.
 */
export function formatDescription(description: DataDescription, indices?: Indices): string {
  const written = inIndices(description, indices);
  const line = (value: unknown) => JSON.stringify(value, null, 1).replace(/\n */g, " ");
  const fields = Object.entries(written).filter(([, value]) => value !== undefined)
    .map(([name, value]) =>
      name === "classes"
        ? `  "classes": [\n${written.classes.map((one) => `    ${line(one)}`).join(",\n")}\n  ]`
        : `  ${JSON.stringify(name)}: ${line(value)}`
    );
  return `{\n${fields.join(",\n")}\n}\n`;
}
