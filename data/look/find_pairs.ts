/**
 * Images and what says their classes: masks by patterns of paths, outlines, slices of volumes.
 *
 * @module
 */
import { counted, listed, type Skipped } from "../../core/mod.ts";
import {
  compilePattern,
  type FilePair,
  isNifti,
  type Mask,
  maskOf,
  pairFiles,
  type Pairing,
  readVolume,
  sliceOf,
} from "../../io/mod.ts";
import { decodeMasks } from "../decode_files.ts";
import { type FolderPair, pairReader } from "../pair_files.ts";
import type { AreaClasses } from "./area_classes.ts";
import { type Candidate, findCandidates, findCandidatesWith } from "./candidates.ts";
import { choose } from "./choose.ts";
import { findCoco } from "./coco.ts";
import type { DataDescription } from "./description.ts";
import { withObjects } from "./object_masks.ts";
import { annotationKind, readOutlines } from "./outlines.ts";
import { noPairs } from "./refusals.ts";
import { type Cut, cutVolumes } from "./volumes.ts";

/** Images with masks, and how they were found. */
export interface FoundPairs extends Pick<Cut, "slices" | "spacing" | "unit"> {
  /** The images' pattern. */
  images: string;
  /** The masks' pattern, or the annotations' file. */
  masks: string;
  /** The pairs: of volumes their slices. */
  pairs: FolderPair[];
  /** What can't be used, or has no partner. */
  skipped: Skipped[];
  /** A sentence per decision. */
  reasons: string[];
  /** The classes of outlines. */
  areas?: AreaClasses;
}

/** How pairs are looked for. */
export interface FindOptions {
  /** The data folder. */
  folder: string;
  /** All its paths. */
  files: readonly string[];
  /** What is known already. */
  known: Partial<DataDescription>;
  /** The most millions of pixels that a picture may have. */
  maxMegapixels: number;
}

/**
 * Finds images and masks: by the patterns that are known, else by the likeliest.
 *
 * @param options Where to look, and what is known.
 * @throws {Error} If no image has a mask; the text says what would help.
 */
export async function findPairs(options: FindOptions): Promise<FoundPairs> {
  const { folder, files, known } = options, { images, masks } = known;
  if (masks !== undefined && annotationKind(masks) === "COCO") {
    const coco = await findCoco(folder, files, known);
    if (coco === undefined || coco.pairs.length === 0) throw noPairs(folder, files, known);
    return { ...coco, areas: coco, reasons: [found(coco), ...coco.reasons] };
  }
  if (images !== undefined && masks !== undefined) {
    const pairing = pairFiles(files, images, masks);
    if (pairing.pairs.length === 0) throw noPairs(folder, files, { images, masks });
    return await read(options, { images, masks, pairing }, []);
  }
  const all = findCandidates(files).filter((one) =>
    (images ?? one.images) === one.images && (masks ?? one.masks) === one.masks
  );
  const isSaid = images !== undefined || masks !== undefined;
  const candidates = all.length === 0 && isSaid ? findCandidatesWith(files, known) : all;
  // a file of annotations says more than names of which none says that they are masks
  if (masks === undefined && !candidates.some(({ roles }) => roles > 1)) {
    const coco = await findCoco(folder, files, known);
    if (coco) return { ...coco, areas: coco, reasons: [found(coco), ...coco.reasons] };
  }
  if (candidates.length === 0) throw noPairs(folder, files, { images, masks });
  const { taken, others } = await choose(candidates, maskReader(options)).catch((cause: Error) => {
    throw new Error(`Cannot read data folder ${folder}: ${cause.message}`, { cause });
  });
  const notes = others.slice(0, 4).map(({ candidate, reason }) =>
    candidate.masks === taken.masks
      ? `not taken: ${reason}`
      : `not taken: --masks '${candidate.masks}', ${reason}`
  );
  return await read(options, taken, notes);
}

function found({ images, masks, pairs }: Pick<FoundPairs, "images" | "masks" | "pairs">): string {
  return `images: ${images}, masks: ${masks}, ${counted(pairs.length, "pair")}`;
}

/** The pairs of two patterns, outlines read and volumes cut. */
async function read(
  { folder, files, known }: FindOptions,
  { images, masks, pairing }: Pick<Candidate, "images" | "masks" | "pairing">,
  notes: readonly string[],
): Promise<FoundPairs> {
  const kind = annotationKind(masks), patterns = { images, masks };
  if (kind !== undefined) {
    const { pairs, alone } = kind === "YOLO" ? withEmpty(files, patterns) : {
      pairs: pairing.pairs,
      alone: pairing,
    };
    const outlined = await readOutlines(folder, files, pairs, { kind, classes: known.classes });
    return {
      ...patterns,
      pairs: outlined.pairs,
      skipped: [...outlined.skipped, ...unpaired({ ...alone, masks: [] })],
      reasons: [found({ ...patterns, ...outlined }), ...notes, ...outlined.reasons],
      areas: outlined,
    };
  }
  const { pairs: whole, skipped } = withSameChannels(pairing.pairs, images);
  const { pairs, reasons } = withObjects(whole, masks);
  const cut = await cutVolumes(folder, pairs, known.slices);
  return {
    ...patterns,
    ...cut,
    skipped: [...skipped, ...cut.skipped, ...unpaired(pairing)],
    reasons: [found({ ...patterns, pairs: whole }), ...notes, ...reasons, ...cut.reasons],
  };
}

/** YOLO has no file of labels for an image without an object, where others of its part have one. */
function withEmpty(
  files: readonly string[],
  { images, masks }: { images: string; masks: string },
): { pairs: FilePair[]; alone: Pick<Pairing, "images"> } {
  const { pairs } = pairFiles(files, images, masks, { unmasked: true });
  const labelled = new Set(pairs.filter((pair) => pair.masks.length > 0).map(({ split }) => split));
  const [own, others] = [true, false].map((is) =>
    pairs.filter(({ split }) => labelled.has(split) === is)
  );
  return { pairs: own, alone: { images: others.flatMap((pair) => pair.images) } };
}

/** Images with a file per channel must have the channels that most have; of as many the more channels. */
function withSameChannels(
  pairs: readonly FilePair[],
  pattern: string,
): { pairs: FilePair[]; skipped: Skipped[] } {
  if (!pattern.includes("{channel}")) return { pairs: [...pairs], skipped: [] };
  const partsOf = compilePattern(pattern);
  const byChannels = Map.groupBy(
    pairs,
    ({ images }) => listed(images.map((file) => partsOf(file)!.channel!)),
  );
  const [[wanted, whole] = ["", []], ...others] = [...byChannels].sort(([, a], [, b]) =>
    b.length - a.length || b[0].images.length - a[0].images.length
  );
  const skipped = others.flatMap(([found, own]) =>
    own.map(({ images: [file] }) => ({
      file,
      reason: `an image must have the channels ${wanted}, as most have, got ${found}`,
    }))
  );
  return { pairs: whole, skipped };
}

/** What has no partner. */
function unpaired({ images, masks }: Pick<Pairing, "images" | "masks">): Skipped[] {
  return [
    ...images.map((file) => ({ file, reason: "image without a mask" })),
    ...masks.map((file) => ({ file, reason: "mask without an image" })),
  ];
}

/** Reads a candidate's mask to see whether it is one: of a volume a slice in its middle. */
function maskReader(
  { folder, files, maxMegapixels }: FindOptions,
): (pair: FilePair, masks: string) => Promise<Mask> {
  const readPair = pairReader(folder);
  return async (pair, masks) => {
    const kind = annotationKind(masks);
    let [own]: readonly FolderPair[] = withObjects([pair], masks).pairs;
    if (kind !== undefined) {
      const { pairs, skipped: [bad] } = await readOutlines(folder, files, [pair], { kind });
      if (bad) throw new TypeError(bad.reason);
      [own] = pairs;
    }
    const bytes = readPair(own), [content] = bytes.masks;
    if (content instanceof Uint8Array && isNifti(content)) {
      const volume = await readVolume(content);
      return maskOf(sliceOf(volume, { axis: 2, index: volume.shape[2] >> 1 }));
    }
    const masksOrBad = await decodeMasks(own, bytes, maxMegapixels);
    if ("reason" in masksOrBad) throw new TypeError(masksOrBad.reason);
    return masksOrBad[0];
  };
}
