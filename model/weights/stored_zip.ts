import { shown } from "./shown.ts";

/** Bytes of the record at the end, of a directory entry, and of the header before a file's data. */
const [END, ENTRY, LOCAL] = [22, 46, 30];

/**
 * Lists the files of a zip archive as PyTorch writes it: none compressed, none encrypted, nothing after the
 * directory, less than 4 GB. General readers allocate what a file claims to contain; this one, which trusts
 * nothing, only returns views of the archive's memory.
 */
export function readStoredZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - END;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) {
    throw new TypeError("it must end with the directory of a zip archive, and does not");
  }
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  const files = new Map<string, Uint8Array>();
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + ENTRY > end || view.getUint32(at, true) !== 0x02014b50) {
      throw new TypeError(`its directory must list ${count} files, got ${i}`);
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
      view.getUint16(at + place, true)
    );
    const name = new TextDecoder().decode(bytes.subarray(at + ENTRY, at + ENTRY + nameLength));
    if (files.has(name)) throw new TypeError(`its directory must list ${shown(name)} once`);
    files.set(name, dataOf(bytes, view, { at, name, start }));
    at += ENTRY + nameLength + extraLength + commentLength;
  }
  return files;
}

/** The data of a directory entry; the directory starts after all data. */
function dataOf(
  bytes: Uint8Array,
  view: DataView,
  { at, name, start }: { at: number; name: string; start: number },
): Uint8Array {
  const method = view.getUint16(at + 10, true);
  const isEncrypted = (view.getUint16(at + 8, true) & 1) === 1;
  const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
  if (method !== 0 || isEncrypted || packed !== size) {
    if (/^[^/]+\/code\//.test(name)) {
      throw new TypeError(
        "it must contain a state dict, and is a TorchScript program, which needs PyTorch; save " +
          "its state_dict()",
      );
    }
    const why = isEncrypted ? "encrypted" : method !== 0 ? "compressed" : "damaged";
    throw new TypeError(
      `${shown(name)} must lie in the archive as torch.save puts it there, and is ${why}; ` +
        "if weights are packed in it, unpack them first",
    );
  }
  const local = view.getUint32(at + 42, true);
  if (local + LOCAL > start || view.getUint32(local, true) !== 0x04034b50) {
    throw new TypeError(`${shown(name)} must begin inside the archive, got byte ${local}`);
  }
  const data = local + LOCAL + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (data + size > start) {
    throw new TypeError(`${shown(name)} must end inside the archive, got byte ${data + size}`);
  }
  return bytes.subarray(data, data + size);
}
