/** @module Matrix products. */
import * as tf from "@tensorflow/tfjs-core";
import { behind, NOWHERE } from "../arena.ts";
import { type KernelCall, type KernelFunction, onCpu } from "../kernel_call.ts";
import { EDGE, LINEAR } from "../seam.generated.ts";
import { fusedEnding } from "./activation.ts";
import { copyingKernels } from "./copying.ts";

const batchMatMul: KernelFunction = (call) => multiply("BatchMatMul", call);

/** A dense layer: the product, a bias for each column, an activation. */
const fusedMatMul: KernelFunction = (call) => {
  const { inputs: { b }, attrs } = call;
  const ending = fusedEnding(call, b.shape.at(attrs.transposeB ? -2 : -1));
  if (ending === undefined) return onCpu("_FusedMatMul", call);
  return ending.finish(multiply("_FusedMatMul", call, ending.activation));
};

/** The product; of tensors that the kernels don't know, tfjs-backend-cpu's kernel of this name. */
function multiply(name: string, call: KernelCall, activation = LINEAR): tf.TensorInfo {
  const { inputs: { a, b, bias }, backend, attrs } = call;
  const { transposeA, transposeB } = attrs;
  const batch = a.shape.slice(0, -2);
  const sizes = [...a.shape, ...b.shape];
  const own = a.dtype === "float32" && b.dtype === "float32" &&
    tf.util.arraysEqual(batch, b.shape.slice(0, -2)) && sizes.every((size) => size > 0);
  if (!own) return onCpu(name, call) as tf.TensorInfo;
  if (transposeA) {
    const turned = turn(call);
    const attributes = { ...attrs, transposeA: false };
    const y = multiply(
      name,
      { ...call, inputs: { ...call.inputs, a: turned }, attrs: attributes },
      activation,
    );
    backend.disposeIntermediateTensorInfo(turned);
    return y;
  }
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
        bias: bias === undefined ? NOWHERE : backend.address(bias),
        activation,
        scratch: behind(panels, panelBytes),
        scratchSize: EDGE,
      });
    }
  });
  return y;
}

/** The first operand with its last axes the other way round. */
function turn({ inputs: { a: x }, backend }: KernelCall): tf.TensorInfo {
  const last = x.shape.length - 1;
  const perm = x.shape.map((_, axis) => axis < last - 1 ? axis : 2 * last - 1 - axis);
  return copyingKernels.Transpose({ inputs: { x }, backend, attrs: { perm } }) as tf.TensorInfo;
}

/** The kernels of this file. */
export const productKernels: Record<string, KernelFunction> = {
  BatchMatMul: batchMatMul,
  _FusedMatMul: fusedMatMul,
};
