import type { PairFiles } from "./pair_files.ts";
import type { HashStart } from "./hash_worker.ts";
import { runWorkers, workersFor } from "./workers.ts";

/** The length of SHA-256. */
export const HASH_BYTES = 32;

/**
 * Hashes the names and contents of all pairs on all cores: reading is most of the work.
 *
 * @param folder The data folder.
 * @param pairs The files.
 * @returns Shape [pairs, 32].
 */
export async function hashPairs(folder: string, pairs: readonly PairFiles[]): Promise<Uint8Array> {
  const start: HashStart = {
    folder,
    pairs,
    hashes: new Uint8Array(new SharedArrayBuffer(pairs.length * HASH_BYTES)),
    next: new Int32Array(new SharedArrayBuffer(4)),
  };
  const url = new URL("./hash_worker.ts", import.meta.url);
  await runWorkers({ url, workers: workersFor(pairs.length), start });
  return start.hashes;
}
