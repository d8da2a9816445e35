import assert from "node:assert/strict";
import { type Augmentation, AUGMENTATIONS, drawChange } from "../../data/augmentations.ts";
import { UNIT_RGB } from "../../core/mod.ts";
import { makeBatch } from "../../data/make_batch.ts";
import { RandomState } from "../../data/random_state.ts";
import { recolor } from "../../data/recolor.ts";
import { TRIMAP_CLASSES } from "../../data/types.ts";
import { type Affine, compose, cropped, shiftedScaledRotated, warp } from "../../data/warp.ts";

const SIZE = 32, PIXELS = SIZE * SIZE, SHAPE = [SIZE, SIZE] as const;
const HALF = { shiftX: 0.5, shiftY: 0.5, scale: 0.5, angle: 0.5 };

Deno.test("each augmentation happens to half of the photographs, whatever the others are", () => {
  const bits = draws(2000);
  for (const one of AUGMENTATIONS.filter((one) => one !== "d4")) {
    const alone = bits.map((bits) => isChanged(drawChange(bits, [one], SHAPE)));
    const count = alone.filter((changed) => changed).length;
    // 2,000 fair coins: further than 5 standard deviations from half is no chance
    assert.ok(Math.abs(count - 1000) < 112, `${one}: ${count} of 2000`);
  }
  for (const bit of bits.slice(0, 200)) {
    const [alone, all] = [["crop"], AUGMENTATIONS].map((chosen) =>
      drawChange(bit, chosen as Augmentation[], SHAPE)
    );
    assert.deepEqual(all.color, drawChange(bit, ["color"], SHAPE).color);
    assert.deepEqual(all.field, drawChange(bit, ["elastic"], SHAPE).field);
    if (alone.map) assert.ok(all.map, "what is cropped alone is cropped among others");
  }
});

Deno.test("d4 makes each of eight images of a square, each of four of an oblong one, as often", () => {
  for (const [shape, kinds] of [[[3, 3], 8], [[2, 3], 4]] as const) {
    const pixels = shape[0] * shape[1], places = Uint8Array.from({ length: pixels }, (_, i) => i);
    const bits = Uint32Array.of(...draws(2000)), found = new Map<string, number>();
    const rgb = Uint8Array.from({ length: 3 * pixels }, (_, i) => 20 * Math.floor(i / 3));
    const truths = places.map((place) => 1 + place % 3);
    for (let k = 0; k < bits.length; k++) {
      const { images, labels } = makeBatch({ ...source(rgb, truths), shape }, {
        indices: Uint32Array.of(0),
        draws: bits.subarray(k, k + 1),
        augment: ["d4"],
      }, UNIT_RGB);
      const made = Array.from({ length: pixels }, (_, i) => Math.round(255 * images[3 * i] / 20));
      assert.deepEqual(Array.from(labels), made.map((place) => place % 3), "image and mask");
      found.set(String(made), (found.get(String(made)) ?? 0) + 1);
    }
    const expected = new Set(turnsOf(Array.from(places), shape).map(String));
    assert.deepEqual(new Set(found.keys()), expected);
    assert.equal(expected.size, kinds);
    for (const count of found.values()) {
      // further than 5 standard deviations from its share is no chance
      const share = 2000 / kinds;
      assert.ok(Math.abs(count - share) < 5 * Math.sqrt(share), `${count} of 2000`);
    }
  }
});

/** An image turned by hand: upside down, mirrored, and rows as columns where it is a square. */
function turnsOf(image: number[], [rows, columns]: readonly [number, number]): number[][] {
  const lines = (image: number[]) =>
    Array.from({ length: rows }, (_, y) => image.slice(y * columns, (y + 1) * columns));
  const down = [image, lines(image).reverse().flat()];
  const both = [...down, ...down.map((image) => lines(image).map((row) => row.reverse()).flat())];
  if (rows !== columns) return both;
  return [
    ...both,
    ...both.map((image) => image.map((_, i) => lines(image)[i % rows][Math.floor(i / rows)])),
  ];
}

Deno.test("the middle of every range changes nothing", () => {
  close(shiftedScaledRotated(HALF, SHAPE), [1, 0, 0, 0, 1, 0], 1e-12);
  close(cropped({ side: 1, left: 0.3, top: 0.9 }, SHAPE), [1, 0, 0, 0, 1, 0], 1e-12);
});

Deno.test("maps place the middle, the corners and a turned point where geometry has them", () => {
  const at = (map: Affine, x: number, y: number) => [
    map[0] * x + map[1] * y + map[2],
    map[3] * x + map[4] * y + map[5],
  ];
  const middle = (SIZE - 1) / 2;
  const turned = shiftedScaledRotated({ ...HALF, angle: 1, scale: 1 }, SHAPE);
  close(at(turned, middle, middle), [middle, middle], 1e-12);
  // a point ten to the right of the middle lies 15° further, and nearer by the tenth of enlargement
  const [cos, sin] = [Math.cos(Math.PI / 12), Math.sin(Math.PI / 12)];
  const reach = 10 / 1.1;
  close(at(turned, middle + 10, middle), [middle + reach * cos, middle + reach * sin], 1e-9);
  // shifted by a sixteenth to the right: what was at the middle is two pixels further
  close(
    at(shiftedScaledRotated({ ...HALF, shiftX: 1 }, SHAPE), middle + 2, middle),
    [middle, middle],
    1e-12,
  );
  // the smallest crop at the upper left: outer edges to outer edges
  const crop = cropped({ side: 0, left: 0, top: 0 }, SHAPE);
  close(at(crop, -0.5, -0.5), [-0.5, -0.5], 1e-12);
  close(at(crop, SIZE - 0.5, SIZE - 0.5), [0.7 * SIZE - 0.5, 0.7 * SIZE - 0.5], 1e-12);
  const both = compose(crop, turned);
  close(at(both, 3, 4), at(turned, ...(at(crop, 3, 4) as [number, number])), 1e-12);
});

Deno.test("warp() interpolates a ramp exactly and mirrors it outside", () => {
  const bytes = new Uint8Array(PIXELS * 3), truths = new Uint8Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
    bytes.set([x * 4, y * 4, x + y], 3 * i);
    truths[i] = 1 + (x >= SIZE / 2 ? 1 : 0);
  }
  const map: Affine = [0.9, 0.2, -3.3, -0.2, 0.9, 4.1];
  const { images, labels } = warped(map, bytes, truths);
  const mirror = (place: number) => place < 0 ? -place : Math.min(place, 2 * (SIZE - 1) - place);
  for (let i = 0; i < PIXELS; i++) {
    const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
    const [u, v] = [mirror(map[0] * x + map[1] * y + map[2]), map[3] * x + map[4] * y + map[5]];
    // a ramp has a kink at the mirror: interpolation across it is another matter
    if (Math.abs(u) < 1 || u > SIZE - 2 || v < 0 || v > SIZE - 2) continue;
    close(images.subarray(3 * i, 3 * i + 3), [u * 4, v * 4, u + v].map((w) => w / 255), 1e-6);
    if (Math.abs(u - SIZE / 2 + 0.5) > 0.01) assert.equal(labels[i], u < SIZE / 2 - 0.5 ? 0 : 1);
  }
});

Deno.test("a mirrored change is the same change of the mirrored photograph", () => {
  const random = new RandomState(5);
  const bytes = Uint8Array.from({ length: PIXELS * 3 }, () => random.uint32() & 255);
  const truths = Uint8Array.from({ length: PIXELS }, () => 1 + random.uint32() % 3);
  const other = { bytes: bytes.slice(), truths: truths.slice() };
  for (let i = 0; i < PIXELS; i++) {
    const from = i - i % SIZE + SIZE - 1 - i % SIZE;
    other.truths[i] = truths[from];
    other.bytes.set(bytes.subarray(3 * from, 3 * from + 3), 3 * i);
  }
  const bits = Uint32Array.of(...draws(40).filter((bits) => bits >>> 31 === 1));
  for (let k = 0; k < bits.length; k++) {
    const batch = (bytes: Uint8Array, truths: Uint8Array, augment: readonly Augmentation[]) =>
      makeBatch(source(bytes, truths), {
        indices: Uint32Array.of(0),
        draws: bits.subarray(k, k + 1),
        augment,
      }, UNIT_RGB);
    const mirrored = batch(bytes, truths, [
      "flip",
      "shift-scale-rotate",
      "crop",
      "elastic",
      "color",
    ]);
    const augment = ["shift-scale-rotate", "crop", "elastic", "color"] as const;
    const plain = batch(other.bytes, other.truths, augment);
    close(mirrored.images, plain.images, 1e-4);
    const differ = mirrored.labels.filter((label, i) => label !== plain.labels[i]).length;
    // rounding may choose the other of two pixels that are as near
    assert.ok(differ <= 2, `${differ} labels differ`);
  }
});

Deno.test("image and trimap stay together", () => {
  // squares of eight pixels whose colour is their class
  const truths = Uint8Array.from({ length: PIXELS }, (_, i) => {
    const [x, y] = [i % SIZE >> 3, Math.floor(i / SIZE) >> 3];
    return 1 + (x + 2 * y) % 3;
  });
  const bytes = Uint8Array.from({ length: PIXELS * 3 }, (_, i) => 80 * truths[Math.floor(i / 3)]);
  const indices = new Uint32Array(60);
  const plan = {
    indices,
    draws: Uint32Array.from(draws(60)),
    augment: ["flip", "shift-scale-rotate", "crop", "elastic"] as const,
  };
  const { images, labels } = makeBatch(source(bytes, truths), plan, UNIT_RGB);
  let certain = 0;
  labels.forEach((label, i) => {
    const value = images[3 * i] * 255 / 80;
    // between two classes the photograph is a mixture
    if (Math.abs(value - Math.round(value)) > 1e-3) return;
    certain++;
    // a mixture of 1 and 3 may look like 2
    if (Math.round(value) !== 2) assert.equal(label, Math.round(value) - 1);
  });
  assert.ok(certain > labels.length / 2, `${certain} of ${labels.length}`);
});

Deno.test("recolor() has closed forms", () => {
  const image = () => Float32Array.of(0.2, 0.4, 0.6, 0.1, 0.3, 0.5);
  const changed = (color: Partial<Parameters<typeof recolor>[1]>) => {
    const copy = image();
    recolor(copy, { brightness: 1, contrast: 1, saturation: 1, ...color }, 3);
    return copy;
  };
  const greys = [0, 3].map((i) =>
    image()[i] * 0.299 + image()[i + 1] * 0.587 + image()[i + 2] * 0.114
  );
  close(changed({}), image(), 1e-7);
  close(changed({ brightness: 2 }), [0.4, 0.8, 1, 0.2, 0.6, 1], 1e-6);
  close(changed({ saturation: 0 }), greys.flatMap((grey) => [grey, grey, grey]), 1e-6);
  close(changed({ contrast: 0 }), Array(6).fill((greys[0] + greys[1]) / 2), 1e-6);
});

function isChanged({ isMirrored, map, color }: ReturnType<typeof drawChange>): boolean {
  return isMirrored || map !== undefined || color !== undefined;
}

function draws(count: number): number[] {
  const random = new RandomState(1);
  return Array.from({ length: count }, () => random.uint32());
}

function source(images: Uint8Array, labels: Uint8Array) {
  return {
    shape: SHAPE,
    images: images as Uint8Array<SharedArrayBuffer>,
    labels: labels as Uint8Array<SharedArrayBuffer>,
    classes: TRIMAP_CLASSES,
  };
}

function warped(map: Affine, bytes: Uint8Array, truths: Uint8Array) {
  const images = new Float32Array(PIXELS * 3), labels = new Int32Array(PIXELS);
  const classOf = Int32Array.of(0, 0, 1, 2);
  const batch = { normalisation: UNIT_RGB, images, labels, classOf };
  warp(map, { shape: SHAPE, samples: bytes, truths, from: 0, to: 0, ...batch });
  return { images, labels };
}

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    assert.ok(error <= tolerance, `value ${i}: ${actual[i]} and ${expected[i]}`);
  }
}

Deno.test("maps of oblong images turn about their middle and crop their own proportions", () => {
  const shape = [20, 60] as const;
  close(shiftedScaledRotated(HALF, shape), [1, 0, 0, 0, 1, 0], 1e-12);
  const [a, b, c, d, e, f] = shiftedScaledRotated({ ...HALF, angle: 1 }, shape);
  close([a * 29.5 + b * 9.5 + c, d * 29.5 + e * 9.5 + f], [29.5, 9.5], 1e-12);
  // the smallest crop at the lower right: outer edges to outer edges
  const [sx, , x0, , sy, y0] = cropped({ side: 0, left: 1, top: 1 }, shape);
  close([sx * 59.5 + x0, sy * 19.5 + y0], [59.5, 19.5], 1e-12);
  close([sx * -0.5 + x0, sy * -0.5 + y0], [0.3 * 60 - 0.5, 0.3 * 20 - 0.5], 1e-12);
});
