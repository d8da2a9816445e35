import { isObject } from "../../core/mod.ts";
import { shown } from "./shown.ts";
import { bytesOf, inARow, isFloatType, lazyTensor, type WeightsFile } from "./tensor.ts";

/** Bytes of the header's length, at the start of the file. */
const PREFIX = 8;

/** Far more than any encoder's header has; safetensors itself allows 100 MB. */
const LONGEST_HEADER = 8 * 2 ** 20;

/** Bytes per value of each type of https://github.com/huggingface/safetensors. */
const WIDTHS = new Map([
  ["BOOL", 1],
  ["U8", 1],
  ["I8", 1],
  ["F8_E4M3", 1],
  ["F8_E5M2", 1],
  ["U16", 2],
  ["I16", 2],
  ["F16", 2],
  ["BF16", 2],
  ["U32", 4],
  ["I32", 4],
  ["F32", 4],
  ["U64", 8],
  ["I64", 8],
  ["F64", 8],
]);

/** A tensor's entry in the header, with its place in the data. */
interface Entry {
  name: string;
  type: string;
  shape: number[];
  start: number;
  end: number;
}

/**
 * Reads a safetensors file: a JSON header with names and places of tensors, then their bytes, without gap
 * or overlap. Nothing in the file is trusted; the tensors share its memory. Errors complete
 * "Cannot read …: ".
 */
export function readSafetensors(bytes: Uint8Array): WeightsFile {
  const { header, data } = split(bytes);
  const { __metadata__: metadata = {}, ...described } = header;
  if (!isObject(metadata) || Object.values(metadata).some((text) => typeof text !== "string")) {
    throw new TypeError("its metadata must be strings by name, and is not");
  }
  const entries = Object.entries(described).map(([name, entry]) => checked(name, entry));
  checkPlaces(entries, data.length);
  const tensors: WeightsFile["tensors"] = new Map();
  const others: WeightsFile["others"] = new Map();
  for (const { name, type, shape, start, end } of entries) {
    const bytes = data.subarray(start, end);
    if (isFloatType(type)) tensors.set(name, lazyTensor(bytes, type, inARow(shape)));
    else others.set(name, type);
  }
  return { tensors, others, notes: [], metadata: metadata as Record<string, string> };
}

/** Whether a file may be a safetensors file: its header begins with a brace. */
export function isSafetensors(bytes: Uint8Array): boolean {
  return bytes[PREFIX] === 0x7b;
}

function split(bytes: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  const rest = bytes.length - PREFIX;
  const length = rest < 0
    ? undefined
    : Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length === undefined || length > rest || length > LONGEST_HEADER) {
    throw new TypeError(
      `its header must have at most ${Math.min(Math.max(rest, 0), LONGEST_HEADER)} bytes, ` +
        `got ${length ?? "none"}`,
    );
  }
  let header: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true });
    header = JSON.parse(text.decode(bytes.subarray(PREFIX, PREFIX + length)));
  } catch {
    // reported below
  }
  if (!isObject(header)) throw new TypeError("its header must be a JSON object, and is not");
  return { header, data: bytes.subarray(PREFIX + length) };
}

function checked(name: string, entry: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
  const width = typeof dtype === "string" ? WIDTHS.get(dtype) : undefined;
  if (width === undefined) {
    throw new TypeError(
      `the type of ${shown(name)} must be one of ${[...WIDTHS.keys()].join(", ")}, ` +
        `got ${shown(dtype)}`,
    );
  }
  const size = bytesOf(shape, width);
  if (size === undefined) {
    throw new TypeError(`the shape of ${shown(name)} must be a list of sizes, got ${shown(shape)}`);
  }
  const [start, end, ...more] = Array.isArray(offsets) ? offsets : [];
  const isRange = Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0;
  if (!isRange || more.length > 0 || end - start !== size) {
    throw new TypeError(
      `the offsets of ${shown(name)} must enclose the ${size} bytes of its shape, got ${
        shown(offsets)
      }`,
    );
  }
  return { name, type: dtype as string, shape: shape as number[], start, end };
}

/** Checks that the tensors fill the data without gap or overlap. */
function checkPlaces(entries: readonly Entry[], length: number): void {
  let end = 0;
  let before = "its header";
  for (const entry of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (entry.start !== end) {
      throw new TypeError(
        `${shown(entry.name)} must begin at byte ${end}, where ${before} ends, got ${entry.start}`,
      );
    }
    [end, before] = [entry.end, shown(entry.name)];
  }
  if (end !== length) {
    throw new TypeError(`its tensors must fill ${end} bytes, got ${length}`);
  }
}
