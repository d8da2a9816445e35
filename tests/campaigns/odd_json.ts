import { randomFrom } from "./mutate.ts";

/** What stands where something else is expected. */
const ODD: readonly unknown[] = [
  null,
  true,
  "",
  "x\n/../../y",
  [],
  {},
  [[[]]],
  { length: -1 },
  -1,
  0,
  0.5,
  1e308,
  2 ** 53,
  "2026-01-01T00:00:00Z",
  "__proto__",
];

/**
 * JSON that is still JSON where damage made it none: one of the seeds, with a few values, or keys,
 * replaced or left out. Bytes that are no text become some.
 *
 * @param seeds Files that can be read.
 * @param bytes The damaged file; it says which values.
 */
export function oddJson(seeds: readonly string[], bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder("latin1").decode(asciiOf(bytes));
  try {
    JSON.parse(text);
    return new TextEncoder().encode(text);
  } catch {
    // made anew below
  }
  const random = randomFrom(bytes.reduce((sum, byte) => Math.imul(sum, 31) + byte | 0, 7));
  const value = JSON.parse(seeds[random(seeds.length)]);
  for (let times = 1 + random(3); times > 0; times--) {
    let holder = value;
    for (;;) {
      const keys = Object.keys(holder), key = keys[random(keys.length)];
      const child = holder[key];
      if (typeof child === "object" && child !== null && Object.keys(child).length && random(8)) {
        holder = child;
        continue;
      }
      if (key !== undefined && random(4) === 0) delete holder[key];
      else if (key !== undefined) holder[key] = structuredClone(ODD[random(ODD.length)]);
      break;
    }
  }
  return new TextEncoder().encode(JSON.stringify(value));
}

/** The same bytes as printable text, so that damage gets past the decoding. */
export function asciiOf(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byte & 0x7f).map((byte) => byte < 9 ? 48 + byte : byte);
}
