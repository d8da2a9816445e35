/** @module Max pooling, and its gradient: over 2 x 2 here. */
import type * as tf from "@tensorflow/tfjs-core";
import type { KernelFunction } from "../kernel_call.ts";
import { pool, poolGradient } from "./windows.ts";

const PARTS = 16;

/** Whether there are windows, all of 2 x 2, that don't overlap and lie within the image. */
function isHalving(
  { filterSize, strides, pad }: { filterSize: unknown; strides: unknown; pad: unknown },
  { dtype, shape }: tf.TensorInfo,
): boolean {
  const two = (value: unknown) => [value].flat().every((size) => size === 2);
  return dtype === "float32" && two(filterSize) && two(strides) &&
    (pad === "same" || pad === "valid" || pad === 0) && shape[1] % 2 === 0 &&
    shape[2] % 2 === 0 && !shape.includes(0);
}

const maxPool: KernelFunction = (call) => {
  const { inputs: { x }, backend, attrs } = call;
  if (!isHalving(attrs, x)) return pool("MaxPool", call);
  const [images, height, width, channels] = x.shape;
  const y = backend.allocate([images, height / 2, width / 2, channels]);
  const rows = images * height / 2;
  const perPart = Math.ceil(rows / PARTS);
  backend.pool.run("maxPool", Math.ceil(rows / perPart), {
    x: backend.address(x),
    y: backend.address(y),
    rows,
    width: width / 2,
    channels,
    rowsPerPart: perPart,
  });
  return y;
};

const maxPoolGradient: KernelFunction = (call) => {
  const { inputs: { dy, input, output }, backend, attrs } = call;
  if (!isHalving(attrs, input)) return poolGradient("MaxPoolGrad", call);
  const dx = backend.allocate(input.shape);
  const [images, height, width, channels] = output.shape;
  const rows = images * height;
  const perPart = Math.ceil(rows / PARTS);
  backend.pool.run("maxPoolGradient", Math.ceil(rows / perPart), {
    dy: backend.address(dy),
    x: backend.address(input),
    y: backend.address(output),
    dx: backend.address(dx),
    rows,
    width,
    channels,
    rowsPerPart: perPart,
  });
  return dx;
};

/** The kernels of this file. */
export const poolingKernels: Record<string, KernelFunction> = {
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGradient,
};
