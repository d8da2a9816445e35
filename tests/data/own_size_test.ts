// What a model says, brought back to an image's own size.
import assert from "node:assert/strict";
import { mulberry32 } from "../../core/mod.ts";
import interpolated from "../fixtures/data/interpolate.json" with { type: "json" };
import { labelsAtOwnSize, labelsUnfitted, mapsAtOwnSize, toProbabilities } from "../../data/mod.ts";
import { fitLabels } from "../../data/fit.ts";

Deno.test("probabilities are enlarged linearly between the centres of pixels", () => {
  // two columns whose centres lie at 1 and 3 of a row of four pixels
  const maps = { values: Float32Array.of(0, 1, 1, 0), shape: [1, 2], fit: "squash" } as const;
  const planes = mapsAtOwnSize(maps, { width: 4, height: 1 }, 2);
  assert.deepEqual([...planes], [0, 0.25, 0.75, 1, 1, 0.75, 0.25, 0]);
  assert.deepEqual(
    labelsAtOwnSize(maps, { width: 4, height: 1 }, [7, 9]),
    Uint8Array.of(9, 9, 7, 7),
  );
});

Deno.test("enlarged probabilities are PyTorch's, to a millionth", () => {
  for (const { shape: [rows, columns], size: [height, width], ...known } of interpolated.cases) {
    const { enlarged } = known, values = Float32Array.from(known.values);
    const maps = { values, shape: [rows, columns], fit: "squash" } as const;
    const planes = mapsAtOwnSize(maps, { width, height }, 3);
    assert.equal(planes.length, enlarged.length);
    planes.forEach((value, i) => {
      assert.ok(Math.abs(value - enlarged[i]) <= 2 ** -20, `${value}, PyTorch ${enlarged[i]}`);
    });
  }
});

Deno.test("of equally likely classes the first is taken", () => {
  const maps = { values: Float32Array.of(0.5, 0.5), shape: [1, 1], fit: "squash" } as const;
  assert.deepEqual(labelsAtOwnSize(maps, { width: 2, height: 1 }, [3, 1]), Uint8Array.of(3, 3));
});

Deno.test("padding is cut away before it could be a neighbour", () => {
  // an image of 2x1 lies in the middle row of three: what the model says of padding counts for nothing
  const padding = [9, 0, 9, 0, 9, 0, 9, 0];
  const values = Float32Array.of(...padding.slice(0, 4), 0, 1, 0, 1, ...padding.slice(4));
  const maps = { values, shape: [3, 2], fit: "pad" } as const;
  const planes = mapsAtOwnSize(maps, { width: 6, height: 3 }, 2);
  assert.deepEqual([...planes.subarray(0, 18)], Array(18).fill(0));
  assert.deepEqual([...planes.subarray(18)], Array(18).fill(1));
});

Deno.test("labels decided row by row are those of the enlarged maps", () => {
  const next = mulberry32(1);
  for (const [width, height, rows, columns, fit] of SIZES) {
    const classes = 3, values = Float32Array.from({ length: rows * columns * classes }, next);
    const maps = { values, shape: [rows, columns], fit } as const;
    const planes = mapsAtOwnSize(maps, { width, height }, classes);
    const plane = width * height;
    const likeliest = Uint8Array.from({ length: plane }, (_, i) => {
      const own = [0, 1, 2].map((c) => planes[c * plane + i]);
      return own.indexOf(Math.max(...own));
    });
    assert.deepEqual(labelsAtOwnSize(maps, { width, height }, [0, 1, 2]), likeliest);
    if (fit === "squash") assertClose(planes, bruteForce(maps, { width, height }));
  }
});

const SIZES = [
  [13, 9, 5, 7, "squash"],
  [5, 4, 8, 16, "squash"],
  [1, 1, 4, 4, "squash"],
  [40, 10, 8, 8, "pad"],
  [3, 50, 16, 16, "pad"],
] as const;

/** Each output pixel by itself, in doubles. */
function bruteForce(
  { values, shape: [rows, columns] }: { values: Float32Array; shape: readonly [number, number] },
  { width, height }: { width: number; height: number },
): number[] {
  const found: number[] = [];
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [v, u] = [centre(y, rows, height), centre(x, columns, width)];
        let sum = 0;
        for (let row = 0; row < rows; row++) {
          for (let column = 0; column < columns; column++) {
            const weight = Math.max(0, 1 - Math.abs(row - v)) *
              Math.max(0, 1 - Math.abs(column - u));
            sum += weight * values[(row * columns + column) * 3 + c];
          }
        }
        found.push(sum);
      }
    }
  }
  return found;
}

function centre(i: number, from: number, to: number): number {
  return Math.min(Math.max((i + 0.5) * from / to - 0.5, 0), from - 1);
}

function assertClose(found: Float32Array, expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-5, `${value} at ${i}`));
}

Deno.test("probabilities are the softmax of logits, however large they are", () => {
  const probabilities = toProbabilities(Float32Array.of(1000, 1000, 0, Math.log(3)), 2);
  [0.5, 0.5, 0.25, 0.75].forEach((p, i) => assert.ok(Math.abs(probabilities[i] - p) < 1e-6));
});

Deno.test("an oblong image that is fitted in gets its own size back", () => {
  const [width, height] = [64, 20], shape = [16, 16] as const;
  // left half 1, right half 2
  const labels = Uint8Array.from({ length: width * height }, (_, i) => i % width < 32 ? 1 : 2);
  const fitted = fitLabels({ labels, width, height }, { shape, fit: "pad" });
  assert.ok(fitted.includes(0), "there is padding");
  assert.deepEqual(labelsUnfitted(fitted, { width, height }, { shape, fit: "pad" }), labels);
  const values = new Float32Array(16 * 16 * 3);
  fitted.forEach((label, i) => values[3 * i + label] = 1);
  const maps = { values, shape, fit: "pad" } as const;
  assert.deepEqual(labelsAtOwnSize(maps, { width, height }, [0, 1, 2]), labels);
});
