import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import type { Shape, Skipped } from "../core/mod.ts";
import { sweepStaleParts, writeAll, writing } from "../io/mod.ts";
import { contentKey } from "./decoded_cache.ts";
import type { DecodeOptions } from "./decode_pair.ts";
import { HASH_BYTES, hashPairs } from "./hash_pairs.ts";
import { layoutOf, type Pack } from "./pack.ts";
import type { PackReport, PackStart } from "./pack_worker.ts";
import type { PairFiles } from "./pair_files.ts";
import { runWorkers, workersFor } from "./workers.ts";

/** Images of their own sizes in a file, and the files that could not be used. */
export interface PackedPairs {
  pack: Pack;
  /** SHA-256 over ids, pixel format and records, in hexadecimal. */
  fingerprint: string;
  ids: readonly string[];
  skipped: readonly Skipped[];
  asStored: readonly string[];
}

/** What a pack says of itself, at its end. */
interface Index extends Omit<PackedPairs, "pack">, Omit<Pack, "path"> {
  /** A hash of all that it was made from. */
  key: string;
  /** SHA-256 of each record, in hexadecimal. */
  digests: readonly string[];
}

/** The options of {@linkcode packPairs}. */
export interface PackOptions extends DecodeOptions {
  /** The classes' labels. */
  labels: readonly number[];
  /** The pairs' hashes, where a look has made them. */
  hashes?: Uint8Array;
  /** Called with the number of pairs decoded. */
  onProgress: (done: number) => void;
}

/**
 * Decodes all pairs at their own size into a file, on all cores, or takes the file as it is, where
 * nothing that it was made from has changed.
 *
 * @param path The file.
 * @param folder The data folder.
 * @param pairs Images with masks.
 * @param options How they are decoded.
 * @throws {WriteError} If the file can't be written.
 */
export async function packPairs(
  path: string,
  folder: string,
  pairs: readonly PairFiles[],
  { onProgress, labels, hashes, ...options }: PackOptions,
): Promise<PackedPairs> {
  const keyOf = (hashes: Uint8Array) => contentKey(hashes, pairs, { ...options, labels });
  const kept = await readPack(path, async () => keyOf(hashes ?? await hashPairs(folder, pairs)));
  if (kept) return kept;
  await Deno.mkdir(dirname(path), { recursive: true });
  // an abandoned set would take gigabytes
  await sweepStaleParts(dirname(path));
  const aside = `${path}.${crypto.randomUUID()}.part`;
  const start: PackStart = {
    folder,
    pairs,
    options,
    pack: { path: aside, format: options.format, labels },
    hashes: new Uint8Array(new SharedArrayBuffer(pairs.length * HASH_BYTES)),
    next: new Int32Array(new SharedArrayBuffer(4)),
    end: new BigInt64Array(new SharedArrayBuffer(8)),
  };
  return await writing(path, async () => {
    try {
      const reports = await decodeAll(start, onProgress);
      const index = indexOf(start, reports, keyOf(start.hashes));
      await appendIndex(aside, Number(start.end[0]), index);
      await Deno.rename(aside, path);
      return packedOf(path, index);
    } catch (error) {
      await Deno.remove(aside).catch(() => {});
      throw error;
    }
  });
}

async function decodeAll(
  start: PackStart,
  onProgress: (done: number) => void,
): Promise<PackReport[]> {
  const reports: PackReport[] = [];
  let done = 0;
  (await Deno.create(start.pack.path)).close();
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

function indexOf({ pairs, pack }: PackStart, reports: readonly PackReport[], key: string): Index {
  const { format, labels } = pack, used = reports.filter(({ skipped }) => !skipped);
  const ids = used.map(({ index }) => pairs[index].id);
  const digests = used.map(({ digest }) => digest!), shapes = used.map(({ shape }) => shape!);
  const basis = JSON.stringify({ ids, format, labels, shapes, digests });
  return {
    key,
    fingerprint: createHash("sha256").update(basis).digest("hex"),
    ids,
    skipped: reports.flatMap(({ skipped }) => skipped ?? []),
    asStored: used.filter(({ asStored }) => asStored).map(({ index }) => pairs[index].id),
    format,
    labels,
    shapes,
    offsets: used.map(({ offset }) => offset!),
    counts: used.map(({ counts }) => counts!),
    digests,
  };
}

function packedOf(path: string, index: Index): PackedPairs {
  const { fingerprint, ids, skipped, asStored, format, labels, shapes, offsets, counts } = index;
  return {
    pack: { path, format, labels, shapes, offsets, counts },
    fingerprint,
    ids,
    skipped,
    asStored,
  };
}

/** Bytes after the index: its SHA-256 and its length. */
const ENDING = 32 + 4;

async function appendIndex(path: string, end: number, index: Index): Promise<void> {
  const json = new TextEncoder().encode(JSON.stringify(index)), ending = new Uint8Array(ENDING);
  ending.set(createHash("sha256").update(json).digest());
  new DataView(ending.buffer).setUint32(32, json.length, true);
  using file = await Deno.open(path, { write: true });
  await file.seek(end, Deno.SeekMode.Start);
  await writeAll(file, json);
  await writeAll(file, ending);
  await file.sync();
}

/** Reads a pack's index; `undefined` if the file is missing, damaged, or made from other files. */
async function readPack(
  path: string,
  currentKey: () => Promise<string>,
): Promise<PackedPairs | undefined> {
  try {
    const index = readIndex(path), key = currentKey();
    // if reading fails first, nobody waits for it
    key.catch(() => {});
    if (!areWhole(path, index)) return undefined;
    return await key === index.key ? packedOf(path, index) : undefined;
  } catch {
    // whatever is wrong, the set is decoded again and the file replaced
    return undefined;
  }
}

function readIndex(path: string): Index {
  const { size } = Deno.statSync(path), ending = bytesAt(path, size - ENDING, ENDING);
  const length = new DataView(ending.buffer).getUint32(32, true);
  const json = bytesAt(path, size - ENDING - length, length);
  const digest = createHash("sha256").update(json).digest();
  if (digest.some((byte, i) => byte !== ending[i])) throw new RangeError("index damaged");
  return JSON.parse(new TextDecoder().decode(json));
}

/** Whether every record is as it was written. */
function areWhole(path: string, index: Index): boolean {
  return index.digests.every((digest, i) => {
    const { length } = layoutOf(index, index.shapes[i] as Shape);
    const record = bytesAt(path, index.offsets[i], length);
    return createHash("sha256").update(record).digest("hex") === digest;
  });
}

function bytesAt(path: string, from: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length), file = openSync(path, "r");
  try {
    for (let done = 0; done < length;) {
      const count = readSync(file, bytes, done, length - done, from + done);
      if (count === 0) throw new RangeError("file cut short");
      done += count;
    }
  } finally {
    closeSync(file);
  }
  return bytes;
}
