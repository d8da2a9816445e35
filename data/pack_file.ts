/**
 * How a file of decoded images is written, and found again: records one after the other, then an index of
 * them, which says what it was made from.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { statfsSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import {
  gigabytes,
  type PixelFormat,
  type Samples,
  type Shape,
  type Skipped,
} from "../core/mod.ts";
import { sweepStaleParts, writeAll, writing } from "../io/mod.ts";
import { bytesOf } from "./bytes.ts";
import { identityOf, layoutOf, type Pack, placesOf, readInto } from "./pack.ts";

/** Images in a file, and the files that could not be used. */
export interface PackedSet {
  pack: Pack;
  /** SHA-256 over ids, pixel format and content, in hexadecimal. */
  fingerprint: string;
  ids: readonly string[];
  skipped: readonly Skipped[];
  asStored: readonly string[];
}

/** A file to which workers write records. */
export interface PackTarget {
  /** The file, which exists. */
  path: string;
  /** What pixels are. */
  format: PixelFormat;
  /** The labels of the classes. */
  labels: readonly number[];
  /** One number: the byte after the last record. */
  end: BigInt64Array<SharedArrayBuffer>;
}

/** Where an image was written. */
export interface PackedRecord {
  /** Rows and columns. */
  shape: Shape;
  /** The byte at which its record begins. */
  offset: number;
  /** SHA-256 of its record, in hexadecimal. */
  digest: string;
  /** Pixels of each class. */
  counts: number[];
}

/** What was written, in the order of the ids. */
export interface PackContent extends Pick<PackedSet, "ids" | "skipped" | "asStored"> {
  /** A hash of all that it was made from. */
  key: string;
  /** Where each image is. */
  records: readonly PackedRecord[];
}

/** A pack's file. */
type File = Pick<Pack, "path" | "identity">;

/** What a pack says of itself, at its end. */
interface Index extends Omit<PackedSet, "pack">, Omit<Pack, keyof File> {
  key: string;
  /** SHA-256 of each record, in hexadecimal. */
  digests: readonly string[];
}

/**
 * Appends an image with its mask to a file that others write to as well.
 *
 * @param target The file.
 * @param file The same, open.
 * @param image Samples of the target's format, and labels.
 */
export function writeRecord(
  target: PackTarget,
  file: number,
  { image, labels, shape }: { image: Samples; labels: Uint8Array; shape: Shape },
): PackedRecord {
  const layout = layoutOf(target, shape), record = new Uint8Array(layout.length);
  const { places, counts } = placesOf(labels, target.labels);
  record.set(bytesOf(image));
  record.set(labels, layout.labels);
  record.set(bytesOf(places), layout.places);
  const offset = Number(Atomics.add(target.end, 0, BigInt(record.length)));
  for (let done = 0; done < record.length;) {
    done += writeSync(file, record, done, record.length - done, offset + done);
  }
  const digest = createHash("sha256").update(record).digest("hex");
  return { shape, offset, digest, counts };
}

/**
 * Makes a file of decoded images, aside at first.
 *
 * @param path The file.
 * @param how What pixels are, the classes' labels, and how many bytes the records will take, where that is
 *   known.
 * @param write Writes the records.
 * @param fingerprintOf Of what was written.
 * @throws {WriteError} If the file can't be written, or the disk has no room for it.
 */
export async function makePack(
  path: string,
  { bytes = 0, ...how }: Pick<Pack, "format" | "labels"> & { bytes?: number },
  write: (target: PackTarget) => Promise<PackContent>,
  fingerprintOf: (set: Omit<PackedSet, "fingerprint">, digests: readonly string[]) => string,
): Promise<PackedSet> {
  const folder = dirname(path), aside = `${path}.${crypto.randomUUID()}.part`;
  return await writing(path, async () => {
    await Deno.mkdir(folder, { recursive: true });
    // an abandoned set would take gigabytes
    await sweepStaleParts(folder);
    checkRoom(folder, bytes);
    try {
      (await Deno.create(aside)).close();
      const end = new BigInt64Array(new SharedArrayBuffer(8));
      const content = await write({ ...how, path: aside, end });
      const index = indexOf(aside, how, content, fingerprintOf);
      await appendIndex(aside, Number(end[0]), index);
      await Deno.rename(aside, path);
      return packedOf(fileAt(path), index);
    } catch (error) {
      await Deno.remove(aside).catch(() => {});
      throw error;
    }
  });
}

/** Refuses a disk that would be full before a set is decoded, which may take hours. */
function checkRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder), free = bavail * bsize;
  if (free >= bytes) return;
  throw new Error(
    `its disk must have ${gigabytes(bytes)} free, got ${
      gigabytes(free)
    }; TRIPTYCH_CACHE names another ` +
      "folder, a smaller --size takes less",
  );
}

function indexOf(
  path: string,
  { format, labels }: Pick<Pack, "format" | "labels">,
  { records, ...content }: PackContent,
  fingerprintOf: (set: Omit<PackedSet, "fingerprint">, digests: readonly string[]) => string,
): Index {
  const pack = {
    format,
    labels,
    shapes: records.map(({ shape }) => shape),
    offsets: records.map(({ offset }) => offset),
    counts: records.map(({ counts }) => counts),
  };
  const digests = records.map(({ digest }) => digest);
  const fingerprint = fingerprintOf({ ...content, pack: { ...pack, ...fileAt(path) } }, digests);
  return { ...content, ...pack, digests, fingerprint };
}

function fileAt(path: string): File {
  return { path, identity: identityOf(statSync(path)) };
}

function packedOf(file: File, index: Index): PackedSet {
  const { fingerprint, ids, skipped, asStored, format, labels, shapes, offsets, counts } = index;
  const pack = { ...file, format, labels, shapes, offsets, counts };
  return { pack, fingerprint, ids, skipped, asStored };
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

/**
 * Reads a pack's index; `undefined` if the file is missing, damaged, or made from something else.
 *
 * @param path The file.
 * @param key A hash of all that it must be made from.
 */
export function readPack(path: string, key: string): PackedSet | undefined {
  try {
    const file = fileAt(path), index = readIndex(file);
    return key === index.key && areWhole(file, index) ? packedOf(file, index) : undefined;
  } catch {
    // whatever is wrong, the set is decoded again and the file replaced
    return undefined;
  }
}

function readIndex(file: File): Index {
  const { size } = statSync(file.path), ending = bytesAt(file, size - ENDING, ENDING);
  const length = new DataView(ending.buffer).getUint32(32, true);
  const json = bytesAt(file, size - ENDING - length, length);
  const digest = createHash("sha256").update(json).digest();
  if (digest.some((byte, i) => byte !== ending[i])) throw new RangeError("index damaged");
  return JSON.parse(new TextDecoder().decode(json));
}

/** Whether every record is as it was written. */
function areWhole(file: File, index: Index): boolean {
  return index.digests.every((digest, i) => {
    const { length } = layoutOf(index, index.shapes[i] as Shape);
    const record = bytesAt(file, index.offsets[i], length);
    return createHash("sha256").update(record).digest("hex") === digest;
  });
}

function bytesAt(file: File, from: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  readInto(file, [[bytes, from]]);
  return bytes;
}
