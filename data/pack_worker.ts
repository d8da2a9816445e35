import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import type { Shape, Skipped } from "../core/mod.ts";
import { loadPhotographCodec } from "../io/mod.ts";
import { type DecodeOptions, decodePair } from "./decode_pair.ts";
import { bytesOf } from "./fingerprint.ts";
import { HASH_BYTES } from "./hash_pairs.ts";
import { layoutOf, type Pack, placesOf } from "./pack.ts";
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
  /** The file that they are written to, which exists. */
  pack: Pick<Pack, "path" | "format" | "labels">;
  /** Where the hash of pair i goes, shape [pairs, 32]. */
  hashes: Uint8Array<SharedArrayBuffer>;
  /** One number: the next pair that no worker has taken. */
  next: Int32Array<SharedArrayBuffer>;
  /** One number: the byte after the last record. */
  end: BigInt64Array<SharedArrayBuffer>;
}

/** Where a pair was written, or why not. */
export interface PackReport {
  /** Its place among the pairs. */
  index: number;
  /** What was wrong with it. */
  skipped?: Skipped;
  /** Whether EXIF's rotation was left out. */
  asStored?: boolean;
  /** Rows and columns. */
  shape?: Shape;
  /** The byte at which its record begins. */
  offset?: number;
  /** SHA-256 of its record, in hexadecimal. */
  digest?: string;
  /** Pixels of each class. */
  counts?: number[];
}

self.onmessage = async ({ data }: MessageEvent<PackStart>) => {
  try {
    // if the codec can't be loaded, the files are not to blame
    await loadPhotographCodec();
    const file = openSync(data.pack.path, "r+");
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
  const { folder, pairs, options, pack, hashes, next, end } = start;
  const readPair = pairReader(folder);
  for (const index of placesLeft(next, pairs.length)) {
    const bytes = readPair(pairs[index]);
    hashes.set(hashPair(pairs[index], bytes), index * HASH_BYTES);
    const decoded = await decodePair(pairs[index], bytes, options);
    if ("reason" in decoded) {
      report({ index, skipped: decoded });
      continue;
    }
    const { image, labels, shape, asStored } = decoded, layout = layoutOf(pack, shape);
    const record = new Uint8Array(layout.length),
      { places, counts } = placesOf(labels, pack.labels);
    record.set(bytesOf(image));
    record.set(labels, layout.labels);
    record.set(bytesOf(places), layout.places);
    const offset = Number(Atomics.add(end, 0, BigInt(record.length)));
    for (let done = 0; done < record.length;) {
      done += writeSync(file, record, done, record.length - done, offset + done);
    }
    const digest = createHash("sha256").update(record).digest("hex");
    report({ index, asStored, shape, offset, digest, counts });
  }
}

function report(message: PackReport | Ending): void {
  self.postMessage(message);
}
