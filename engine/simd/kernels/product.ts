/** @module Matrix products. */
import * as tf from "@tensorflow/tfjs-core";
import { behind, NOWHERE } from "../arena.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";
import { EDGE, LINEAR } from "../seam.generated.ts";

const batchMatMul: KernelFunction = (call) => {
  const { inputs: { a, b }, backend, attrs: { transposeA, transposeB } } = call;
  const batch = a.shape.slice(0, -2);
  const sizes = [...a.shape, ...b.shape];
  const own = a.dtype === "float32" && b.dtype === "float32" && !transposeA &&
    tf.util.arraysEqual(batch, b.shape.slice(0, -2)) && sizes.every((size) => size > 0);
  if (!own) return onCpu("BatchMatMul", call);
  const [m, k] = a.shape.slice(-2);
  const n = b.shape.at(transposeB ? -2 : -1)!;
  const shared = b.shape.at(transposeB ? -1 : -2)!;
  if (shared !== k) {
    throw new TypeError(
      `Cannot multiply matrices: inner sizes must be equal, got [${a.shape}] and [${b.shape}]`,
    );
  }
  const y = backend.allocate([...batch, m, n]);
  const panelBytes = Math.ceil(n / 8) * k * 32;
  const perPart = Math.max(6, Math.min(96, Math.ceil(m / 8)));
  const { pool } = backend;
  backend.withScratch(panelBytes + EDGE * pool.threads, (panels) => {
    for (let i = 0; i < tf.util.sizeFromShape(batch); i++) {
      pool.run("packPanels", 1, {
        from: behind(backend.address(b), i * k * n * 4),
        to: panels,
        k,
        n,
        kStride: transposeB ? 1 : n,
        nStride: transposeB ? k : 1,
        panelRows: k,
        k0: 0,
      });
      pool.run("product", Math.ceil(m / perPart), {
        a: behind(backend.address(a), i * m * k * 4),
        b: panels,
        y: behind(backend.address(y), i * m * n * 4),
        m,
        k,
        n,
        rowsPerPart: perPart,
        bias: NOWHERE,
        activation: LINEAR,
        scratch: behind(panels, panelBytes),
        scratchSize: EDGE,
      });
    }
  });
  return y;
};

/** The kernels of this file. */
export const productKernels: Record<string, KernelFunction> = { BatchMatMul: batchMatMul };
