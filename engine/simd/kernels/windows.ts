/** @module Average pooling, and max pooling over other windows than 2 x 2. */
import * as tf from "@tensorflow/tfjs-core";
import { type KernelCall, type KernelFunction, onCpu } from "../kernel_call.ts";
import type { Shape4D } from "./geometry.ts";

/** Work is cut in about so many parts, whatever the number of threads. */
const PARTS = 32;
/** Channels of a part of the gradient: whole cache lines. */
const CHUNK = 32;

/** Pools, whatever the window; tfjs-backend-cpu's where it is dilated. */
export function pool(name: "AvgPool" | "MaxPool", call: KernelCall): tf.TensorInfo {
  const { inputs: { x }, backend, attrs } = call;
  const info = infoOf(x, attrs);
  if (info === null) return onCpu(name, call) as tf.TensorInfo;
  const y = backend.allocate(info.outShape);
  const rows = info.batchSize * info.outHeight;
  const perPart = Math.ceil(rows / PARTS);
  backend.pool.run("poolWindows", Math.ceil(rows / perPart), {
    x: backend.address(x),
    y: backend.address(y),
    rows,
    ...sizesOf(info),
    average: Number(name === "AvgPool"),
    rowsPerPart: perPart,
  });
  return y;
}

/** The gradient of {@link pool}. */
export function poolGradient(
  name: "AvgPoolGrad" | "MaxPoolGrad",
  call: KernelCall,
): tf.TensorInfo {
  const { inputs: { dy, input, output }, backend, attrs } = call;
  const info = infoOf(input, attrs);
  if (info === null) return onCpu(name, call) as tf.TensorInfo;
  const dx = backend.allocate(input.shape);
  const average = name === "AvgPoolGrad";
  // an average needs no values but dy's
  backend.pool.run("poolWindowsGradient", info.batchSize * Math.ceil(info.inChannels / CHUNK), {
    dy: backend.address(dy),
    x: backend.address(average ? dy : input),
    y: backend.address(average ? dy : output),
    dx: backend.address(dx),
    ...sizesOf(info),
    average: Number(average),
    chunk: CHUNK,
  });
  return dx;
}

/** The kernels of this file. */
export const windowKernels: Record<string, KernelFunction> = {
  AvgPool: (call) => pool("AvgPool", call),
  AvgPoolGrad: (call) => poolGradient("AvgPoolGrad", call),
};

function infoOf(
  x: tf.TensorInfo,
  attributes: KernelCall["attrs"],
): tf.backend_util.Conv2DInfo | null {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const shape = x.shape as Shape4D;
  const info = tf.backend_util.computePool2DInfo(
    shape,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return x.dtype === "float32" && !x.shape.includes(0) && info.outHeight * info.outWidth > 0
    ? info
    : null;
}

/** The arguments that both kernels share. */
function sizesOf(info: tf.backend_util.Conv2DInfo) {
  return {
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    windowHeight: info.filterHeight,
    windowWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}
