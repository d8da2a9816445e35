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
  // its codes begin at a word, so that two are one store
  const start = head.length + 3 & ~3, end = start + 2 * truth.length;
  if (SCRATCH.length < end) SCRATCH = new Uint8Array(2 * end);
  const bytes = SCRATCH.subarray(start - head.length, end);
  bytes.set(head);
  encode(truth, codes, SCRATCH, start);
  const digits = hash("sha256", bytes, "hex").slice(0, 32);
  // a volume's is given back
  if (SCRATCH.length > MOST_KEPT) SCRATCH = new Uint8Array();
  return digits;
}

/** Where the last truth's codes were written; new memory for each would take as long as writing it. */
let SCRATCH = new Uint8Array();
const MOST_KEPT = 2 ** 23;

/** Writes each label's code; four labels at a time, which are mostly the four before. */
function encode(truth: Uint8Array, codes: Uint16Array, into: Uint8Array, start: number): void {
  const count = truth.byteOffset % 4 === 0 ? truth.length >> 2 : 0;
  const from = new Int32Array(truth.buffer, count > 0 ? truth.byteOffset : 0, count);
  const to = new Int32Array(into.buffer, start, 2 * count),
    code = new Uint16Array(into.buffer, start);
  for (let i = 0, last = NaN; i < count; i++) {
    if (from[i] === last) {
      to[2 * i] = to[2 * i - 2];
      to[2 * i + 1] = to[2 * i - 1];
      continue;
    }
    last = from[i];
    for (let k = 4 * i; k < 4 * i + 4; k++) code[k] = codes[truth[k]];
  }
  for (let k = 4 * count; k < truth.length; k++) code[k] = codes[truth[k]];
}

/** Codes of labels that only regions have begin here. */
const PART = 0x1000;

/** The code of an ignored pixel; classes count from 1, and there are at most 256. */
const IGNORED = 0xffff;
