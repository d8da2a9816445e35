/** @module Images in other sizes: nearest pixels, bilinear interpolation, and their gradients. */
import type { Address } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";

/** Work is cut in about so many parts, whatever the number of threads. */
const PARTS = 32;
/** Channels of a part of a gradient: whole cache lines. */
const CHUNK = 32;

/** How places in the output become places in the input. */
interface Settings {
  alignCorners: boolean;
  halfPixelCenters?: boolean;
}

/** Where each index of an axis comes from, as assembly/resize.ts reads it. */
type Table = (inSize: number, outSize: number, settings: Settings) => Int32Array;

/** The kernels of this file. */
export const resizeKernels: Record<string, KernelFunction> = {
  ResizeBilinear: resize("ResizeBilinear", "resizeBilinear", bilinearTable),
  ResizeBilinearGrad: gradient("ResizeBilinearGrad", "resizeBilinearGradient", bilinearTable),
  ResizeNearestNeighbor: resize("ResizeNearestNeighbor", "resizeNearest", nearestTable),
  ResizeNearestNeighborGrad: gradient(
    "ResizeNearestNeighborGrad",
    "resizeNearestGradient",
    nearestTable,
  ),
};

function resize(
  name: string,
  kernel: "resizeBilinear" | "resizeNearest",
  table: Table,
): KernelFunction {
  return (call) => {
    const { inputs: { images }, backend, attrs } = call;
    const [outHeight, outWidth] = attrs.size as [number, number];
    const [count, height, width, channels] = images.shape;
    const rows = count * outHeight;
    const own = images.dtype === "float32" && !images.shape.includes(0) && rows * outWidth > 0;
    if (!own) return onCpu(name, call);
    const y = backend.allocate([count, outHeight, outWidth, channels]);
    const tables: [Int32Array, Int32Array] = [
      table(height, outHeight, attrs),
      table(width, outWidth, attrs),
    ];
    const perPart = Math.ceil(rows / PARTS);
    withTables(
      backend,
      tables,
      (rowTable, columnTable) =>
        backend.pool.run(kernel, Math.ceil(rows / perPart), {
          x: backend.address(images),
          y: backend.address(y),
          rowTable,
          columnTable,
          rows,
          height,
          width,
          channels,
          outHeight,
          outWidth,
          rowsPerPart: perPart,
        }),
    );
    return y;
  };
}

function gradient(
  name: string,
  kernel: "resizeBilinearGradient" | "resizeNearestGradient",
  table: Table,
): KernelFunction {
  return (call) => {
    const { inputs: { images, dy }, backend, attrs } = call;
    const [count, height, width, channels] = images.shape;
    const [, outHeight, outWidth] = dy.shape;
    const own = images.dtype === "float32" && !images.shape.includes(0) && !dy.shape.includes(0);
    if (!own) return onCpu(name, call);
    const dx = backend.allocate(images.shape);
    const tables: [Int32Array, Int32Array] = [
      table(height, outHeight, attrs),
      table(width, outWidth, attrs),
    ];
    withTables(
      backend,
      tables,
      (rowTable, columnTable) =>
        backend.pool.run(kernel, count * Math.ceil(channels / CHUNK), {
          dy: backend.address(dy),
          dx: backend.address(dx),
          rowTable,
          columnTable,
          height,
          width,
          channels,
          outHeight,
          outWidth,
          chunk: CHUNK,
        }),
    );
    return dx;
  };
}

/** Lends both tables, in the kernels' memory. */
function withTables(
  backend: SimdBackend,
  tables: [rows: Int32Array, columns: Int32Array],
  use: (rowTable: Address, columnTable: Address) => void,
): void {
  const tensors = tables.map((values) => {
    const tensor = backend.allocate([values.length], "int32");
    (backend.values(tensor) as Int32Array).set(values);
    return tensor;
  });
  use(backend.address(tensors[0]), backend.address(tensors[1]));
  for (const tensor of tensors) backend.disposeIntermediateTensorInfo(tensor);
}

function nearestTable(inSize: number, outSize: number, settings: Settings): Int32Array {
  const { alignCorners, halfPixelCenters } = settings;
  return Int32Array.from({ length: outSize }, (_, i) => {
    const place = (halfPixelCenters ? i + 0.5 : i) * scaleOf(inSize, outSize, alignCorners);
    return Math.min(inSize - 1, alignCorners ? Math.round(place) : Math.floor(place));
  });
}

function bilinearTable(inSize: number, outSize: number, settings: Settings): Int32Array {
  const { alignCorners, halfPixelCenters } = settings;
  const table = new Int32Array(outSize * 3), shares = new Float32Array(table.buffer);
  for (let i = 0; i < outSize; i++) {
    const scale = scaleOf(inSize, outSize, alignCorners);
    const place = halfPixelCenters ? (i + 0.5) * scale - 0.5 : i * scale;
    const inside = Math.min(Math.max(place, 0), inSize - 1), lower = Math.floor(inside);
    table[3 * i] = lower;
    table[3 * i + 1] = Math.min(inSize - 1, lower + 1);
    shares[3 * i + 2] = inside - lower;
  }
  return table;
}

function scaleOf(inSize: number, outSize: number, alignCorners: boolean): number {
  return alignCorners && outSize > 1 ? (inSize - 1) / (outSize - 1) : inSize / outSize;
}
