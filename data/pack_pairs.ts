import { createHash } from "node:crypto";
import { contentKey } from "./decoded_cache.ts";
import type { DecodeOptions } from "./decode_pair.ts";
import { fingerprint } from "./fingerprint.ts";
import { HASH_BYTES, hashPairs } from "./hash_pairs.ts";
import { keptPack } from "./kept_pack.ts";
import { makePack, type PackContent, type PackedSet, type PackTarget } from "./pack_file.ts";
import type { PackReport, PackStart } from "./pack_worker.ts";
import type { PairFiles } from "./pair_files.ts";
import { runWorkers, workersFor } from "./workers.ts";

/** The options of {@linkcode packPairs}. */
export interface PackOptions extends DecodeOptions {
  /** The classes' labels. */
  labels: readonly number[];
  /** How many bytes they will take, where that is known. */
  bytes?: number;
  /** The pairs' hashes, where a look has made them. */
  hashes?: Uint8Array;
  /** Called with the number of pairs decoded. */
  onProgress: (done: number) => void;
}

/**
 * Decodes all pairs into a file, on all cores, or takes the file as it is, where nothing that it was made
 * from has changed.
 *
 * @param place Where the file is kept.
 * @param folder The data folder.
 * @param pairs Images with masks.
 * @param options How they are decoded.
 * @throws {WriteError} If the file can't be written.
 */
export async function packPairs(
  place: string,
  folder: string,
  pairs: readonly PairFiles[],
  { onProgress, labels, bytes, hashes, ...options }: PackOptions,
): Promise<PackedSet> {
  const keyOf = (hashes: Uint8Array) => contentKey(hashes, { ...options, labels });
  const { format, fit, shape } = options;
  const write = async (target: PackTarget): Promise<PackContent> => {
    const start: PackStart = {
      folder,
      pairs,
      options,
      target,
      hashes: new Uint8Array(new SharedArrayBuffer(pairs.length * HASH_BYTES)),
      next: new Int32Array(new SharedArrayBuffer(4)),
    };
    const reports = await decodeAll(start, onProgress);
    return { ...contentOf(pairs, reports), key: keyOf(start.hashes) };
  };
  const fingerprintOf = (set: Omit<PackedSet, "fingerprint">, digests: readonly string[]) =>
    fit === "tile"
      ? fingerprintOfOwn(set, digests)
      : fingerprint({ ...set, shape, channels: format.channels });
  const key = keyOf(hashes ?? await hashPairs(folder, pairs));
  return await keptPack(
    place,
    key,
    (path) => makePack(path, { format, labels, bytes }, write, fingerprintOf),
  );
}

async function decodeAll(
  start: PackStart,
  onProgress: (done: number) => void,
): Promise<PackReport[]> {
  const reports: PackReport[] = [];
  let done = 0;
  await runWorkers<PackStart, PackReport>({
    url: new URL("./pack_worker.ts", import.meta.url),
    workers: workersFor(start.pairs.length),
    start,
    onReport(report) {
      reports[report.index] = report;
      onProgress(++done);
    },
  });
  return reports;
}

function contentOf(
  pairs: readonly PairFiles[],
  reports: readonly PackReport[],
): Omit<PackContent, "key"> {
  const used = reports.filter(({ record }) => record);
  return {
    ids: used.map(({ index }) => pairs[index].id),
    records: used.map(({ record }) => record!),
    skipped: reports.flatMap(({ skipped }) => skipped ?? []),
    asStored: used.filter(({ asStored }) => asStored).map(({ index }) => pairs[index].id),
  };
}

/** Of images at their own sizes, SHA-256 over what is said of them and their records. */
function fingerprintOfOwn(
  { ids, pack: { format, labels, shapes } }: Pick<PackedSet, "ids" | "pack">,
  digests: readonly string[],
): string {
  const basis = JSON.stringify({ ids, format, labels, shapes, digests });
  return createHash("sha256").update(basis).digest("hex");
}
