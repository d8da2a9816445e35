import { type Depth, pixelsOf } from "../core/mod.ts";
import type { DecodeStart, PairReport } from "./decode_worker.ts";
import type { DecodeOptions } from "./decode_pair.ts";
import type { PairFiles } from "./pair_files.ts";
import type { Dataset } from "./types.ts";
import { HASH_BYTES } from "./hash_pairs.ts";
import { runWorkers, workersFor } from "./workers.ts";

/** Decoded images and masks, and the files that could not be used. */
export type DecodedPairs =
  & Pick<Dataset, "shape" | "ids" | "images" | "labels" | "skipped">
  & Required<Pick<Dataset, "channels" | "depth" | "asStored">>;

/** Decodes all pairs on all cores. */
export async function decodePairs(
  folder: string,
  pairs: readonly PairFiles[],
  { onProgress, ...options }: DecodeOptions & { onProgress: (done: number) => void },
): Promise<{ decoded: DecodedPairs; hashes: Uint8Array }> {
  const { shape, format } = options, pixels = pairs.length * pixelsOf(shape);
  const start: DecodeStart = {
    folder,
    pairs,
    options,
    images: sharedSamples(format.depth, pixels * format.channels),
    labels: new Uint8Array(new SharedArrayBuffer(pixels)),
    hashes: new Uint8Array(new SharedArrayBuffer(pairs.length * HASH_BYTES)),
    next: new Int32Array(new SharedArrayBuffer(4)),
  };
  const reports: PairReport[] = [];
  let done = 0;
  const hear = (some: PairReport[]): void => {
    for (const report of some) {
      reports[report.index] = report;
      onProgress(++done);
    }
  };
  const workers = workersFor(pairs.length);
  const url = new URL("./decode_worker.ts", import.meta.url);
  await runWorkers({ url, workers, start, onReport: hear });
  return { decoded: withoutSkipped(start, reports), hashes: start.hashes };
}

/** Closes the gaps that skipped pairs left. */
function withoutSkipped(
  { pairs, options: { shape, format }, images, labels }: DecodeStart,
  reports: readonly PairReport[],
): DecodedPairs {
  const pixels = pixelsOf(shape), length = pixels * format.channels, ids: string[] = [];
  for (const [from, { id }] of pairs.entries()) {
    if (reports[from].skipped) continue;
    const to = ids.push(id) - 1;
    if (to === from) continue;
    images.copyWithin(to * length, from * length, (from + 1) * length);
    labels.copyWithin(to * pixels, from * pixels, (from + 1) * pixels);
  }
  return {
    shape,
    ...format,
    ids,
    images: images.subarray(0, ids.length * length),
    labels: labels.subarray(0, ids.length * pixels),
    skipped: reports.flatMap(({ skipped }) => skipped ?? []),
    asStored: reports.filter(({ asStored }) => asStored).map(({ index }) => pairs[index].id),
  };
}

/**
 * Shared memory for samples.
 *
 * @param depth What they are.
 * @param length How many.
 */
export function sharedSamples(depth: Depth, length: number): Dataset["images"] {
  if (depth === 8) return new Uint8Array(new SharedArrayBuffer(length));
  return new Float32Array(new SharedArrayBuffer(4 * length));
}
