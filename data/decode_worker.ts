import { loadPhotographCodec } from "../io/mod.ts";
import { decodePet, hashPet, readPet } from "./decode_pet.ts";
import type { PetFiles } from "./pets_folder.ts";
import { pixelsOf, type Shape, type Skipped } from "../core/mod.ts";
import { HASH_BYTES } from "./hash_pets.ts";
import { type Ending, placesLeft } from "./workers.ts";

/** A worker's own end has the same methods as its owner's. */
declare const self: Worker;

/** What a decoding worker is told; the arrays are shared with the others. */
export interface DecodeStart {
  /** The data folder. */
  folder: string;
  /** All files of the set. */
  pairs: PetFiles[];
  /** How large the results are. */
  shape: Shape;
  /** The most millions of pixels that a file may have. */
  maxMegapixels: number;
  /** Where photograph i goes, shape [pairs, rows, columns, 3]. */
  images: Uint8Array<SharedArrayBuffer>;
  /** Where trimap i goes, shape [pairs, rows, columns]. */
  labels: Uint8Array<SharedArrayBuffer>;
  /** Where the hash of pair i goes, shape [pairs, 32]. */
  hashes: Uint8Array<SharedArrayBuffer>;
  /** One number: the next pair that no worker has taken. */
  next: Int32Array<SharedArrayBuffer>;
}

/** How a pair was decoded. */
export interface PetReport {
  /** Its place among the pairs. */
  index: number;
  /** What was wrong with it. */
  skipped?: Skipped;
  /** Whether EXIF's rotation was left out. */
  asStored?: boolean;
}

self.onmessage = async ({ data }: MessageEvent<DecodeStart>) => {
  try {
    // if the codec can't be loaded, the files are not to blame
    await loadPhotographCodec();
    await decodeUntilNoneIsLeft(data);
    report({ end: "done" });
  } catch (error) {
    report({ end: "failed", error: error instanceof Error ? error.message : String(error) });
  }
};

async function decodeUntilNoneIsLeft(start: DecodeStart): Promise<void> {
  const { folder, pairs, shape, maxMegapixels, images, labels, hashes, next } = start;
  for (const index of placesLeft(next, pairs.length)) {
    const bytes = readPet(folder, pairs[index]);
    hashes.set(hashPet(pairs[index], bytes), index * HASH_BYTES);
    const decoded = await decodePet(pairs[index], bytes, { shape, maxMegapixels });
    if ("reason" in decoded) {
      report({ index, skipped: decoded });
    } else {
      images.set(decoded.image, index * pixelsOf(shape) * 3);
      labels.set(decoded.labels, index * pixelsOf(shape));
      report({ index, asStored: decoded.asStored });
    }
  }
}

function report(message: PetReport | Ending): void {
  self.postMessage(message);
}
