/** @module The embedded engine: hot kernels in SIMD WebAssembly, the others tfjs-backend-cpu's. */
import * as tf from "@tensorflow/tfjs-core";
import { Arena } from "./arena.ts";
import { SimdBackend } from "./backend.ts";
import { compileKernels, instantiate } from "./kernels.ts";
import { registerKernels } from "./register.ts";
import { Pool } from "./pool.ts";

/** What {@link startSimd} found. */
export interface Simd {
  /** How many threads compute. */
  threads: number;
  /** Whether the machine fuses multiplications and additions. */
  relaxed: boolean;
}

/**
 * Registers the backend `simd` and makes it TensorFlow.js's current one.
 *
 * @param _options threads: 1 or more. @default all cores
 * @returns How it runs.
 * @throws {Error} Where WebAssembly has no SIMD or no shared memory.
 */
export async function startSimd(_options: { threads?: number } = {}): Promise<Simd> {
  const { module, relaxed } = compileKernels();
  const arena = new Arena(1);
  const pool = new Pool(instantiate(module, arena.memory));
  tf.registerBackend("simd", () => new SimdBackend(arena, pool), 2);
  registerKernels();
  await tf.setBackend("simd");
  return { threads: pool.threads, relaxed };
}
