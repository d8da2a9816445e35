import assert from "node:assert/strict";
import { Arena } from "../../engine/simd/arena.ts";
import { SimdBackend } from "../../engine/simd/backend.ts";
import { instantiate } from "../../engine/simd/kernels.ts";
import { RELAXED, WIDE } from "../../engine/simd/kernels.generated.ts";
import { kernelNames } from "../../engine/ops/kernel.ts";
import { concatenatedConvolutionKernels } from "../../engine/simd/kernels/concatenated_convolution.ts";
import { convolutionKernels } from "../../engine/simd/kernels/convolution.ts";
import { productKernels } from "../../engine/simd/kernels/product.ts";
import { Pool } from "../../engine/simd/pool.ts";
import { RandomState } from "../../data/random_state.ts";

type Inputs = Record<string, number[]>;

// the wide kernels run anywhere; where V8 doesn't join vectors they are only slower
function backendOf(base64: string): SimdBackend {
  const arena = new Arena(1);
  const module = new WebAssembly.Module(Uint8Array.fromBase64(base64));
  return new SimdBackend(arena, new Pool(instantiate(module, arena.memory), arena, 1));
}

function run(backend: SimdBackend, name: string, shapes: Inputs, attrs: object): Uint8Array {
  const random = new RandomState(7);
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([key, shape]) => {
      const tensor = backend.allocate(shape);
      const values = backend.values(tensor) as Float32Array;
      for (let i = 0; i < values.length; i++) values[i] = random.uint32() / 2 ** 32 - 0.5;
      return [key, tensor];
    }),
  );
  const kernel = {
    ...concatenatedConvolutionKernels,
    ...convolutionKernels,
    ...productKernels,
  }[name];
  const outputs = [kernel({ inputs, backend, attrs })].flat();
  const values = outputs.flatMap((output) => [...backend.values(output) as Float32Array]);
  return new Uint8Array(Float32Array.from(values).buffer);
}

const [narrow, wide] = [backendOf(RELAXED), backendOf(WIDE)];

for (
  const [x, filter, stride] of [
    [[2, 9, 7, 16], [3, 3, 16, 40], 1],
    [[1, 8, 8, 24], [3, 3, 24, 24], 1],
    [[1, 5, 6, 184], [3, 3, 184, 184], 1],
    [[1, 1, 3, 8], [3, 3, 8, 16], 1],
    [[2, 6, 9, 35], [3, 3, 35, 16], 1],
    [[2, 7, 11, 3], [3, 3, 3, 37], 1],
    [[1, 9, 12, 5], [3, 3, 5, 32], 2],
    [[2, 6, 10, 17], [1, 1, 17, 21], 1],
    [[1, 8, 12, 24], [2, 2, 24, 40], 2],
  ] as [number[], number[], number][]
) {
  Deno.test(`simd: wide kernels give the same bits, ${x} by ${filter}, stride ${stride}`, () => {
    const attrs = { strides: stride, pad: "same", dataFormat: "NHWC" };
    const out = [x[0], Math.ceil(x[1] / stride), Math.ceil(x[2] / stride), filter[3]];
    for (
      const [name, shapes, more] of [
        ["Conv2D", { x, filter }, {}],
        ["Conv2DBackpropInput", { dy: out, filter }, { inputShape: x }],
        ["Conv2DBackpropFilter", { x, dy: out }, { filterShape: filter }],
      ] as [string, Inputs, object][]
    ) {
      const [own, other] = [narrow, wide].map((backend) =>
        run(backend, name, shapes, { ...attrs, ...more })
      );
      assert.deepEqual(own, other, name);
      assert.ok(own.some((byte) => byte !== 0));
    }
  });
}

for (const [own, next, out] of [[8, 24, 16], [3, 24, 24], [96, 64, 256]]) {
  Deno.test(`simd: wide kernels give the same bits, ${own} and ${next} channels to ${out}`, () => {
    const attrs = { strides: 1, pad: "same", dataFormat: "NHWC" };
    const [x, nextX, dy] = [own, next, out].map((channels) => [1, 6, 9, channels]);
    const filter = [3, 3, own + next, out];
    for (
      const [name, shapes, more] of [
        [kernelNames.concatenatedConvolution, { x, nextX, filter }, {}],
        [kernelNames.concatenatedConvolutionInputGradient, { dy, filter }, {
          inputShapes: [x, nextX],
        }],
        [kernelNames.concatenatedConvolutionFilterGradient, { x, nextX, dy }, {
          filterShape: filter,
        }],
      ] as [string, Inputs, object][]
    ) {
      const [one, other] = [narrow, wide].map((backend) =>
        run(backend, name, shapes, { ...attrs, ...more })
      );
      assert.deepEqual(one, other, name);
      assert.ok(one.some((byte) => byte !== 0));
    }
  });
}

Deno.test("simd: wide kernels give the same bits, matrix product", () => {
  const shapes = { a: [13, 19], b: [19, 45] };
  const [own, other] = [narrow, wide].map((backend) =>
    run(backend, "BatchMatMul", shapes, { transposeA: false, transposeB: false })
  );
  assert.deepEqual(own, other);
});
