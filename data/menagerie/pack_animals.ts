/**
 * Animals that take more memory than they may, drawn into a file that they are read from.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { RGB, type Shape } from "../../core/mod.ts";
import { fingerprint } from "../fingerprint.ts";
import { keptPack } from "../kept_pack.ts";
import { makePack, type PackContent, type PackedSet, type PackTarget } from "../pack_file.ts";
import { TRIMAP_CLASSES } from "../types.ts";
import { runWorkers, workersFor } from "../workers.ts";
import { drawAnimal } from "./animal.ts";
import type { AnimalReport, PackStart } from "./pack_worker.ts";
import { SPECIES } from "./species.ts";

/** The labels of trimaps. */
export const LABELS = TRIMAP_CLASSES.map(({ label }) => label);

/**
 * Draws animals into a file, on all cores, or takes the file as it is, where the same were drawn before.
 *
 * @param place Where the file is kept.
 * @param animals Which animals, in their order, and their size.
 * @param options How many bytes they take, and whom to tell how many are drawn.
 * @throws {WriteError} If the file can't be written.
 */
export async function packAnimals(
  place: string,
  { ids, ...drawing }: Pick<PackStart, "order" | "size" | "seed"> & { ids: readonly string[] },
  { bytes, onProgress }: { bytes: number; onProgress?: (done: number, total: number) => void },
): Promise<PackedSet> {
  const { order, size, seed } = drawing, shape: Shape = [size, size];
  const key = keyOf(order.length, { size, seed });
  const write = async (target: PackTarget): Promise<PackContent> => {
    const records: PackContent["records"][number][] = [];
    let done = 0;
    await runWorkers<PackStart, AnimalReport>({
      url: new URL("./pack_worker.ts", import.meta.url),
      workers: workersFor(order.length),
      start: { ...drawing, target, next: new Int32Array(new SharedArrayBuffer(4)) },
      onReport({ place, record }) {
        records[place] = record;
        onProgress?.(++done, order.length);
      },
    });
    return { key, ids, records, skipped: [], asStored: [] };
  };
  const how = { format: RGB, labels: LABELS, bytes };
  return await keptPack(
    place,
    key,
    (path) => makePack(path, how, write, (set) => fingerprint({ ...set, shape })),
  );
}

/** A hash of which animals there are, and of how one of each species looks, which the program decides. */
function keyOf(count: number, how: { size: number; seed: number }): string {
  const hash = createHash("sha256").update(JSON.stringify({ count, ...how }));
  for (const index of SPECIES.keys()) hash.update(drawAnimal(index, how).image);
  return hash.digest("hex");
}
