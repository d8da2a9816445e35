/** @module tfjs-node's JavaScript, loaded without its addon and without what Deno and Node lost. */
import * as tf from "@tensorflow/tfjs-core";
import type { Attribute, TensorMetadata } from "./binding.ts";

/** What this engine uses of tfjs-node's backend. */
export interface NodeBackend extends tf.KernelBackend {
  /** What computes. */
  binding: NodeBinding;
  /** Whether that is a GPU. */
  isUsingGpuDevice: boolean;
  /** The binding's number of each tensor; private in the package's types. */
  tensorMap: { get(dataId: object): { id: number } };
  /** The binding's numbers of tensors. */
  getInputTensorIds(tensors: tf.TensorInfo[]): number[];
  /** Makes a tensor of what an operation gave. */
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  /** Runs an operation of TensorFlow. */
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

/** What tfjs-node's backend calls: its own addon, or our binding. */
export interface NodeBinding {
  /** The version of the C library. */
  TF_Version: string;
  isUsingGpuDevice(): boolean;
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputIds: readonly number[],
    outputs: number,
  ): TensorMetadata[];
}

/** Node's loader of CommonJS modules, which the package is written in. */
interface Loader {
  _load(request: string, ...rest: unknown[]): unknown;
}

/**
 * What the package's files get when they ask for these modules:
 * - `@tensorflow/tfjs` is the core that everything here is registered with. The union package brings
 *   nothing else that is used, 230 MB, and gradients in place of our own;
 * - `util` has two functions that Node 23 and Deno no longer have (tensorflow/tfjs#8425);
 * - `./proto/api_pb` is for TensorBoard alone, and needs google-protobuf.
 */
function replacements(): Record<string, unknown> {
  return {
    "@tensorflow/tfjs": tf,
    "@tensorflow/tfjs-core": tf,
    util: {
      ...globalThis.process.getBuiltinModule("node:util"),
      isNullOrUndefined: (value: unknown) => value === null || value === undefined,
      isArray: Array.isArray,
    },
    "./proto/api_pb": {},
  };
}

/**
 * What a file would require modules by. It is no import of `node:module`, which bundlers for browsers would look
 * for.
 */
export function requireOf(file: string): ReturnType<typeof import("node:module").createRequire> {
  return globalThis.process.getBuiltinModule("node:module").createRequire(file);
}

/**
 * Registers the backend `tensorflow` and the package's kernels.
 *
 * @param folder The package's folder.
 * @param binding What the backend calls.
 * @throws {Error} When a file of the package is missing or can't be run.
 */
export function registerPackage(folder: string, binding: NodeBinding): void {
  const require = requireOf(`${folder}/dist/index.js`);
  const loader = require("node:module") as Loader;
  const load = loader._load, replaced = replacements();
  loader._load = (request, ...rest) =>
    Object.hasOwn(replaced, request) ? replaced[request] : load.call(loader, request, ...rest);
  try {
    const { NodeJSKernelBackend } = require("./nodejs_kernel_backend.js");
    const name = "@tensorflow/tfjs-node-gpu";
    tf.registerBackend("tensorflow", () => new NodeJSKernelBackend(binding, name), 3);
    require("./register_all_kernels.js");
  } finally {
    loader._load = load;
  }
}
