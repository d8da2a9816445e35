// How wide areas are, beside the definition pixel by pixel.
import assert from "node:assert/strict";
import { medianWidth, widthsOf } from "../../../data/look/widths.ts";

Deno.test("a pixel's width is the shorter of its runs along row and column, on random masks", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 30; round++) {
    const width = 1 + random(12), height = 1 + random(12);
    const values = Uint8Array.from({ length: width * height }, () => random(5) < 3 ? 0 : 200);
    const expected = new Map<number, number[]>();
    for (let i = 0; i < values.length; i++) {
      const x = i % width, y = (i - x) / width;
      const run = (dx: number, dy: number): number => {
        const [px, py] = [x + dx, y + dy];
        if (px < 0 || py < 0 || px >= width || py >= height) return 0;
        if (values[py * width + px] !== values[i]) return 0;
        const step = (d: number) => d + Math.sign(d);
        return 1 + run(step(dx), step(dy));
      };
      const own = Math.min(1 + run(1, 0) + run(-1, 0), 1 + run(0, 1) + run(0, -1));
      const widths = expected.get(values[i]) ?? new Array(256).fill(0);
      widths[own]++;
      expected.set(values[i], widths);
    }
    const found = widthsOf({ values, width, height });
    assert.deepEqual(
      [...found].map(([value, widths]) => [value, [...widths]]).sort(),
      [...expected].sort(),
    );
  }
});

Deno.test("a net of lines is as wide as its lines, and what fills a large picture has no end", () => {
  const size = 300, values = new Uint8Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) values[y * size + x] = x % 30 < 3 || y % 30 < 3 ? 1 : 0;
  }
  const net = widthsOf({ values, width: size, height: size });
  assert.equal(medianWidth(net.get(1)!), 3);
  assert.equal(medianWidth(net.get(0)!), 27);
  const full = widthsOf({ values: values.fill(2), width: size, height: size });
  assert.equal(medianWidth(full.get(2)!), Infinity);
});
