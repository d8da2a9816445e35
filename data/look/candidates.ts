/**
 * Which files of a folder could be images and which their masks, by names alone.
 *
 * @module
 */
import { pairFiles, type Pairing } from "../../io/mod.ts";
import { findObjectMasks } from "./object_masks.ts";
import { findPlaces, type Place } from "./places.ts";
import { keyOf, meeting, spellingsOf } from "./spellings.ts";
import { maskWords, OUTLINES } from "./words.ts";

/** One way to read a folder. */
export interface Candidate {
  /** The images' pattern. */
  images: string;
  /** The masks' pattern. */
  masks: string;
  /** What the patterns find. */
  pairing: Pairing;
  /** How much the names say that these are images and masks; 0 or less where they don't. */
  roles: number;
}

/** More places than this are a folder that isn't a data set. */
const MOST_PLACES = 60;

/**
 * Finds the ways to read a folder: images and masks in two folders, or side by side with a word that
 * tells them apart, with parts of the set (`train`, `val`) above or below.
 *
 * @param files All paths of the data folder.
 * @returns The ways with a pair at least, the likeliest first.
 */
export function findCandidates(files: readonly string[]): Candidate[] {
  const places = largest(findPlaces(files));
  const outlines = OUTLINES.flatMap((endings) => largest(findPlaces(files, endings)));
  const found = new Map<string, Candidate>();
  for (const { images, masks } of findObjectMasks(files)) {
    const pairing = attempt(files, images, masks);
    // that the folder is one of masks, its name says
    if (pairing?.pairs.length) {
      found.set(`${images}\n${masks}`, { images, masks, pairing, roles: 2 });
    }
  }
  for (const images of places) {
    for (const masks of [...places, ...outlines]) {
      for (const { ofImages, ofMasks } of patternsOf(images, masks)) {
        const key = `${ofImages}\n${ofMasks}`;
        if (found.has(key)) continue;
        const pairing = attempt(files, ofImages, ofMasks);
        if (pairing === undefined || pairing.pairs.length === 0) continue;
        const roles = rolesOf(images, masks);
        found.set(key, { images: ofImages, masks: ofMasks, pairing, roles });
      }
    }
  }
  return [...found.values()].sort(byLikelihood);
}

/**
 * Finds the ways to read a folder with a pattern that somebody has said, where names alone don't suggest it.
 *
 * @param files All paths of the data folder.
 * @param said The images' pattern or the masks'.
 * @returns The ways with a pair at least, the likeliest first.
 */
export function findCandidatesWith(
  files: readonly string[],
  said: { images?: string; masks?: string },
): Candidate[] {
  const others = largest(findPlaces(files)).flatMap(spellingsOf);
  return others.flatMap((place): Candidate[] => {
    const { images = patternOf(place), masks = patternOf(place, "{id}") } = said;
    const pairing = attempt(files, images, masks);
    if (pairing === undefined || pairing.pairs.length === 0) return [];
    return [{ images, masks, pairing, roles: said.images === undefined ? 1 : roleOf(place) }];
  }).sort(byLikelihood);
}

function largest(places: readonly Place[]): Place[] {
  return places.toSorted((a, b) => b.files.length - a.files.length).slice(0, MOST_PLACES);
}

/** Names that say it stand before the number of pairs, and that before how much they say. */
function byLikelihood(a: Candidate, b: Candidate): number {
  return Number(b.roles > 0) - Number(a.roles > 0) ||
    b.pairing.pairs.length - a.pairing.pairs.length ||
    b.roles - a.roles ||
    masksOf(b) - masksOf(a) ||
    leftOver(a) - leftOver(b) ||
    a.images.length + a.masks.length - b.images.length - b.masks.length;
}

function masksOf({ pairing: { pairs } }: Candidate): number {
  return pairs.reduce((sum, { masks }) => sum + masks.length, 0);
}

function leftOver({ pairing: { images, masks } }: Candidate): number {
  return images.length + masks.length;
}

/** Two patterns may match two files of one id: then they aren't what the folder means. */
function attempt(files: readonly string[], images: string, masks: string): Pairing | undefined {
  try {
    return pairFiles(files, images, masks);
  } catch {
    return undefined;
  }
}

/** The patterns by which names of two places meet: by whole names, or by what differs among them. */
function* patternsOf(
  images: Place,
  masks: Place,
): Iterable<{ ofImages: string; ofMasks: string }> {
  if (images === masks) return;
  if (images.folder.includes("{split}") !== masks.folder.includes("{split}")) return;
  const byImage = new Set(images.files.map(keyOf));
  const meet = ({ files }: Place) => files.some((name) => byImage.has(keyOf(name)));
  const whole = meet(masks);
  if (whole) yield { ofImages: patternOf(images), ofMasks: patternOf(masks, "{id}") };
  const byClass = classFolders(masks);
  if (byClass && meet(byClass)) {
    yield { ofImages: patternOf(images), ofMasks: patternOf(byClass, "{id}") };
  }
  if (whole) return;
  const met = meeting(images, masks);
  if (met) yield { ofImages: patternOf(met.images), ofMasks: patternOf(met.masks, "{id}") };
}

/** `masks/**` as `masks/{class}/*`: a folder per class. */
function classFolders(place: Place): Place | undefined {
  if (!place.folder.endsWith("**")) return undefined;
  const files = place.files.map((name) => ({ ...name, stem: name.stem.replace(/^[^/]+\//, "") }));
  return { ...place, folder: `${place.folder.slice(0, -2)}{class}`, files };
}

/** The pattern of a place's files. */
export function patternOf({ folder, beginning, ending, files }: Place, id = "*"): string {
  const extensions = [...new Set(files.map(({ extension }) => extension))].sort();
  const extension = extensions.length === 1 ? extensions[0] : `{${extensions.join(",")}}`;
  const across = folder.endsWith("**");
  const name = across && id === "*" ? "**" : id;
  const above = across ? folder.slice(0, -2) : folder === "" ? "" : `${folder}/`;
  return `${above}${beginning}${name}${ending}.${extension}`;
}

/** Beside masks of classes, the same in colours for people, or the classes' objects. */
const ANOTHER = /colou?r|instance|object/i;

/** What folders and words of names say: up to 3 for masks, down to -4 against. */
function rolesOf(images: Place, masks: Place): number {
  const mask = roleOf(masks), image = roleOf(images);
  const jpegs = (place: Place) => place.files.every(({ extension }) => /^jpe?g$/.test(extension));
  // a file of text beside each image is no picture
  const isText = masks.files.every(({ extension }) => /^(json|txt)$/.test(extension)) ? 1 : 0;
  const isAnother = ANOTHER.test(`${masks.beginning} ${masks.ending}`) ? 0.5 : 0;
  return isText - isAnother + (mask > 0 ? 2 : 2 * mask) + (image < 0 ? 1 : -2 * image) -
    (jpegs(masks) && !jpegs(images) ? 2 : 0);
}

/** What the words before and after the id say, else the folders, the innermost first. */
function roleOf({ folder, beginning, ending }: Place): number {
  const affixes = maskWords(`${beginning} ${ending}`);
  if (affixes !== 0) return affixes;
  const folders = folder.replaceAll("{split}", " ").split("/").reverse();
  return folders.map(maskWords).find((role) => role !== 0) ?? 0;
}
