/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { loadPhotographCodec } from "../io/mod.ts";
import { decodePet } from "./decode_pet.ts";
import type { PetFiles } from "./pets_folder.ts";
import type { Skipped } from "./types.ts";

/** What a decoding worker is told; the arrays are shared with the others. */
export interface DecodeStart {
  /** The data folder. */
  folder: string;
  /** All files of the set. */
  pairs: PetFiles[];
  /** Pixels a side. */
  size: number;
  /** Where photograph i goes, shape [pairs, size, size, 3]. */
  images: Uint8Array<SharedArrayBuffer>;
  /** Where trimap i goes, shape [pairs, size, size]. */
  labels: Uint8Array<SharedArrayBuffer>;
  /** One number: the next pair that no worker has taken. */
  next: Int32Array<SharedArrayBuffer>;
}

/** What a decoding worker tells: a pair is done, and what was wrong with it; at last `end`. */
export type DecodeReport = { index: number; skipped?: Skipped } | { end: true };

self.onmessage = async ({ data }: MessageEvent<DecodeStart>) => {
  const { folder, pairs, size, images, labels, next } = data;
  await loadPhotographCodec();
  for (;;) {
    const index = Atomics.add(next, 0, 1);
    if (index >= pairs.length) break;
    const decoded = await decodePet(folder, pairs[index], size);
    if ("reason" in decoded) {
      report({ index, skipped: decoded });
    } else {
      images.set(decoded.image, index * size * size * 3);
      labels.set(decoded.labels, index * size * size);
      report({ index });
    }
  }
  report({ end: true });
};

function report(message: DecodeReport): void {
  self.postMessage(message);
}
