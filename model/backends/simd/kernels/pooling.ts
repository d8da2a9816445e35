/** @module Max pooling over 2 x 2, and its gradient. */
import { type KernelFunction, onCpu } from "../kernel_call.ts";

const PARTS = 16;

/** Other windows are tfjs-backend-cpu's. */
function isHalving(
  attributes: { filterSize: unknown; strides: unknown },
  shape: number[],
): boolean {
  const two = (value: unknown) => [value].flat().every((size) => size === 2);
  return two(attributes.filterSize) && two(attributes.strides) && shape[1] % 2 === 0 &&
    shape[2] % 2 === 0 && shape[1] > 0 && shape[2] > 0;
}

const maxPool: KernelFunction = (call) => {
  const { inputs: { x }, backend, attrs } = call;
  if (!isHalving(attrs, x.shape)) return onCpu("MaxPool", call);
  const [images, height, width, channels] = x.shape;
  const y = backend.allocate([images, height / 2, width / 2, channels]);
  const rows = images * height / 2;
  const perPart = Math.ceil(rows / PARTS);
  backend.pool.run(
    "maxPool",
    Math.ceil(rows / perPart),
    ...[backend.address(x), backend.address(y), rows, width / 2, channels, perPart],
  );
  return y;
};

const maxPoolGradient: KernelFunction = (call) => {
  const { inputs: { dy, input, output }, backend, attrs } = call;
  if (!isHalving(attrs, input.shape)) return onCpu("MaxPoolGrad", call);
  const dx = backend.allocate(input.shape);
  const [images, height, width, channels] = output.shape;
  const rows = images * height;
  const perPart = Math.ceil(rows / PARTS);
  const tensors = [dy, input, output, dx].map((tensor) => backend.address(tensor));
  backend.pool.run(
    "maxPoolGradient",
    Math.ceil(rows / perPart),
    ...[...tensors, rows, width, channels, perPart],
  );
  return dx;
};

/** The kernels of this file. */
export const poolingKernels: Record<string, KernelFunction> = {
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGradient,
};
