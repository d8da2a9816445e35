/** @module Sets TensorFlow.js up with an engine. */
import * as tf from "@tensorflow/tfjs-core";
import { startSimd } from "./simd/mod.ts";

/** What {@link startBackend} takes. */
export const backendNames = ["tensorflow", "simd", "cpu"] as const;

/** One of {@link backendNames}. */
export type BackendName = typeof backendNames[number];

/** Options of {@link startBackend}. */
export interface BackendOptions {
  /** How many threads compute, 1 or more. @default all cores, for simd 16 at most */
  threads?: number;
  /**
   * For simd: whether V8 was started with `FAST_FLAGS`, so that the kernels for wider vectors are
   * worth a try. @default {false}
   */
  fast?: boolean;
  /**
   * For tensorflow: gives the folder of an installation, see `findTensorflow`. Without it the engine
   * needs tfjs-node's own addon in `node_modules`.
   */
  tensorflow?: () => string;
}

/** An engine that runs. */
export interface Backend {
  /** Its name, as tf.getBackend() says it. */
  name: BackendName;
  /** One line for people: what it is and what it computes on. */
  description: string;
  /** Its version. */
  version: string;
  /** What it computes on: `["CPU"]`, `["CPU", "GPU:0 (15.2 GB)"]`. */
  devices: string[];
}

/** Of the engine simd; training resumes exactly only on the same one. */
const VERSION = "2";

const KINDS = {
  plain: "SIMD",
  relaxed: "relaxed SIMD",
  wide: "256-bit SIMD",
};

/**
 * Starts an engine and makes it TensorFlow.js's current backend. Engines that were started before keep
 * their tensors, and calling this again switches between them. Nothing is ever downloaded.
 *
 * @param name The engine.
 * @param options threads, fast and tensorflow.
 * @returns How it runs.
 * @throws {TypeError} If there is no engine of this name.
 * @throws {TensorflowUnavailable} If TensorFlow is missing or damaged.
 * @throws {Error} If the engine doesn't work here, or already runs on a different number of threads.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startBackend } from "@triptych/engine";
 *
 * const { name, description } = await startBackend("simd", { threads: 1 });
 * assert.equal(name, "simd");
 * assert.match(description, /^simd: the embedded engine, .* WebAssembly on 1 thread$/);
 * ```
 */
export async function startBackend(
  name: BackendName,
  options: BackendOptions = {},
): Promise<Backend> {
  switch (name) {
    case "tensorflow":
      return await useTensorflow(options);
    case "simd":
      return await useSimd(options);
    case "cpu":
      return await useCpu();
    default:
      throw new TypeError(
        `Cannot start a backend: it must be one of ${backendNames.join(", ")}, got ${name}`,
      );
  }
}

async function useSimd(options: BackendOptions): Promise<Backend> {
  const { threads, kind } = await startSimd(options);
  const count = threads === 1 ? "1 thread" : `${threads} threads`;
  return {
    name: "simd",
    description: `simd: the embedded engine, ${KINDS[kind]} WebAssembly${
      options.fast ? " without bounds checks" : ""
    } on ${count}`,
    version: VERSION,
    devices: ["CPU"],
  };
}

async function useTensorflow(options: BackendOptions): Promise<Backend> {
  // no static import: nobody else needs its JavaScript
  const { startTensorflow } = await import("./tensorflow/mod.ts");
  const { version, binding, devices } = await startTensorflow(options);
  return {
    name: "tensorflow",
    description: `tensorflow: TensorFlow ${version} on ${devices.at(-1)}`,
    version: `${version}, ${binding}`,
    devices,
  };
}

async function useCpu(): Promise<Backend> {
  const { version_cpu } = await import("@tensorflow/tfjs-backend-cpu");
  // else it prints an advertisement for tfjs-node
  tf.env().set("IS_NODE", false);
  await tf.setBackend("cpu");
  return {
    name: "cpu",
    description: "cpu: tfjs-backend-cpu, plain JavaScript (slow)",
    version: version_cpu,
    devices: ["CPU"],
  };
}
