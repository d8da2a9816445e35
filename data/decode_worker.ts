import { loadPhotographCodec } from "../io/mod.ts";
import { type DecodeOptions, decodePair } from "./decode_pair.ts";
import { hashPair, type PairFiles, pairReader } from "./pair_files.ts";
import { pixelsOf, type Skipped } from "../core/mod.ts";
import { HASH_BYTES } from "./hash_pairs.ts";
import type { Dataset } from "./types.ts";
import { type Ending, placesLeft } from "./workers.ts";

/** A worker's own end has the same methods as its owner's. */
declare const self: Worker;

/** What a decoding worker is told; the arrays are shared with the others. */
export interface DecodeStart {
  /** The data folder. */
  folder: string;
  /** All files of the set. */
  pairs: readonly PairFiles[];
  /** How they are decoded. */
  options: DecodeOptions;
  /** Where image i goes, shape [pairs, rows, columns, channels]. */
  images: Dataset["images"];
  /** Where the labels of image i go, shape [pairs, rows, columns]. */
  labels: Uint8Array<SharedArrayBuffer>;
  /** Where the hash of pair i goes, shape [pairs, 32]. */
  hashes: Uint8Array<SharedArrayBuffer>;
  /** One number: the next pair that no worker has taken. */
  next: Int32Array<SharedArrayBuffer>;
}

/** How a pair was decoded. */
export interface PairReport {
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

/** The least time between two messages: to hear of each pair alone takes their owner a twentieth of a core. */
const QUIET_MS = 50;

async function decodeUntilNoneIsLeft(start: DecodeStart): Promise<void> {
  const { folder, pairs, options, images, labels, hashes, next } = start;
  const pixels = pixelsOf(options.shape), readPair = pairReader(folder);
  let reports: PairReport[] = [], said = performance.now();
  const tell = (one: PairReport): void => {
    reports.push(one);
    if (performance.now() - said < QUIET_MS) return;
    report(reports);
    reports = [];
    said = performance.now();
  };
  for (const index of placesLeft(next, pairs.length)) {
    const bytes = readPair(pairs[index]);
    hashes.set(hashPair(pairs[index], bytes), index * HASH_BYTES);
    const decoded = await decodePair(pairs[index], bytes, options);
    if ("reason" in decoded) {
      tell({ index, skipped: decoded });
    } else {
      images.set(decoded.image, index * pixels * options.format.channels);
      labels.set(decoded.labels, index * pixels);
      tell({ index, asStored: decoded.asStored });
    }
  }
  report(reports);
}

function report(message: PairReport[] | Ending): void {
  self.postMessage(message);
}
