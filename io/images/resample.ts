import { RESIZE } from "./kernels/resize.generated.ts";
import { wholeTriangleFilter } from "./triangle.ts";

/** The kernels; addresses are places in their memory, see kernels/resize.ts. */
interface Kernels {
  resizeRows(
    source: number,
    row: number,
    rows: number,
    table: number,
    stride: number,
    width: number,
    result: number,
  ): void;
  resizeColumns(
    source: number,
    row: number,
    table: number,
    stride: number,
    height: number,
    result: number,
  ): void;
}

/** Kernels and their memory. */
interface Running {
  kernels: Kernels;
  memory: WebAssembly.Memory;
}

const PAGE = 2 ** 16;

/** Memory above which it is not kept: WebAssembly's memory grows and never shrinks. */
const KEPT_BYTES = 64 * 2 ** 20;

/** Bytes of an image that are resized at a time; they fit a processor's cache. */
const STRIP = 2 ** 18;

/** What kernels read or write beyond the end. */
const SLACK = 16;

let module: WebAssembly.Module | undefined, running: Running | undefined;

/**
 * Resizes RGB, rows first; see `resizePhotograph`.
 *
 * @param data Shape [from height, from width, 3].
 * @param from Its width and height.
 * @param to The result's.
 * @returns Shape [to height, to width, 3].
 */
export function resample(
  data: Uint8Array,
  from: { width: number; height: number },
  to: { width: number; height: number },
): Uint8Array {
  const row = from.width * 3, narrow = to.width * 3;
  const across = triangleTable(from.width, to.width, 3);
  const down = triangleTable(from.height, to.height, narrow);
  const strip = Math.max(1, Math.min(from.height, Math.floor(STRIP / row)));
  // one after the other: tables, a strip, all its rows once they are narrow, and the result
  const downAt = across.words.byteLength, source = downAt + down.words.byteLength;
  const middle = source + strip * row + SLACK;
  const result = middle + (from.height + 1) * narrow + SLACK;
  const size = to.height * narrow;
  const { kernels, memory } = withMemory(result + size + SLACK);
  const bytes = new Uint8Array(memory.buffer), words = new Int32Array(memory.buffer);
  words.set(across.words);
  words.set(down.words, downAt / 4);
  for (let y = 0; y < from.height; y += strip) {
    const rows = Math.min(strip, from.height - y);
    bytes.set(data.subarray(y * row, (y + rows) * row), source);
    const narrowed = middle + y * narrow;
    kernels.resizeRows(source, row, rows, 0, across.stride, to.width, narrowed);
  }
  kernels.resizeColumns(middle, narrow, downAt, down.stride, to.height, result);
  const resized = bytes.slice(result, result + size);
  if (memory.buffer.byteLength > KEPT_BYTES) running = undefined;
  return resized;
}

/** The kernels with so much memory. */
function withMemory(bytes: number): Running {
  const pages = Math.ceil(bytes / PAGE);
  if (running === undefined) {
    module ??= new WebAssembly.Module(Uint8Array.fromBase64(RESIZE));
    const memory = new WebAssembly.Memory({ initial: pages });
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    running = { kernels: exports as unknown as Kernels, memory };
  }
  const missing = pages - running.memory.buffer.byteLength / PAGE;
  if (missing > 0) running.memory.grow(missing);
  return running;
}

/** Weights are stored in halves; the lower has so many binary places. */
const LOWER = 11;

/** The inputs under the filter of each output, and their weights, as the kernels want them. */
interface Table {
  /** Per output: the first input's place, how many pairs of inputs, and their weights. */
  words: Int32Array;
  /** Words per output. */
  stride: number;
}

/**
 * @param from How many inputs there are.
 * @param to How many outputs.
 * @param step Bytes from an input to the next.
 */
function triangleTable(from: number, to: number, step: number): Table {
  const filter = wholeTriangleFilter(from, to), pairs = (filter.stride + 1) >> 1;
  const stride = 2 + 2 * pairs, words = new Int32Array(to * stride);
  const halves = new Int16Array(words.buffer);
  for (let i = 0; i < to; i++) {
    const count = filter.counts[i];
    words[i * stride] = filter.starts[i] * step;
    words[i * stride + 1] = (count + 1) >> 1;
    for (let k = 0; k < count; k++) {
      const weight = filter.values[i * filter.stride + k];
      const at = (i * stride + 2 + (k & ~1)) * 2 + (k & 1);
      halves[at] = weight & ((1 << LOWER) - 1);
      halves[at + 2] = weight >> LOWER;
    }
  }
  return { words, stride };
}
