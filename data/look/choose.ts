/**
 * Which of several ways to read a folder is taken: names come first, then what the masks hold.
 *
 * @module
 */
import { counted } from "../../core/mod.ts";
import type { Candidate } from "./candidates.ts";
import type { FilePair, Mask } from "../../io/mod.ts";
import { MOST_VALUES, Tally } from "./tally.ts";
import { isRater } from "./words.ts";

/** A way to read a folder, and the ways that weren't taken. */
export interface Choice {
  /** The way taken. */
  taken: Candidate;
  /** The others that could be meant, with what speaks against each. */
  others: { candidate: Candidate; reason: string }[];
}

/** Reads the mask of a pair; its pattern says what kind of file it is. */
export type MaskReader = (pair: FilePair, masks: string) => Promise<Mask>;

/** Candidates that are looked into; the others' names speak against them. */
const MOST_LOOKED_INTO = 8;

/** Masks per candidate that are looked into. */
const SAMPLES = 3;

/** Two masks of different images that agree in so much of what isn't background show the camera's view. */
const SAME = 0.9;

/**
 * Chooses among candidates.
 *
 * @param candidates The candidates, the likeliest by names first.
 * @param read Reads a mask of the folder.
 * @returns The first whose masks look like masks.
 * @throws {Error} What is wrong with the likeliest one's masks, where none looks like masks.
 */
export async function choose(
  candidates: readonly Candidate[],
  read: MaskReader,
): Promise<Choice> {
  const others: Choice["others"] = [];
  const [first] = candidates;
  let taken: Candidate | undefined, doubtful: Choice["others"][number] | undefined;
  const likely = candidates.filter((one) => isRival(one, first)).slice(0, MOST_LOOKED_INTO);
  for (const candidate of likely) {
    if (taken && !isOtherMask(candidate, taken)) continue;
    // a single mask, or a part of what is doubtful, is no less so: it is too little to tell
    if (doubtful && isTooLittle(candidate, doubtful.candidate)) continue;
    const { fault, doubt } = await faultOf(candidate, read);
    if (taken === undefined && fault === undefined && doubt === undefined) taken = candidate;
    else others.push({ candidate, reason: fault ?? doubt ?? whyNot(candidate) });
    if (fault === undefined && doubt !== undefined) doubtful ??= others.at(-1);
  }
  // what is doubtful is better than nothing
  taken ??= doubtful?.candidate;
  if (taken) {
    const own = new Set([taken.masks]);
    const different = others.filter(({ candidate: { masks } }) =>
      !own.has(masks) && own.add(masks)
    );
    return { taken, others: [...different, ...otherImages(candidates, taken)] };
  }
  throw new Error(`the masks ${first.masks} can't be used: ${others[0].reason}`);
}

/** Whether one could be meant as well as the likeliest. */
function isRival({ roles, pairing }: Candidate, first: Candidate): boolean {
  return roles > 0 === first.roles > 0 && pairing.pairs.length * 4 >= first.pairing.pairs.length;
}

/** Other masks of the same images; not the same ones under another pattern. */
function isOtherMask({ images, pairing: { pairs: [pair] } }: Candidate, taken: Candidate): boolean {
  return images === taken.images &&
    !taken.pairing.pairs.some(({ masks }) => masks.includes(pair.masks[0]));
}

/** Whether a candidate has a single mask, or all its masks are another's as well. */
function isTooLittle(one: Candidate, other: Candidate): boolean {
  if (one.pairing.pairs.length === 1 && other.pairing.pairs.length > 1) return true;
  const masks = new Set(other.pairing.pairs.flatMap(({ masks }) => masks));
  return one.pairing.pairs.every((pair) => masks.has(pair.masks[0]));
}

/** Other images of the same masks, such as another scan of the same patient. */
function otherImages(candidates: readonly Candidate[], taken: Candidate): Choice["others"] {
  const [first] = taken.pairing.pairs, own = new Set<string>([...first.images, ...first.masks]);
  return candidates.filter(({ masks, roles, pairing: { pairs } }) =>
    masks === taken.masks && roles === taken.roles && pairs.length === taken.pairing.pairs.length &&
    pairs[0].masks[0] === first.masks[0] && pairs[0].images.every((file) => !own.has(file)) &&
    pairs[0].images.every((file) => own.add(file))
  ).map((candidate) => ({ candidate, reason: `other images: --images '${candidate.images}'` }));
}

function whyNot({ masks, pairing }: Candidate): string {
  const name = masks.slice(masks.lastIndexOf("{id}")).split(/[^a-z0-9]+/i);
  return name.some(isRater)
    ? "another rater's"
    : `${counted(pairing.pairs.length, "image")} could be read with them as well`;
}

/** What forbids a candidate's masks, and what only speaks against them. */
async function faultOf(
  { masks: pattern, pairing: { pairs } }: Candidate,
  read: MaskReader,
): Promise<{ fault?: string; doubt?: string }> {
  const masks: Mask[] = [];
  let failed = "";
  const step = Math.max(1, Math.floor(pairs.length / SAMPLES));
  for (let i = 0; i < pairs.length && masks.length < SAMPLES; i += step) {
    try {
      masks.push(await read(pairs[i], pattern));
    } catch (error) {
      failed = (error as Error).message;
    }
  }
  if (masks.length === 0) {
    return { fault: pairs.length <= SAMPLES ? failed : `none of them can be read: ${failed}` };
  }
  const tally = new Tally();
  for (const mask of masks) tally.add(mask);
  if (tally.isFull && !masks[0].isLossy) {
    const noun = masks[0].isColor ? "colours" : "values";
    const must = "a mask must have one value or colour per class";
    return { fault: `they hold over ${MOST_VALUES} ${noun}, as photographs do; ${must}` };
  }
  if (masks.length > 1 && masks.slice(1).every((mask) => isAlike(mask, masks[0]))) {
    const doubt = "they are nearly the same for all images, as the camera's field of view is";
    return { doubt };
  }
  return {};
}

/** Whether two masks agree in nearly all of what isn't background. */
function isAlike(a: Mask, b: Mask): boolean {
  if (a.width !== b.width || a.height !== b.height) return false;
  let same = 0, either = 0;
  for (let i = 0; i < a.values.length; i++) {
    if (a.values[i] === 0 && b.values[i] === 0) continue;
    either++;
    if (a.values[i] === b.values[i]) same++;
  }
  return either > 0 && same >= SAME * either;
}
