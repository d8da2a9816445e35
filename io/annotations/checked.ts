import { isObject } from "../../core/mod.ts";
import { parseJson } from "../json.ts";

/** An object of a JSON file, of which nothing is known yet. */
export type Json = Record<string, unknown>;

/**
 * What a reader of annotations throws.
 *
 * @param kind The format: `COCO`.
 * @param fault What must hold and what was found.
 */
export function unreadable(kind: string, fault: string): TypeError {
  return new TypeError(`Cannot read ${kind} annotations: ${fault}`);
}

/** The object that a text in JSON is. */
export function objectOf(kind: string, text: string): Json {
  let value: unknown;
  try {
    value = parseJson(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw unreadable(kind, (error as Error).message);
  }
  if (isObject(value)) return value;
  throw unreadable(kind, "it must be a JSON object");
}

/** A field that is a list of objects. */
export function listOf(kind: string, object: Json, field: string): Json[] {
  const list = object[field];
  if (Array.isArray(list) && list.every(isObject)) return list;
  throw unreadable(kind, `"${field}" must be a list of objects`);
}

/** Whether a value is a list of finite numbers. */
export function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((it) => typeof it === "number" && Number.isFinite(it));
}

/** A side of an image, where it is one. */
export function sideOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined;
}
