import assert from "node:assert/strict";
import type { Samples, Shape } from "../../core/mod.ts";
import {
  chooseBackend,
  compile,
  predictLogits,
  predictOwnSize,
  predictTiles,
} from "../../model/mod.ts";
import { generator, tinyUnet } from "./build.ts";

await chooseBackend("cpu");
const network = compile(tinyUnet({ features: 2 }));
const { classes: { length: classes }, shape: [side] } = network.metadata;

function noise([rows, columns]: Shape): Uint8Array {
  return Uint8Array.from(generator(7)(rows * columns * 3, 0, 256));
}

/** All rows put together, with their places checked. */
async function whole(shape: Shape, samples: Samples): Promise<Float32Array> {
  const all = new Float32Array(shape[0] * shape[1] * classes);
  let next = 0;
  for await (const { top, rows, logits } of predictTiles(network, { shape, samples })) {
    assert.equal(top, next, "rows must follow each other");
    assert.equal(logits.length, rows * shape[1] * classes);
    all.set(logits, top * shape[1] * classes);
    next += rows;
  }
  assert.equal(next, shape[0]);
  return all;
}

async function logitsOf(samples: Samples): Promise<Float32Array> {
  for await (const { logits } of predictLogits(network, samples)) return logits;
  throw new Error("no image");
}

/** The same by definition: every tile alone, weights by distance from its edge, in doubles. */
async function byDefinition([rows, columns]: Shape, samples: Samples): Promise<Float64Array> {
  const sums = new Float64Array(rows * columns * classes),
    weights = new Float64Array(rows * columns);
  const starts = (length: number): number[] => {
    if (length <= side) return [Math.floor((length - side) / 2)];
    const steps = Math.ceil((length - side) / (0.75 * side));
    return Array.from({ length: steps + 1 }, (_, i) => Math.round(i * (length - side) / steps));
  };
  const mirrored = (i: number, length: number) =>
    Math.min(Math.max(i < 0 ? -i : i < length ? i : 2 * length - 2 - i, 0), length - 1);
  const near = (i: number, length: number) => length <= side ? 1 : Math.min(i, side - 1 - i) + 0.5;
  for (const top of starts(rows)) {
    for (const left of starts(columns)) {
      const tile = new Uint8Array(side * side * 3);
      const inside: [place: number, at: number, weight: number][] = [];
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          const [row, column] = [mirrored(top + y, rows), mirrored(left + x, columns)];
          const place = row * columns + column, at = y * side + x;
          if (row === top + y && column === left + x) {
            inside.push([place, at, near(y, rows) * near(x, columns)]);
          }
          for (let c = 0; c < 3; c++) tile[3 * at + c] = samples[3 * place + c];
        }
      }
      const logits = await logitsOf(tile);
      for (const [place, at, weight] of inside) {
        weights[place] += weight;
        for (let c = 0; c < classes; c++) {
          sums[place * classes + c] += weight * logits[at * classes + c];
        }
      }
    }
  }
  return sums.map((sum, i) => sum / weights[Math.floor(i / classes)]);
}

Deno.test("an image of the model's shape is predicted as it is, to the bit", async () => {
  const samples = noise([side, side]);
  assert.deepEqual(await whole([side, side], samples), await logitsOf(samples));
});

for (const shape of [[41, 17], [16, 50], [7, 60], [9, 5], [33, 33]] as const) {
  Deno.test(`tiles of ${shape.join(" rows, ")} columns are blended as defined`, async () => {
    const samples = noise(shape);
    const found = await whole(shape, samples), expected = await byDefinition(shape, samples);
    found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-5, `${i}: ${value}`));
  });
}

Deno.test("tiles of floats are those of bytes", async () => {
  const shape = [7, 60] as const, bytes = noise(shape);
  assert.deepEqual(await whole(shape, Float32Array.from(bytes)), await whole(shape, bytes));
});

Deno.test("the rows of a long image share the memory of a short one's", async () => {
  const buffers = new Set<ArrayBufferLike>();
  const samples = noise([200, 20]);
  for await (const { logits } of predictTiles(network, { shape: [200, 20], samples })) {
    buffers.add(logits.buffer);
    assert.ok(logits.buffer.byteLength <= side * 20 * classes * 4);
  }
  assert.equal(buffers.size, 1);
});

Deno.test("an image with other channels than the model's is refused", async () => {
  const rows = predictTiles(network, { shape: [20, 20], samples: new Uint8Array(20 * 20) });
  await assert.rejects(
    () => rows.next(),
    /an image of 20x20 px must have 3 samples per pixel, got 400 in all/,
  );
});

Deno.test("a mask of another size than the image's is refused", async () => {
  const image = { shape: [20, 20], samples: noise([20, 20]) } as const;
  await assert.rejects(
    predictOwnSize(network, image, { truth: new Uint8Array(399) }),
    /the truth must have 400 values, got 399/,
  );
});

Deno.test("tiles stop at a signal", async () => {
  const stop = new AbortController();
  const rows = predictTiles(network, { shape: [40, 40], samples: noise([40, 40]) }, {
    signal: stop.signal,
  });
  await rows.next();
  stop.abort(new Error("enough"));
  await assert.rejects(() => rows.next(), /enough/);
});
