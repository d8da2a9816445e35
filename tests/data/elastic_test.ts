// Elastic deformation: fields with closed forms, how far places move, and what images and masks become.
import assert from "node:assert/strict";
import { mulberry32, UNIT_RGB } from "../../core/mod.ts";
import { drawChange } from "../../data/augmentations.ts";
import { drawField, FIELD_DRAWS, layField, reachOf, type RowMoves } from "../../data/elastic.ts";
import { makeBatch } from "../../data/make_batch.ts";
import { RandomState } from "../../data/random_state.ts";
import { TRIMAP_CLASSES } from "../../data/types.ts";

const SHAPES = [[48, 48], [20, 60], [7, 3]] as const;
const POINTS = Math.sqrt(FIELD_DRAWS / 2);

/** The displacements of all places, row by row. */
function movesOf(draws: readonly number[], shape: readonly [number, number]): RowMoves[] {
  const write = layField(drawField(draws), shape);
  return Array.from({ length: shape[0] }, (_, row) => {
    const moves = { across: new Float64Array(shape[1]), down: new Float64Array(shape[1]) };
    write(row, moves);
    return moves;
  });
}

Deno.test("points that don't move bend nothing, and those that all move alike shift the image", () => {
  for (const shape of SHAPES) {
    const [down, across] = reachOf(shape);
    assert.deepEqual([down, across], [shape[0] / 16, shape[1] / 16]);
    for (const moves of movesOf(Array(FIELD_DRAWS).fill(0.5), shape)) {
      assert.ok([...moves.across, ...moves.down].every((move) => move === 0));
    }
    for (const moves of movesOf(Array(FIELD_DRAWS).fill(1), shape)) {
      for (const move of moves.across) assert.ok(Math.abs(move - across) < 1e-12);
      for (const move of moves.down) assert.ok(Math.abs(move - down) < 1e-12);
    }
  }
});

Deno.test("points that move in proportion to their place stretch the image evenly", () => {
  // from -1 at the grid's first column to 1 at its last, which lie a quarter of the side beyond the edges
  const draws = Array.from(
    { length: FIELD_DRAWS },
    (_, i) => i < FIELD_DRAWS / 2 ? (i % POINTS) / (POINTS - 1) : 0.5,
  );
  for (const shape of SHAPES) {
    const columns = shape[1], middle = (columns - 1) / 2;
    for (const { across, down } of movesOf(draws, shape)) {
      assert.ok(down.every((move) => move === 0));
      across.forEach((move, x) => {
        const expected = columns / 16 * (x - middle) / (columns * 3 / 4);
        assert.ok(Math.abs(move - expected) < 1e-12, `${move} and ${expected} at ${x}`);
      });
    }
  }
});

Deno.test("no place moves further than a sixteenth of a side, and none passes another", () => {
  const random = mulberry32(3), shape = [48, 64] as const, [farDown, farAcross] = reachOf(shape);
  let far = 0;
  for (let n = 0; n < 60; n++) {
    // as drawn, and at the ends of what can be drawn
    const draws = Array.from(
      { length: FIELD_DRAWS },
      () => n < 30 ? random() : Math.round(random()),
    );
    const moves = movesOf(draws, shape);
    for (let y = 0; y < shape[0]; y++) {
      for (let x = 0; x < shape[1]; x++) {
        const [across, down] = [moves[y].across[x], moves[y].down[x]];
        assert.ok(Math.abs(across) <= farAcross && Math.abs(down) <= farDown);
        far = Math.max(far, Math.abs(across) / farAcross);
        if (x === 0 || y === 0) continue;
        // the area of the parallelogram of the steps from the neighbours: below 0 where the image folds
        const a = 1 + across - moves[y].across[x - 1], b = across - moves[y - 1].across[x];
        const c = down - moves[y].down[x - 1], d = 1 + down - moves[y - 1].down[x];
        assert.ok(a * d - b * c > 0, `folded at ${x}, ${y}`);
      }
    }
  }
  assert.ok(far > 0.8, "the strongest of these fields nearly reaches the limit");
});

Deno.test("neighbours move nearly alike, also from one interval to the next", () => {
  const random = mulberry32(4), shape = [400, 400] as const;
  const moves = movesOf(Array.from({ length: FIELD_DRAWS }, random), shape);
  const at = (y: number, x: number) => moves[y].across[x];
  for (let y = 1; y < 399; y += 7) {
    for (let x = 1; x < 399; x++) {
      // a quarter of a side is 100 pixels: the second derivative is at most 4 · 25 / 100²
      const bend = [
        at(y, x - 1) - 2 * at(y, x) + at(y, x + 1),
        at(y - 1, x) - 2 * at(y, x) + at(y + 1, x),
      ];
      assert.ok(bend.every((second) => Math.abs(second) <= 0.01 + 1e-9), `${bend} at ${x}, ${y}`);
    }
  }
});

Deno.test("a mask's labels stay labels, and what is ignored moves with the image", () => {
  const size = 32, pixels = size * size, shape = [size, size] as const;
  // stripes of eight pixels whose grey is their label; 9 is ignored
  const shared = (length: number) => new Uint8Array(new SharedArrayBuffer(length));
  const truths = shared(pixels).map((_, i) => [1, 2, 3, 9][i % size >> 3]);
  const bytes = shared(3 * pixels).map((_, i) => 20 * truths[Math.floor(i / 3)]);
  const random = new RandomState(2);
  const draws = Uint32Array.from({ length: 40 }, () => random.uint32());
  const source = {
    shape,
    images: bytes,
    labels: truths,
    classes: TRIMAP_CLASSES,
    ignore: [9],
  };
  const plan = { indices: new Uint32Array(40), draws, augment: ["elastic"] as const };
  const { images, labels } = makeBatch(source, plan, UNIT_RGB);
  const classOf = new Map([[1, 0], [2, 1], [3, 2], [9, -1]]);
  const bent = Array.from(
    draws,
    (bits) => drawChange(bits, ["elastic"], shape).field !== undefined,
  );
  let certain = 0;
  labels.forEach((label, i) => {
    assert.ok([-1, 0, 1, 2].includes(label));
    const value = images[3 * i] * 255 / 20, whole = Math.round(value);
    // between two stripes the image is a mixture, which may look like a third
    if (Math.abs(value - whole) > 1e-3 || !classOf.has(whole) || whole === 2) return;
    assert.equal(label, classOf.get(whole));
    certain++;
  });
  assert.ok(certain > labels.length / 2, `${certain} of ${labels.length}`);
  for (let n = 0; n < 40; n++) {
    const own = labels.subarray(n * pixels, (n + 1) * pixels);
    const isAsItWas = own.every((label, i) => label === classOf.get(truths[i]));
    assert.equal(isAsItWas, !bent[n], "every bent mask differs, no other does");
  }
  assert.deepEqual(makeBatch(source, plan, UNIT_RGB), { images, labels, count: 40 });
});
