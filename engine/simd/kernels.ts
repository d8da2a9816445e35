/** @module The compiled kernels, for the main thread and for workers. */
import { PLAIN, RELAXED, WIDE } from "./kernels.generated.ts";

/** Milliseconds to find out which of two modules is the faster. */
const TIMED = 30;

/** A kernel: its arguments, then the part of the work and the number of the thread. */
export type Kernel = (...values: number[]) => void;

/** A module of kernels. */
export interface Kernels {
  /** To be instantiated on each thread. */
  module: WebAssembly.Module;
  /** Plain SIMD; with fused multiply-add; or for vectors of 256 bits. All but plain give the same bits. */
  kind: "plain" | "relaxed" | "wide";
}

/**
 * @param wide Whether to take the kernels for vectors of 256 bits where they are faster: where V8 was
 * started with `FAST_FLAGS` and the processor has such vectors, which only a measurement tells.
 * @returns The fastest module that this machine takes.
 */
export function compileKernels(wide = false): Kernels {
  const bytes = bytesOf(RELAXED);
  if (!WebAssembly.validate(bytes)) {
    return { module: new WebAssembly.Module(bytesOf(PLAIN)), kind: "plain" };
  }
  const relaxed: Kernels = { module: new WebAssembly.Module(bytes), kind: "relaxed" };
  if (!wide) return relaxed;
  const other: Kernels = {
    module: new WebAssembly.Module(bytesOf(WIDE)),
    kind: "wide",
  };
  return faster(relaxed, other);
}

/** Base64 in bytes; Node.js has no `fromBase64` before version 25. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
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

/**
 * The faster of two modules by the sum of products that a filter's gradient is made of, each timed by
 * the least of many: V8 compiles what runs often again, better, meanwhile.
 */
function faster(...modules: [Kernels, Kernels]): Kernels {
  const timed = modules.map(({ module }) => {
    const memory = new WebAssembly.Memory({ initial: 4, maximum: 65536, shared: true });
    const { winogradGradientProduct } = instantiate(module, memory);
    const [v, z, sums] = [0, 65536, 131072];
    const [tiles, channels] = [96, 64];
    const run = () =>
      winogradGradientProduct(v, z, sums, tiles, tiles, channels, channels, 1, 0, 0);
    return { run, least: Infinity };
  });
  const end = performance.now() + TIMED;
  while (performance.now() < end) {
    for (const module of timed) {
      const start = performance.now();
      for (let i = 0; i < 4; i++) module.run();
      module.least = Math.min(module.least, performance.now() - start);
    }
  }
  return timed[0].least <= timed[1].least ? modules[0] : modules[1];
}
