import { hashPair, type PairFiles, pairReader } from "./pair_files.ts";
import { HASH_BYTES } from "./hash_pairs.ts";
import { type Ending, placesLeft } from "./workers.ts";

/** A worker's own end has the same methods as its owner's. */
declare const self: Worker;

/** What a hashing worker is told; the arrays are shared with the others. */
export interface HashStart {
  /** The data folder. */
  folder: string;
  /** All files of the set. */
  pairs: readonly PairFiles[];
  /** Where the hash of pair i goes, shape [pairs, 32]. */
  hashes: Uint8Array<SharedArrayBuffer>;
  /** One number: the next pair that no worker has taken. */
  next: Int32Array<SharedArrayBuffer>;
}

self.onmessage = ({ data }: MessageEvent<HashStart>) => {
  const { folder, pairs, hashes, next } = data;
  const readPair = pairReader(folder);
  let ending: Ending = { end: "done" };
  try {
    for (const index of placesLeft(next, pairs.length)) {
      hashes.set(hashPair(pairs[index], readPair(pairs[index])), index * HASH_BYTES);
    }
  } catch (error) {
    ending = { end: "failed", error: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(ending);
};
