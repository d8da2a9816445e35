import { closeSync, openSync } from "node:fs";
import type { Skipped } from "../core/mod.ts";
import { loadPhotographCodec } from "../io/mod.ts";
import { type DecodeOptions, decodePair } from "./decode_pair.ts";
import { HASH_BYTES } from "./hash_pairs.ts";
import { type PackedRecord, type PackTarget, writeRecord } from "./pack_file.ts";
import { hashPair, type PairFiles, pairReader } from "./pair_files.ts";
import { type Ending, placesLeft } from "./workers.ts";

/** A worker's own end has the same methods as its owner's. */
declare const self: Worker;

/** What a packing worker is told; the arrays are shared with the others. */
export interface PackStart {
  /** The data folder. */
  folder: string;
  /** All files of the set. */
  pairs: readonly PairFiles[];
  /** How they are decoded. */
  options: DecodeOptions;
  /** The file that they are written to. */
  target: PackTarget;
  /** Where the hash of pair i goes, shape [pairs, 32]. */
  hashes: Uint8Array<SharedArrayBuffer>;
  /** One number: the next pair that no worker has taken. */
  next: Int32Array<SharedArrayBuffer>;
}

/** Where a pair was written, or why not. */
export interface PackReport {
  /** Its place among the pairs. */
  index: number;
  /** What was wrong with it. */
  skipped?: Skipped;
  /** Whether EXIF's rotation was left out. */
  asStored?: boolean;
  /** Where it was written. */
  record?: PackedRecord;
}

self.onmessage = async ({ data }: MessageEvent<PackStart>) => {
  try {
    // if the codec can't be loaded, the files are not to blame
    await loadPhotographCodec();
    const file = openSync(data.target.path, "r+");
    try {
      await packUntilNoneIsLeft(data, file);
    } finally {
      closeSync(file);
    }
    report({ end: "done" });
  } catch (error) {
    report({ end: "failed", error: error instanceof Error ? error.message : String(error) });
  }
};

async function packUntilNoneIsLeft(start: PackStart, file: number): Promise<void> {
  const { folder, pairs, options, target, hashes, next } = start;
  const readPair = pairReader(folder);
  for (const index of placesLeft(next, pairs.length)) {
    const bytes = readPair(pairs[index]);
    hashes.set(hashPair(pairs[index], bytes), index * HASH_BYTES);
    const decoded = await decodePair(pairs[index], bytes, options);
    if ("reason" in decoded) {
      report({ index, skipped: decoded });
      continue;
    }
    report({ index, asStored: decoded.asStored, record: writeRecord(target, file, decoded) });
  }
}

function report(message: PackReport | Ending): void {
  self.postMessage(message);
}
