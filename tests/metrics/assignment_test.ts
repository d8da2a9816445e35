import assert from "node:assert/strict";
import { mulberry32 } from "../../core/mod.ts";
import { assign } from "../../metrics/assignment.ts";

type Pair = [row: number, column: number, gain: number];

/** The largest sum of gains, trying everything. */
function bruteGain(pairs: Pair[], row: number, rowCount: number, taken: Set<number>): number {
  if (row === rowCount) return 0;
  let best = bruteGain(pairs, row + 1, rowCount, taken);
  for (const [of, column, gain] of pairs) {
    if (of !== row || taken.has(column)) continue;
    taken.add(column);
    best = Math.max(best, gain + bruteGain(pairs, row + 1, rowCount, taken));
    taken.delete(column);
  }
  return best;
}

/** Assigns, checks that it is one to one among the pairs, and adds the gains. */
function gainOf(pairs: Pair[], rowCount: number, columnCount: number): number {
  const columnOf = assign({
    rows: pairs.map(([row]) => row),
    columns: pairs.map(([, column]) => column),
    gains: pairs.map(([, , gain]) => gain),
    rowCount,
    columnCount,
  });
  assert.equal(columnOf.length, rowCount);
  const matched = [...columnOf].flatMap((column, row) => column < 0 ? [] : [[row, column]]);
  assert.equal(new Set(matched.map(([, column]) => column)).size, matched.length);
  return matched.reduce((sum, [row, column]) => {
    const pair = pairs.find(([r, c]) => r === row && c === column);
    assert.ok(pair !== undefined);
    return sum + pair[2];
  }, 0);
}

Deno.test("assign() gains as much as the best of all assignments, on 20,000 random graphs", () => {
  const random = mulberry32(71);
  for (let k = 0; k < 20_000; k++) {
    const [rowCount, columnCount] = [1, 1].map(() => Math.floor(random() * 6));
    const density = random();
    // few different gains make ties
    const gains = random() < 0.5 ? [0.25, 0.5, 0.75] : undefined;
    const pairs: Pair[] = [];
    for (let row = 0; row < rowCount; row++) {
      for (let column = 0; column < columnCount; column++) {
        if (random() >= density) continue;
        const gain = gains === undefined ? 1 - random() : gains[Math.floor(random() * 3)];
        pairs.push([row, column, gain]);
      }
    }
    const found = gainOf(pairs, rowCount, columnCount);
    const best = bruteGain(pairs, 0, rowCount, new Set());
    assert.ok(Math.abs(found - best) < 1e-12, `graph ${k}: ${found}, not ${best}`);
  }
});

Deno.test("assign() gives up the best pair where two others gain more", () => {
  const pairs: Pair[] = [[0, 0, 0.9], [0, 1, 0.6], [1, 0, 0.6]];
  assert.equal(gainOf(pairs, 2, 2), 1.2);
});

Deno.test("assign() matches a chain of a thousand rows, each of which wants its neighbour's", () => {
  const pairs: Pair[] = [];
  for (let row = 0; row < 1000; row++) {
    if (row > 0) pairs.push([row, row - 1, 0.75]);
    pairs.push([row, row, 0.5]);
  }
  assert.equal(gainOf(pairs, 1000, 1000), 999 * 0.75);
});
