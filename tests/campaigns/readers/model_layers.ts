import { createHash } from "node:crypto";
import { MODEL, oldModel, predictWith } from "../model_files.ts";
import { type Random, randomFrom } from "../mutate.ts";
import type { Reader } from "../reader.ts";

/**
 * A model.json of before checksums whose values are exchanged, so that it stays JSON: an input is what
 * chance starts from, zeros change nothing.
 */
export const reader: Reader = {
  seeds: () => Promise.resolve([new Uint8Array(64)]),
  async read(bytes, folder) {
    const json = await oldModel();
    if (bytes.some((byte) => byte !== 0)) {
      const random = randomFrom(createHash("sha256").update(bytes).digest().readUInt32LE());
      const places = placesOf(json);
      for (let times = 1 + random(3); times > 0; times--) change(places, random);
    }
    return await predictWith(folder, { json: new TextEncoder().encode(JSON.stringify(json)) });
  },
  check: (labels) => (labels as Uint8Array).length === MODEL.pixels ? undefined : "other pixels",
};

/** A value's place: what holds it, and under which key. */
interface Place {
  holder: Record<string, unknown>;
  key: string;
}

function placesOf(value: unknown, places: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return places;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    places.push({ holder, key });
    placesOf(holder[key], places);
  }
  return places;
}

const ODD = [
  ...[null, true, false, 0, -1, 1, 2, 3, 0.5, 7, 4096, 1e9, 2 ** 53, 1e300],
  ...["", "same", "valid", "Model", "Lambda", "__proto__", "constructor", "../weights.bin"],
  ...[[], {}, [1, 1], [[0, 0], [0, 0]], [null, 64, 64, 3], "x".repeat(10_000)],
];

/** Takes a value away, puts another place's there, or an odd one. */
function change(places: readonly Place[], random: Random): void {
  const { holder, key } = places[random(places.length)];
  const other = places[random(places.length)];
  const kind = random(8);
  if (kind === 0) delete holder[key];
  else if (kind < 4) holder[key] = structuredClone(other.holder[other.key]);
  else holder[key] = structuredClone(ODD[random(ODD.length)]);
}
