/** What a machine can do at most, measured with the engine's own kernels, on all its threads. */
import * as tf from "@tensorflow/tfjs-core";
import { behind } from "../engine/simd/arena.ts";
import type { SimdBackend } from "../engine/simd/backend.ts";

/** How far {@link peak} got. */
export interface Peak {
  /** Multiplications and additions of products whose operands lie in the first-level cache, 10⁹/s. */
  gigaflops: number;
  /** Bytes read and written by copies that fit no cache, 10⁹/s. */
  copied: number;
}

/** Measures the machine; the current backend must be simd. */
export function peak(): Peak {
  const { pool, withScratch } = engine();
  const parts = 32;
  return withScratch(2 * COPIED, (from) => {
    const [channels, tiles] = [32, 96];
    const bytes = 4 * channels * tiles + 64;
    const products = rate(2 * parts * channels ** 2 * tiles, () => {
      pool.run("winogradGradientProduct", parts, {
        v: from,
        z: behind(from, parts * bytes),
        sums: behind(from, 2 * parts * bytes),
        count: tiles,
        capacity: tiles,
        inChannels: channels,
        outChannels: channels,
        fresh: 1,
      });
    });
    const row = 65536;
    const rows = COPIED / row;
    const copies = rate(2 * COPIED, () => {
      const perPart = Math.ceil(rows / parts);
      pool.run("copyPart", parts, {
        from,
        fromStep: row,
        to: behind(from, COPIED),
        toStep: row,
        rows,
        bytes: row,
        rowsPerPart: perPart,
      });
    });
    return { gigaflops: products, copied: copies };
  });
}

const COPIED = 64 * 2 ** 20;

function engine() {
  const backend = tf.backend() as SimdBackend;
  return { pool: backend.pool, withScratch: backend.withScratch.bind(backend) };
}

/** 10⁹ a second by the best time: what else runs on the machine only takes away. */
function rate(count: number, run: () => void): number {
  let least = Infinity;
  const end = performance.now() + 300;
  while (performance.now() < end) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return count / least / 1e6;
}
