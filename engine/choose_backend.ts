/** @module Picks an engine and sets TensorFlow.js up with it. */
import * as tf from "@tensorflow/tfjs-core";
import { startSimd } from "./simd/mod.ts";

/** What {@link chooseBackend} takes. */
export const backendNames = ["auto", "tensorflow", "simd", "cpu"] as const;

/** One of {@link backendNames}. */
export type BackendName = typeof backendNames[number];

/** Options of {@link chooseBackend}. */
export interface BackendOptions {
  /** How many threads compute, 1 or more. @default all cores, for simd 16 at most */
  threads?: number;
  /**
   * For simd: whether V8 was started with `FAST_FLAGS`, so that the kernels for wider vectors are
   * worth a try. @default {false}
   */
  fast?: boolean;
  /**
   * For tensorflow: gives the folder of an installation, and is only called when that engine is tried.
   * Without it the engine needs tfjs-node's own addon in `node_modules`.
   */
  tensorflow?: () => string;
}

/** The engine that was chosen. */
export interface Backend {
  /** Its name, as tf.getBackend() says it. */
  name: string;
  /** One line for people: what it is and why it was chosen. */
  description: string;
  /** Its version. */
  version: string;
  /** What it computes on: `["CPU"]`, `["CPU", "GPU:0 (15.2 GB)"]`. */
  devices: string[];
}

/** Of the engine simd; training resumes exactly only on the same one. */
const VERSION = "1";

const KINDS = {
  plain: "SIMD",
  relaxed: "relaxed SIMD",
  wide: "256-bit SIMD",
};

/**
 * Sets TensorFlow.js up with an engine. Nothing is ever downloaded.
 *
 * @param name An engine, or "auto" for the first of tensorflow (where it is installed), simd and cpu
 * that works here.
 * @param options threads, fast and tensorflow.
 * @returns What was chosen, and why.
 * @throws {TypeError} When there is no engine of this name.
 * @throws {Error} When the engine asked for doesn't work here.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chooseBackend } from "@triptych/engine";
 *
 * const { name, description } = await chooseBackend("simd", { threads: 1 });
 * assert.equal(name, "simd");
 * assert.match(description, /^simd: the embedded engine, .* WebAssembly on 1 thread$/);
 * ```
 */
export async function chooseBackend(
  name: string = "auto",
  options: BackendOptions = {},
): Promise<Backend> {
  if (!backendNames.includes(name as BackendName)) {
    throw new TypeError(
      `Cannot choose a backend: it must be one of ${backendNames.join(", ")}, got ${name}`,
    );
  }
  if (name === "cpu") return await useCpu("it was asked for");
  if (name === "simd") return await useSimd(options);
  const whyNot: string[] = [];
  try {
    return await useTensorflow(options);
  } catch (error) {
    const reason = (error as Error).message;
    if (name === "tensorflow") throw new Error(`Cannot use the backend tensorflow: ${reason}`);
    whyNot.push(`tensorflow: ${reason}`);
  }
  try {
    const backend = await useSimd(options);
    return { ...backend, description: `${backend.description} (not ${whyNot})` };
  } catch (error) {
    whyNot.push(`simd: ${(error as Error).message}`);
    return await useCpu(`nothing faster works here (not ${whyNot.join("; not ")})`);
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
  if (!("Deno" in globalThis)) throw new Error("it runs under Deno only");
  // no static import: it needs modules of Node that a browser lacks
  const { startTensorflow } = await import("./tensorflow/mod.ts");
  const { version, binding, devices } = await startTensorflow(options);
  return {
    name: "tensorflow",
    description: `tensorflow: TensorFlow ${version} on ${devices.at(-1)}`,
    version: `${version}, ${binding}`,
    devices,
  };
}

async function useCpu(why: string): Promise<Backend> {
  const { version_cpu } = await import("@tensorflow/tfjs-backend-cpu");
  // else it prints an advertisement for tfjs-node
  tf.env().set("IS_NODE", false);
  await tf.setBackend("cpu");
  return {
    name: "cpu",
    description: `cpu: tfjs-backend-cpu, plain JavaScript (slow), because ${why}`,
    version: version_cpu,
    devices: ["CPU"],
  };
}
