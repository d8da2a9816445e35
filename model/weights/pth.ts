import { unpickle, type Value } from "./pickle.ts";
import { shown } from "./shown.ts";
import { cutTensors, findStateDict, storageOf } from "./state_dict.ts";
import { readStoredZip } from "./stored_zip.ts";
import type { WeightsFile } from "./tensor.ts";

/** The first object in files of PyTorch before 1.6. */
const MAGIC = 0x1950a86a20f9469cfc6cn;

/**
 * Reads a state dict that `torch.save` wrote: a zip archive since PyTorch 1.6, a sequence of pickles and
 * values before, as torchvision's older files still are. No pickle is executed, and nothing in the file is
 * trusted; the tensors share its memory. Errors complete "Cannot read …: ".
 */
export function readPth(bytes: Uint8Array): WeightsFile {
  const { value, bytesOf } = isZip(bytes) ? readArchive(bytes) : readRow(bytes);
  const { dictionary, under } = findStateDict(value);
  const notes = under === undefined ? [] : [`a whole checkpoint, of which "${under}" is used`];
  return { ...cutTensors(dictionary, bytesOf), notes, metadata: {} };
}

/** Whether a file is a `.pth` by its first bytes: a zip archive, or the magic number's pickle. */
export function isPth(bytes: Uint8Array): boolean {
  return isZip(bytes) || [0x80, 0x02, 0x8a, 0x0a].every((byte, i) => bytes[i] === byte);
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** What was saved, and the bytes of the storages that its tensors are cut from. */
interface Saved {
  value: Value;
  bytesOf(key: string): Uint8Array | undefined;
}

function readArchive(bytes: Uint8Array): Saved {
  const files = readStoredZip(bytes);
  const description = [...files.keys()].find((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (description === undefined) {
    throw new TypeError("it must contain data.pkl, as torch.save writes it, and does not");
  }
  const folder = description.slice(0, -"data.pkl".length);
  const order = files.get(`${folder}byteorder`);
  if (order && new TextDecoder().decode(order) !== "little") {
    throw new TypeError("its numbers must be little-endian, and are not");
  }
  const { value } = unpickle(files.get(description)!);
  return { value, bytesOf: (key) => files.get(`${folder}data/${key}`) };
}

/** Reads magic number, protocol, machine, state dict, the storages' keys, then each storage. */
function readRow(bytes: Uint8Array): Saved {
  let at = 0;
  const read = () => {
    const pickled = unpickle(bytes, at);
    at = pickled.end;
    return pickled;
  };
  const next = () => read().value;
  if (next() !== MAGIC) throw new TypeError("it must begin with PyTorch's magic number");
  const [protocol, machine] = [next(), next()];
  if (protocol !== 1001 || !(machine instanceof Map) || machine.get("little_endian") !== true) {
    throw new TypeError("it must use PyTorch's protocol 1001 and be little-endian, and does not");
  }
  const { value, outside } = read();
  const widths = new Map(
    outside.flatMap((one) => storageOf(one) ?? []).map(({ key, width }) => [key, width]),
  );
  const keys = next();
  const storages = new Map<Value, Uint8Array>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const key of Array.isArray(keys) ? keys : []) {
    const width = widths.get(key as string);
    const rest = bytes.length - at - 8;
    const count = rest < 0 ? Infinity : Number(view.getBigUint64(at, true));
    if (width === undefined || count * width > rest) {
      throw new TypeError(
        `storage ${shown(key)} must lie inside the file, and does not`,
      );
    }
    at += 8 + count * width;
    storages.set(key, bytes.subarray(at - count * width, at));
  }
  return { value, bytesOf: (key) => storages.get(key) };
}
