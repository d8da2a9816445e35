import { hash } from "node:crypto";
import type { LabelClass } from "../../core/mod.ts";

/**
 * A fingerprint of a true mask, equal in two runs whose case was measured against the same truth:
 * SHA-256 of the shape and each pixel's class index, so that masks of 0/1 and 0/255 agree.
 *
 * @param truth True labels.
 * @param options How to read the labels.
 * @param options.shape Rows, columns.
 * @param options.classes The classes; pixels with any other label are unlabelled.
 * @param options.ignore Labels whose pixels are left out of every figure.
 * @returns 32 hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const about = (label: number) => ({
 *   shape: [1, 2],
 *   classes: [{ label, name: "cat", color: "#e07a3f" }],
 * });
 * assert.equal(hashTruth(Uint8Array.of(0, 1), about(1)), hashTruth(Uint8Array.of(0, 255), about(255)));
 * ```
 */
export function hashTruth(
  truth: Uint8Array,
  { shape, classes, ignore = [] }: {
    shape: readonly number[];
    classes: readonly LabelClass[];
    ignore?: readonly number[];
  },
): string {
  const codes = new Uint16Array(256);
  classes.forEach(({ label, labels }, index) => {
    for (const part of labels ?? [label]) codes[part] ||= labels ? PART + part : index + 1;
  });
  for (const label of ignore) codes[label] = IGNORED;
  // one array for both, since a hash that is fed in parts takes twice as long
  const head = new TextEncoder().encode(`${shape.join("x")}\n`);
  // its codes begin at an even place, so that each is one store
  const skipped = head.length & 1, start = skipped + head.length;
  const bytes = new Uint8Array(start + 2 * truth.length);
  bytes.set(head, skipped);
  const code = new Uint16Array(bytes.buffer, start);
  for (let i = 0; i < truth.length; i++) code[i] = codes[truth[i]];
  return hash("sha256", bytes.subarray(skipped), "hex").slice(0, 32);
}

/** Codes of labels that only regions have begin here. */
const PART = 0x1000;

/** The code of an ignored pixel; classes count from 1, and there are at most 256. */
const IGNORED = 0xffff;
