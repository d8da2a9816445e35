import { crc32, inflateRawSync } from "node:zlib";

// signatures of APPNOTE.TXT, 4.3: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
const END = 0x06054b50, DIRECTORY = 0x02014b50, LOCAL = 0x04034b50;
const END_BYTES = 22, LONGEST_COMMENT = 65535;

/** Whether a file is a zip archive, as NumPy's `.npz` are. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * The one array of a NumPy archive, `.npz`, unpacked.
 *
 * @param bytes The archive.
 * @param most The most bytes that it may unpack to.
 * @returns The content of its `.npy`.
 * @throws {TypeError} If it is damaged, contains no array or several, or one that is too large.
 */
export function arrayOfNpz(bytes: Uint8Array, most: number): Uint8Array {
  try {
    return unpack(bytes, most);
  } catch (cause) {
    const reason = cause instanceof RangeError && !("code" in cause)
      ? "it is damaged or cut short"
      : (cause as Error).message;
    throw new TypeError(`Cannot decode labels of the NumPy archive: ${reason}`, { cause });
  }
}

function unpack(bytes: Uint8Array, most: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_BYTES;
  const first = Math.max(0, end - LONGEST_COMMENT);
  while (end >= first && view.getUint32(end, true) !== END) end--;
  if (end < first) throw new Error("it is cut short");
  const names: string[] = [];
  let found = -1;
  for (let at = view.getUint32(end + 16, true), left = view.getUint16(end + 10, true); left--;) {
    if (view.getUint32(at, true) !== DIRECTORY) throw new Error("its directory is damaged");
    const [name, more, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    names.push(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)));
    if (names.at(-1)!.endsWith(".npy")) found = at;
    at += 46 + name + more + comment;
  }
  const arrays = names.filter((name) => name.endsWith(".npy"));
  if (arrays.length !== 1) {
    throw new Error(
      `it must contain one array, got ${arrays.length}${
        arrays.length > 0 ? `: ${arrays.slice(0, 5).join(", ")}` : ""
      }`,
    );
  }
  return entryAt(bytes, view, found, most);
}

function entryAt(bytes: Uint8Array, view: DataView, at: number, most: number): Uint8Array {
  const method = view.getUint16(at + 10, true), packed = view.getUint32(at + 20, true);
  const checksum = view.getUint32(at + 16, true);
  const size = view.getUint32(at + 24, true), local = view.getUint32(at + 42, true);
  if (size > most) throw new Error(`its array must have at most ${most} bytes, got ${size}`);
  if (view.getUint32(local, true) !== LOCAL) throw new Error("its entry is damaged");
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const content = bytes.subarray(start, start + packed);
  if (method !== 0 && method !== 8) throw new Error(`it is packed by method ${method}`);
  // an entry larger than it claims is given up
  const array = method === 0
    ? content
    : inflateRawSync(content, { maxOutputLength: size + 2 ** 10 });
  if (array.length !== size) {
    throw new Error(`its array must have ${size} bytes, got ${array.length}`);
  }
  if (crc32(array) !== checksum) throw new Error("its array is damaged, its checksum is wrong");
  return array;
}
