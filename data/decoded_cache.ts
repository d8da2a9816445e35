import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { sweepStaleParts, writeFileAtomic } from "../io/mod.ts";
import type { DecodeOptions } from "./decode_pair.ts";
import { type DecodedPairs, sharedSamples } from "./decode_pairs.ts";
import type { Dataset } from "./types.ts";
import { bytesOf } from "./bytes.ts";
import { fingerprint } from "./fingerprint.ts";
import { pixelsOf, type Shape, shapeText, type Skipped } from "../core/mod.ts";

/** Raise it when the format, a decoder or the resizing changes, so that older files are replaced. */
const VERSION = 7;

/** A decoded set and the fingerprint of its content. */
export type FingerprintedPairs = DecodedPairs & { fingerprint: string };

/**
 * The JSON at the beginning of a packed file, after its length and its SHA-256. Images and labels, which
 * the fingerprint covers, follow it.
 */
interface Header {
  key: string;
  fingerprint: string;
  ids: string[];
  skipped: Skipped[];
  asStored: string[];
}

/**
 * The packed file of a data folder at a size: a single one, so that a folder that changes does not fill
 * the disk with outdated ones.
 */
export function packedPath(cache: string, folder: string, shape: Shape): string {
  return `${placeOf(cache, folder, shapeText(shape))}.pack`;
}

/** Where the file that a folder's images are read from is kept, at a size or at their own. */
export function streamedPlace(cache: string, folder: string, shape?: Shape): string {
  return placeOf(cache, folder, shape ? `${shapeText(shape)}-streamed` : "own");
}

function placeOf(cache: string, folder: string, what: string): string {
  const place = createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 16);
  return join(decodedFolder(cache), `${place}-${what}`);
}

/** The folder of all decoded sets. */
export function decodedFolder(cache: string): string {
  return join(cache, "decoded");
}

/**
 * A hash of everything that a decoded set depends on: every byte of the files, their names, the sizes and
 * the format's version. It notices a file changed in place, even with its old date and length.
 */
export function contentKey(
  hashes: Uint8Array,
  options: DecodeOptions & { labels?: readonly number[] },
): string {
  // the hashes cover the files' names and all that is said of them
  const basis = { version: VERSION, ...options };
  return createHash("sha256").update(JSON.stringify(basis)).update(hashes).digest("hex");
}

/** Reads a packed file; `undefined` if it is missing, damaged, or made from other files. */
export async function readPacked(
  path: string,
  currentKey: () => Promise<string>,
  { shape, format }: Pick<DecodeOptions, "shape" | "format">,
): Promise<FingerprintedPairs | undefined> {
  try {
    using file = await Deno.open(path);
    const header = await readHeader(file);
    const key = currentKey();
    // if reading fails first, nobody waits for it
    key.catch(() => {});
    const { ids, skipped, asStored } = header, pixels = ids.length * pixelsOf(shape);
    const images = await readInto(file, sharedSamples(format.depth, pixels * format.channels));
    const labels = await readShared(file, pixels);
    const own = { ids, skipped, asStored, fingerprint: header.fingerprint };
    const set = { shape, ...format, images, labels, ...own };
    const isWhole = fingerprint(set) === set.fingerprint;
    return isWhole && await key === header.key ? set : undefined;
  } catch {
    // whatever is wrong, the set is decoded again and the file replaced
    return undefined;
  }
}

/** Writes a packed file. Its folder is made if missing. */
export async function writePacked(
  path: string,
  key: string,
  { ids, skipped, asStored, fingerprint, images, labels }: FingerprintedPairs,
): Promise<void> {
  const header: Header = {
    key,
    fingerprint,
    ids: [...ids],
    skipped: [...skipped],
    asStored: [...asStored],
  };
  await Deno.mkdir(join(path, ".."), { recursive: true });
  // an abandoned set would take hundreds of megabytes
  await sweepStaleParts(join(path, ".."));
  const json = new TextEncoder().encode(JSON.stringify(header));
  const content = [lengthOf(json), sha256(json), json, bytesOf(images), labels];
  // what a power cut spoils isn't whole at the next start, and made again
  await writeFileAtomic(path, content, { synced: false });
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest();
}

/** A length as 4 bytes, lowest first. */
function lengthOf(bytes: Uint8Array): Uint8Array {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, bytes.length, true);
  return four;
}

async function readHeader(file: Deno.FsFile): Promise<Header> {
  const four = await readShared(file, 4);
  const length = new DataView(four.buffer).getUint32(0, true);
  if (length > (await file.stat()).size) throw new RangeError("header longer than the file");
  const expected = await readShared(file, 32);
  // TextDecoder accepts no shared memory
  const json = (await readShared(file, length)).slice();
  if (sha256(json).some((byte, i) => byte !== expected[i])) throw new RangeError("header damaged");
  return JSON.parse(new TextDecoder().decode(json));
}

/** Reads that many bytes into shared memory. */
function readShared(file: Deno.FsFile, length: number): Promise<Uint8Array<SharedArrayBuffer>> {
  return readInto(file, new Uint8Array(new SharedArrayBuffer(length)));
}

/** Fills memory from a file. */
async function readInto<Memory extends Dataset["images"]>(
  file: Deno.FsFile,
  memory: Memory,
): Promise<Memory> {
  const bytes = bytesOf(memory);
  for (let done = 0; done < bytes.length;) {
    const read = await file.read(bytes.subarray(done));
    if (read === null) throw new RangeError("file cut short");
    done += read;
  }
  return memory;
}
