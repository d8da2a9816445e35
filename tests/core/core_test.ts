import assert from "node:assert/strict";
import { classColor, compareCodePoints, imageOf, mulberry32 } from "../../core/mod.ts";

/** By the author's C program, compiled. */
const MULBERRY32 = [
  { seed: 0, numbers: [1144304738, 1416247, 958946056, 627933444] },
  { seed: 12345, numbers: [4207900869, 1317490944, 2079646450, 3513001552] },
  { seed: 2 ** 32 - 1, numbers: [3850105811, 813802916, 3073704848, 4054706436] },
];

for (const { seed, numbers } of MULBERRY32) {
  Deno.test(`mulberry32 draws from seed ${seed} what its author's program draws`, () => {
    const random = mulberry32(seed);
    assert.deepEqual(numbers.map(() => random() * 2 ** 32), numbers);
  });
}

Deno.test("of a seed beyond 32 bits the lowest 32 count", () => {
  assert.equal(mulberry32(2 ** 32 + 7)(), mulberry32(7)());
});

Deno.test("ids are ordered by code points, the shorter of two that begin alike first", () => {
  const sorted = ["", "B", "a", "a ", "ab", "é", "\ufb01", "\u{10000}", "\u{1f431}"];
  assert.deepEqual(sorted.toReversed().sort(compareCodePoints), sorted);
  assert.equal(compareCodePoints("a", "a"), 0);
  assert.notDeepEqual(sorted.toSorted(), sorted, "UTF-16 order differs");
});

Deno.test("the order of texts is that of their lists of code points", () => {
  const random = mulberry32(5),
    points = [0x61, 0x62, 0xe9, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x1f431];
  const draw = (): string =>
    String.fromCodePoint(
      ...Array.from({ length: Math.floor(random() * 4) }, () =>
        points[Math.floor(random() * points.length)]),
    );
  const compareLists = (a: number[], b: number[]): number => {
    const at = a.findIndex((point, i) => point !== b[i]);
    if (at < 0) return a.length - b.length;
    return at < b.length ? a[at] - b[at] : 1;
  };
  for (let i = 0; i < 5000; i++) {
    const [a, b] = [draw(), draw()];
    const [left, right] = [a, b].map((text) => Array.from(text, (char) => char.codePointAt(0)!));
    assert.equal(
      Math.sign(compareCodePoints(a, b)),
      Math.sign(compareLists(left, right)),
      `${a} ${b}`,
    );
  }
});

Deno.test("the first forty class colours differ and can be parsed", () => {
  const colors = Array.from({ length: 40 }, (_, i) => classColor(i));
  assert.equal(new Set(colors).size, 40);
  for (const color of colors) assert.match(color, /^#[0-9a-f]{6}$/);
});

Deno.test("an image of many shares their memory", () => {
  const data = { shape: [2, 2] as const, images: new Uint8Array(2 * 12) };
  imageOf(data, 1).fill(9);
  assert.deepEqual(data.images, Uint8Array.from({ length: 24 }, (_, i) => i < 12 ? 0 : 9));
});
