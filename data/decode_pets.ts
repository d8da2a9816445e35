import { pixelsOf } from "../core/mod.ts";
import type { DecodeStart, PetReport } from "./decode_worker.ts";
import type { DecodePetOptions } from "./decode_pet.ts";
import type { PetFiles } from "./pets_folder.ts";
import type { Dataset } from "./types.ts";
import { HASH_BYTES } from "./hash_pets.ts";
import { runWorkers, workersFor } from "./workers.ts";

/** Decoded photographs and trimaps, and the files that could not be used. */
export type DecodedPets =
  & Pick<Dataset, "shape" | "ids" | "images" | "labels" | "skipped">
  & Required<Pick<Dataset, "asStored">>;

/** Decodes all pairs on all cores. */
export async function decodePets(
  folder: string,
  pairs: PetFiles[],
  { shape, maxMegapixels, onProgress }: DecodePetOptions & { onProgress: (done: number) => void },
): Promise<{ pets: DecodedPets; hashes: Uint8Array }> {
  const start: DecodeStart = {
    folder,
    pairs,
    shape,
    maxMegapixels,
    images: new Uint8Array(new SharedArrayBuffer(pairs.length * pixelsOf(shape) * 3)),
    labels: new Uint8Array(new SharedArrayBuffer(pairs.length * pixelsOf(shape))),
    hashes: new Uint8Array(new SharedArrayBuffer(pairs.length * HASH_BYTES)),
    next: new Int32Array(new SharedArrayBuffer(4)),
  };
  const reports: PetReport[] = [];
  let done = 0;
  const hear = (report: PetReport): void => {
    reports[report.index] = report;
    onProgress(++done);
  };
  const workers = workersFor(pairs.length);
  const url = new URL("./decode_worker.ts", import.meta.url);
  await runWorkers({ url, workers, start, onReport: hear });
  return { pets: withoutSkipped(start, reports), hashes: start.hashes };
}

/** Closes the gaps that skipped pairs left. */
function withoutSkipped(
  { pairs, shape, images, labels }: DecodeStart,
  reports: readonly PetReport[],
): DecodedPets {
  const pixels = pixelsOf(shape), ids: string[] = [];
  for (const [from, { id }] of pairs.entries()) {
    if (reports[from].skipped) continue;
    const to = ids.push(id) - 1;
    images.copyWithin(to * pixels * 3, from * pixels * 3, (from + 1) * pixels * 3);
    labels.copyWithin(to * pixels, from * pixels, (from + 1) * pixels);
  }
  return {
    shape,
    ids,
    images: images.subarray(0, ids.length * pixels * 3),
    labels: labels.subarray(0, ids.length * pixels),
    skipped: reports.flatMap(({ skipped }) => skipped ?? []),
    asStored: reports.filter(({ asStored }) => asStored).map(({ index }) => pairs[index].id),
  };
}
