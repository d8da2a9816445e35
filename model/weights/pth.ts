import type { FloatType } from "./floats.ts";
import { Global, Made, Outside, unpickle, type Value } from "./pickle.ts";
import { shown } from "./shown.ts";
import { readStoredZip } from "./stored_zip.ts";
import { bytesOf, lazyTensor, type WeightsFile } from "./tensor.ts";

/** What a storage's class in a pickle says of its values: counters are integers of 8 bytes. */
const STORAGES: Record<string, { type?: FloatType; width: number }> = {
  "torch.FloatStorage": { type: "F32", width: 4 },
  "torch.HalfStorage": { type: "F16", width: 2 },
  "torch.BFloat16Storage": { type: "BF16", width: 2 },
  "torch.LongStorage": { width: 8 },
};

/** The first object of a file of PyTorch before 1.6. */
const MAGIC = 0x1950a86a20f9469cfc6cn;

/** A stretch of values that tensors are cut from. */
interface Storage {
  key: string;
  type?: FloatType;
  width: number;
  count: number;
}

/** A tensor as the pickle describes it. */
interface Entry {
  name: string;
  storage: Storage;
  offset: number;
  shape: number[];
}

/**
 * Reads a state dict that `torch.save` wrote: a zip archive since PyTorch 1.6, pickles and values in a
 * row before, as torchvision's older files still are. No pickle is executed.
 *
 * @param bytes The whole file; nothing in it is trusted
 * @returns Its tensors, which share the file's memory
 * @throws {TypeError} If it is cut short, contradicts itself, or holds anything but a state dict; the
 * message completes "Cannot read …:"
 */
export function readPth(bytes: Uint8Array): WeightsFile {
  return { tensors: isZip(bytes) ? readArchive(bytes) : readRow(bytes), metadata: {} };
}

/**
 * Whether a file is a `.pth`, by its first bytes: of a zip archive, or of the magic number's pickle.
 *
 * @param bytes The file
 * @returns Whether it is
 */
export function isPth(bytes: Uint8Array): boolean {
  return isZip(bytes) || [0x80, 0x02, 0x8a, 0x0a].every((byte, i) => bytes[i] === byte);
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function readArchive(bytes: Uint8Array): WeightsFile["tensors"] {
  const files = readStoredZip(bytes);
  const description = [...files.keys()].find((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (description === undefined) {
    throw new TypeError("it must hold data.pkl, as torch.save writes it, and does not");
  }
  const folder = description.slice(0, -"data.pkl".length);
  const order = files.get(`${folder}byteorder`);
  if (order && new TextDecoder().decode(order) !== "little") {
    throw new TypeError("its numbers must be little-endian, and are not");
  }
  const entries = entriesOf(unpickle(files.get(description)!).value);
  return tensorsOf(entries, (key) => files.get(`${folder}data/${key}`));
}

/** Magic number, protocol, machine, state dict, the storages' keys, then each storage. */
function readRow(bytes: Uint8Array): WeightsFile["tensors"] {
  let at = 0;
  const next = (): Value => {
    const { value, end } = unpickle(bytes, at);
    at = end;
    return value;
  };
  if (next() !== MAGIC) throw new TypeError("it must begin with PyTorch's magic number");
  const [protocol, machine] = [next(), next()];
  if (protocol !== 1001 || !(machine instanceof Map) || machine.get("little_endian") !== true) {
    throw new TypeError("it must be of PyTorch's protocol 1001 and little-endian, and is not");
  }
  const entries = entriesOf(next());
  const widths = new Map(entries.map(({ storage }) => [storage.key, storage.width]));
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
  return tensorsOf(entries, (key) => storages.get(key));
}

/** The tensors of a state dict. */
function entriesOf(dictionary: Value): Entry[] {
  if (!(dictionary instanceof Map)) {
    throw new TypeError("it must hold a state dict, tensors by name, and does not");
  }
  return [...dictionary].map(([name, made]) => {
    if (typeof name !== "string" || !(made instanceof Made) || made.by !== REBUILD) {
      throw new TypeError(
        `it must hold nothing but tensors by name; ${shown(name)} is none`,
      );
    }
    const [outside, offset, shape, strides] = made.args;
    const storage = storageOf(name, outside);
    const bytes = bytesOf(shape, storage.width);
    const isInside = bytes !== undefined && Number.isSafeInteger(offset) &&
      (offset as number) >= 0 && (offset as number) * storage.width + bytes <=
        storage.count * storage.width;
    if (!isInside) {
      throw new TypeError(`${shown(name)} must lie inside its storage of ${storage.count} values`);
    }
    if (!isContiguous(shape as number[], strides)) {
      throw new TypeError(
        `${shown(name)} must lie value by value, got strides of ${shown(strides)}`,
      );
    }
    return { name, storage, offset: offset as number, shape: shape as number[] };
  });
}

const REBUILD = "torch._utils._rebuild_tensor_v2";

/** From the tuple ("storage", class, key, device, count), and a view of it that is always nothing. */
function storageOf(name: string, outside: Value | undefined): Storage {
  const id = outside instanceof Outside && Array.isArray(outside.id) ? outside.id : [];
  const [word, type, key, , count, view = null] = id;
  const kind = type instanceof Global ? STORAGES[type.name] : undefined;
  const isKnown = word === "storage" && kind !== undefined && typeof key === "string" &&
    view === null && Number.isSafeInteger(count) && (count as number) >= 0;
  if (!isKnown) throw new TypeError(`${shown(name)} must say which storage it is cut from`);
  return { key, ...kind, count: count as number };
}

/** Whether strides are those of values in a row; where there is one value any stride will do. */
function isContiguous(shape: readonly number[], strides: Value | undefined): boolean {
  if (!Array.isArray(strides) || strides.length !== shape.length) return false;
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] > 1 && strides[axis] !== expected) return false;
    expected *= shape[axis];
  }
  return true;
}

function tensorsOf(
  entries: readonly Entry[],
  bytesOfStorage: (key: string) => Uint8Array | undefined,
): WeightsFile["tensors"] {
  const tensors: WeightsFile["tensors"] = new Map();
  for (const { name, storage, offset, shape } of entries) {
    const { key, type, width, count } = storage;
    const bytes = bytesOfStorage(key);
    if (bytes?.length !== count * width) {
      throw new TypeError(
        `storage ${shown(key)} of ${shown(name)} must have ${count * width} bytes, got ${
          bytes?.length ?? "none"
        }`,
      );
    }
    if (type === undefined) continue;
    const start = offset * width;
    const size = bytesOf(shape, width)!;
    tensors.set(name, lazyTensor(bytes.subarray(start, start + size), type, shape));
  }
  return tensors;
}
