import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { writeAll } from "./write.ts";

/** How {@linkcode unzip} unpacks. */
export interface UnzipOptions {
  /** Which entries to unpack, by their name in the archive. @default {all} */
  take?: (name: string) => boolean;
  /** Called with the name of each file that was unpacked. */
  onEntry?: (name: string) => void;
}

/** A file in the archive, as its central directory lists it. */
interface Entry {
  name: string;
  /** 0 for stored, 8 for deflated. */
  method: number;
  packed: number;
  size: number;
  /** CRC-32 of its content. */
  checksum: number;
  /** Where its local header begins. */
  start: number;
}

/**
 * Unpacks files of a zip archive, such as a Python wheel, one by one, without reading the others. Archives of 4 GB and more are refused.
 *
 * @param path The archive.
 * @param folder Where to unpack; made if missing. Use a fresh one: what was unpacked before an
 *   error stays.
 * @param options What to unpack, and progress.
 * @throws {Error} If the archive is damaged, cut short, or contains a name that leads outside.
 */
export async function unzip(
  path: string,
  folder: string,
  { take = () => true, onEntry = () => {} }: UnzipOptions = {},
): Promise<void> {
  using file = await Deno.open(path);
  try {
    for (const entry of await readDirectory(file)) {
      if (!take(entry.name) || entry.name.endsWith("/")) continue;
      if (entry.name.split(/[/\\]/).includes("..") || /^([/\\]|[A-Za-z]:)/.test(entry.name)) {
        throw new Error(`the entry ${entry.name} leads outside the folder`);
      }
      await unpackEntry(file, entry, join(folder, entry.name));
      onEntry(entry.name);
    }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot unpack ${path}: ${message}`, { cause });
  }
}

// signatures and fields of APPNOTE.TXT, 4.3: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
const END = 0x06054b50, DIRECTORY = 0x02014b50, LOCAL = 0x04034b50;
const END_BYTES = 22, LONGEST_COMMENT = 65535, WHOLE = 0xffffffff;

async function readDirectory(file: Deno.FsFile): Promise<Entry[]> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - END_BYTES - LONGEST_COMMENT), size);
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== END) end--;
  if (end < 0) throw new Error("it isn't a zip archive, or it is cut short");
  const count = tail.getUint16(end + 10, true);
  const bytes = tail.getUint32(end + 12, true), start = tail.getUint32(end + 16, true);
  if (start === WHOLE || count === 0xffff) throw new Error("it must be smaller than 4 GB");

  const directory = await readAt(file, start, start + bytes);
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count;) {
    const isEntry = at + 46 <= bytes && directory.getUint32(at, true) === DIRECTORY;
    const nameLength = isEntry ? directory.getUint16(at + 28, true) : 0;
    if (!isEntry || at + 46 + nameLength > bytes) throw new Error("its directory is damaged");
    entries.push({
      name: new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, nameLength)),
      method: directory.getUint16(at + 10, true),
      checksum: directory.getUint32(at + 16, true),
      packed: directory.getUint32(at + 20, true),
      size: directory.getUint32(at + 24, true),
      start: directory.getUint32(at + 42, true),
    });
    const more = directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    at += 46 + nameLength + more;
  }
  return entries;
}

async function unpackEntry(file: Deno.FsFile, entry: Entry, path: string): Promise<void> {
  const { name, method, packed, size, checksum, start } = entry;
  if (method !== 0 && method !== 8) throw new Error(`${name} is packed by method ${method}`);
  const head = await readAt(file, start, start + 30);
  if (head.getUint32(0, true) !== LOCAL) throw new Error(`${name} is damaged`);
  const data = start + 30 + head.getUint16(26, true) + head.getUint16(28, true);

  await Deno.mkdir(dirname(path), { recursive: true });
  using out = await Deno.open(path, { write: true, create: true, truncate: true });
  const bytes = range(file, data, data + packed);
  const unpacked = method === 0 ? bytes : bytes.pipeThrough(new DecompressionStream("deflate-raw"));
  let done = 0, found = 0;
  for await (const part of unpacked) {
    done += part.length;
    // a file larger than it claims is given up before it fills the disk
    if (done > size) break;
    await writeAll(out, part);
    found = crc32(part, found);
  }
  if (done !== size) {
    throw new Error(`${name} must have ${size} bytes, got ${done > size ? "more" : done}`);
  }
  if (found !== checksum) throw new Error(`${name} is damaged, its checksum is wrong`);
}

/** The bytes from `start` to `end` of a file, in pieces. */
function range(
  file: Deno.FsFile,
  start: number,
  end: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = start;
  return new ReadableStream({
    async pull(controller) {
      if (at === end) return controller.close();
      const next = Math.min(end, at + 2 ** 20);
      controller.enqueue(new Uint8Array((await readAt(file, at, next)).buffer));
      at = next;
    },
  });
}

async function readAt(
  file: Deno.FsFile,
  start: number,
  end: number,
): Promise<DataView<ArrayBuffer>> {
  if (end > (await file.stat()).size) throw new Error("it is cut short");
  await file.seek(start, Deno.SeekMode.Start);
  const bytes = new Uint8Array(end - start);
  for (let at = 0; at < bytes.length;) {
    const read = await file.read(bytes.subarray(at));
    if (read === null) throw new Error("it is cut short");
    at += read;
  }
  return new DataView(bytes.buffer);
}
