/** @module The compiled kernels, for the main thread and for workers. */
import { PLAIN, RELAXED } from "./kernels.generated.ts";

/** A kernel: its arguments, then the part of the work and the number of the thread. */
export type Kernel = (...values: number[]) => void;

/** @returns The fastest module that this machine takes, and whether it is the relaxed one. */
export function compileKernels(): { module: WebAssembly.Module; relaxed: boolean } {
  const bytes = Uint8Array.fromBase64(RELAXED);
  if (WebAssembly.validate(bytes)) return { module: new WebAssembly.Module(bytes), relaxed: true };
  return { module: new WebAssembly.Module(Uint8Array.fromBase64(PLAIN)), relaxed: false };
}

/**
 * @param module From {@link compileKernels}.
 * @param memory The arena's.
 * @returns The kernels by name.
 */
export function instantiate(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Record<string, Kernel> {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return instance.exports as Record<string, Kernel>;
}
