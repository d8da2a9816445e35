/**
 * The engines that compute: picks one and sets TensorFlow.js up with it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { startSimd } from "./simd/mod.ts";
import { PACKAGE } from "./tensorflow/installation.ts";
import { startTensorflow } from "./tensorflow/mod.ts";

export * from "./ops/mod.ts";
export { OutOfMemory } from "./out_of_memory.ts";

/** What `--backend` takes. */
export const backendNames = ["auto", "tensorflow", "simd", "cpu"] as const;

/** Of the embedded engine; a checkpoint goes on exactly only with the same one. */
const VERSION = "1";

/**
 * V8's flags for `fast`: no checks of memory bounds, and pairs of vectors joined into vectors of 256
 * bits where the processor has them. Deno takes them in the variable `DENO_V8_FLAGS`.
 */
export const FAST_FLAGS = ["--no-wasm-bounds-checks", "--experimental-wasm-revectorize"] as const;

const KINDS = {
  plain: "SIMD",
  relaxed: "relaxed SIMD",
  wide: "256-bit SIMD",
};

/** One of {@link backendNames}. */
export type BackendName = typeof backendNames[number];

/** The engine that was chosen. */
export interface Backend {
  /** Its name, as tf.getBackend() says it. */
  name: string;
  /** One line for people: what it is and why it was chosen. */
  description: string;
  /** Its version. */
  version: string;
}

/**
 * Sets TensorFlow.js up with an engine.
 *
 * @param name An engine, or "auto" for the first that works here of tensorflow (where
 * `deno task setup:tensorflow` has installed it; nothing is ever downloaded), simd and cpu.
 * @param options threads: 1 or more. @default all cores, for simd 16 at most. fast:
 * for simd, whether V8 was started with `FAST_FLAGS`, so that the kernels for wider vectors are worth a
 * try. @default false
 * @returns What was chosen, and why.
 * @throws {TypeError} When there is no engine of this name.
 * @throws {Error} When the engine asked for doesn't work here.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const { name } = await chooseBackend("cpu");
 * assert.equal(name, "cpu");
 * ```
 */
export async function chooseBackend(
  name: string = "auto",
  options: { threads?: number; fast?: boolean } = {},
): Promise<Backend> {
  if (!backendNames.includes(name as BackendName)) {
    throw new TypeError(
      `Cannot choose a backend: it must be one of ${backendNames.join(", ")}, got ${name}`,
    );
  }
  if (name === "cpu") return await startCpu("it was asked for");
  // whoever asks for fast asks for simd
  if (name === "simd" || name === "auto" && options.fast) return await startEmbedded(options);
  const whyNot: string[] = [];
  try {
    return await startNative(options);
  } catch (error) {
    const reason = (error as Error).message;
    if (name === "tensorflow") throw new Error(`Cannot use the backend tensorflow: ${reason}`);
    whyNot.push(`tensorflow: ${reason}`);
  }
  try {
    const backend = await startEmbedded(options);
    return { ...backend, description: `${backend.description} (not ${whyNot})` };
  } catch (error) {
    whyNot.push(`simd: ${(error as Error).message}`);
    return await startCpu(`nothing faster works here (not ${whyNot.join("; not ")})`);
  }
}

async function startEmbedded(
  options: { threads?: number; fast?: boolean },
): Promise<Backend> {
  const { threads, kind } = await startSimd(options);
  const count = threads === 1 ? "1 thread" : `${threads} threads`;
  return {
    name: "simd",
    description: `simd: the embedded engine, ${KINDS[kind]} WebAssembly on ${count}`,
    version: VERSION,
  };
}

async function startNative(options: { threads?: number }): Promise<Backend> {
  const { version, devices } = await startTensorflow(options);
  return {
    name: "tensorflow",
    description: `tensorflow: TensorFlow ${version} on ${devices.at(-1)}`,
    version: `${version}, ${PACKAGE.name} ${PACKAGE.version}`,
  };
}

async function startCpu(why: string): Promise<Backend> {
  const { version_cpu } = await import("@tensorflow/tfjs-backend-cpu");
  // else it prints an advertisement for tfjs-node
  tf.env().set("IS_NODE", false);
  await tf.setBackend("cpu");
  return {
    name: "cpu",
    description: `cpu: tfjs-backend-cpu, plain JavaScript (slow), because ${why}`,
    version: version_cpu,
  };
}
