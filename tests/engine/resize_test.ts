// Images in other sizes on simd.
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "@triptych/engine";
import "@triptych/engine";
import { assertAgrees, type Tensor64 } from "./compare.ts";
import { at, byIndex } from "./reference.ts";

await startBackend("cpu");
await startBackend("simd");

type Size = [number, number];

// from, to
const sizes: [Size, Size][] = [
  [[1, 1], [1, 1]],
  [[1, 1], [3, 5]],
  [[1, 7], [2, 14]],
  [[5, 1], [10, 2]],
  [[4, 6], [8, 12]],
  [[5, 7], [11, 13]],
  [[9, 8], [4, 5]],
];
const settings = [{ corners: false, half: false }, { corners: true, half: false }, {
  corners: false,
  half: true,
}];

/** Where an index comes from. */
function place(i: number, from: number, to: number, { corners, half }: typeof settings[0]): number {
  const scale = corners && to > 1 ? (from - 1) / (to - 1) : from / to;
  return half ? (i + 0.5) * scale - 0.5 : i * scale;
}

function bilinear(x: Tensor64, [height, width]: Size, setting: typeof settings[0]): number[] {
  const [n, h, w, c] = x.shape;
  return byIndex([n, height, width, c], ([image, i, j, channel]) => {
    const [row, column] = [place(i, h, height, setting), place(j, w, width, setting)];
    let sum = 0;
    for (let r = 0; r < h; r++) {
      for (let q = 0; q < w; q++) {
        const [clampedRow, clampedColumn] = [clamp(row, h), clamp(column, w)];
        const share = Math.max(0, 1 - Math.abs(clampedRow - r)) *
          Math.max(0, 1 - Math.abs(clampedColumn - q));
        sum += share * at(x, [image, r, q, channel]);
      }
    }
    return sum;
  });
}

function nearest(x: Tensor64, [height, width]: Size, setting: typeof settings[0]): number[] {
  const [n, h, w, c] = x.shape;
  // the nearest pixel with corners aligned, else the one that the place lies in
  const index = (i: number, from: number, to: number) => {
    const p = place(i, from, to, setting);
    return Math.min(
      from - 1,
      setting.corners ? Math.round(p) : Math.floor(p + Number(setting.half) / 2),
    );
  };
  return byIndex(
    [n, height, width, c],
    ([image, i, j, channel]) =>
      at({ shape: [n, h, w, c], values: x.values }, [
        ...[image, index(i, h, height), index(j, w, width), channel],
      ]),
  );
}

function clamp(value: number, size: number): number {
  return Math.min(Math.max(value, 0), size - 1);
}

for (const setting of settings) {
  const { corners, half } = setting;
  const name = corners ? "corners aligned" : half ? "half pixels" : "plain";
  Deno.test(`simd: bilinear interpolation, ${name}, and its gradient`, async () => {
    for (const [i, [from, to]] of sizes.entries()) {
      await assertAgrees({
        f: (x) => tf.image.resizeBilinear(x as tf.Tensor4D, to, corners, half),
        shapes: [[2, ...from, [1, 3, 4, 6, 8, 13, 33][i]]],
        reference: (x) => bilinear(x, to, setting),
        // tfjs-backend-cpu's gradient takes height for width, and knows no half pixels
        isCpuRight: from[0] === from[1] && to[0] === to[1] && !half,
      });
    }
  });

  Deno.test(`simd: nearest pixels, ${name}, and their gradient`, async () => {
    for (const [i, [from, to]] of sizes.entries()) {
      await assertAgrees({
        f: (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, to, corners, half),
        shapes: [[2, ...from, [1, 3, 4, 6, 8, 13, 33][i]]],
        reference: (x) => nearest(x, to, setting),
        isCpuRight: false,
      });
    }
  });
}
