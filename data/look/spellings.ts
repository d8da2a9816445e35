/**
 * What of the names of pictures is their id: the whole, or what is left without what all begin or end with.
 *
 * @module
 */
import type { PictureName, Place } from "./places.ts";

/** So many names of a place are enough to see which spelling of another's they have. */
const SAMPLES = 500;

/** A place in one spelling of its ids. */
interface Spelling {
  place: Place;
  /** All its ids, with their parts of the set. */
  keys: Set<string>;
}

const known = new WeakMap<Place, Spelling[]>();

/**
 * The spellings in which most names of two places meet, those with the longest ids first.
 *
 * @param images Where images may be.
 * @param masks Where their masks may be.
 * @returns The places in these spellings; undefined where no names meet.
 */
export function meeting(images: Place, masks: Place): { images: Place; masks: Place } | undefined {
  let most = 0, met: { images: Place; masks: Place } | undefined;
  const step = Math.ceil(masks.files.length / SAMPLES);
  for (const one of withKeys(images)) {
    for (const { place } of withKeys(masks)) {
      let count = 0;
      for (let i = 0; i < place.files.length; i += step) {
        if (one.keys.has(keyOf(place.files[i]))) count++;
      }
      if (count <= most) continue;
      most = count;
      met = { images: one.place, masks: place };
    }
  }
  return met;
}

function withKeys(place: Place): Spelling[] {
  const own = known.get(place) ??
    spellingsOf(place).map((place) => ({ place, keys: new Set(place.files.map(keyOf)) }));
  known.set(place, own);
  return own;
}

/** What is the same in an image's name and in its mask's. */
export function keyOf({ split = "", stem }: PictureName): string {
  return `${split}\n${stem.normalize("NFC")}`;
}

/**
 * A place as it is; without what all its names begin with, up to a sign such as `_` or to the first digit,
 * without what they end with, and without both: `img_001`, `001`.
 */
export function spellingsOf(place: Place): Place[] {
  const stems = place.files.map(({ stem }) => stem);
  const beginnings = edges(stems).map((edge) => edge.replace(/^.*\//, ""));
  const endings = edges(stems.map(reversed)).map(reversed);
  return [...new Set(beginnings)].flatMap((first) =>
    [...new Set(endings)].map((last) => ({
      ...place,
      beginning: place.beginning + first,
      ending: last + place.ending,
      files: place.files.map((name) => {
        return { ...name, stem: name.stem.slice(first.length, name.stem.length - last.length) };
      }),
    }))
  );
}

/** What all texts begin with, as far as it is no part of an id: nothing, words, letters before numbers. */
function edges(stems: readonly string[]): string[] {
  const shared = common(stems), words = /^.*[_\-. ]|/.exec(shared)![0];
  const letters = /^[^\d/]*/.exec(shared)![0];
  const areNumbered = stems.every((stem) => /\d/.test(stem.charAt(letters.length)));
  return ["", words, ...areNumbered ? [letters] : []];
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}

/** What all begin with. */
function common(texts: readonly string[]): string {
  let shared = texts[0] ?? "";
  for (const text of texts) {
    while (!text.startsWith(shared)) shared = shared.slice(0, -1);
  }
  return shared;
}
