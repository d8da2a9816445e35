import assert from "node:assert/strict";
import { mulberry32 } from "../../core/mod.ts";
import { toSelection } from "../../metrics/labels.ts";
import { toPair } from "../../metrics/mask.ts";
import { nearestSquares } from "../../metrics/nearest/mod.ts";
import type { Problem } from "../../metrics/nearest/problem.ts";
import { exceeds } from "../../metrics/nearest/search.ts";
import { tabulateRows } from "../../metrics/nearest/table.ts";
import { scan } from "../../metrics/scan.ts";
import { findSurface } from "../../metrics/surface.ts";
import type { Mask } from "@triptych/metrics";
import { ball, noise } from "./masks.ts";

/** From the surface of one mask to that of another. */
function problemOf(from: Mask, to: Mask, spacing: number[]): Problem {
  const pair = toPair(from, to, "distances"), { grid } = pair;
  const { truth: [a], prediction: [b] } = scan(pair, toSelection({}, "distances"), true);
  const [queries, sites] = [findSurface(a, grid, 1, "queries"), findSurface(b, grid, 1, "sites")];
  return { queries, sites, grid, spacing };
}

/** The squared distances by definition. */
function squaresOf({ queries, sites, grid, spacing }: Problem): Float64Array {
  const place = (index: number): number[] => [
    Math.floor(index / (grid.height * grid.width)),
    Math.floor(index / grid.width) % grid.height,
    index % grid.width,
  ];
  const ends = Array.from(sites.indices.subarray(0, sites.count), place);
  return Float64Array.from(queries.indices.subarray(0, queries.count), (index) => {
    const [z, y, x] = place(index);
    return Math.min(...ends.map(([ez, ey, ex]) => {
      const [dz, dy, dx] = [(z - ez) * spacing[0], (y - ey) * spacing[1], (x - ex) * spacing[2]];
      return dx * dx + dy * dy + dz * dz;
    }));
  });
}

Deno.test("a small ball far inside a large one isn't searched row by row, and its distances are exact", () => {
  const shape = [40, 44, 48];
  for (const spacing of [[1, 1, 1], [2.5, 0.7, 0.7]]) {
    const problem = problemOf(ball(shape, 18, [20, 22, 24]), ball(shape, 2, [21, 20, 23]), spacing);
    assert.equal(exceeds(problem, tabulateRows(problem), 50_000), true);
    const found = nearestSquares(problem, "nearest").slice(0, problem.queries.count);
    assert.deepEqual(found, squaresOf(problem));
  }
});

Deno.test("surfaces that are near each other are searched", () => {
  const shape = [20, 20, 20], random = mulberry32(7);
  const problem = problemOf(noise(shape, 0.5, random), noise(shape, 0.3, random), [1, 1, 1]);
  assert.equal(exceeds(problem, tabulateRows(problem), 4 * 20 ** 3 * 4), false);
  const found = nearestSquares(problem, "nearest").slice(0, problem.queries.count);
  assert.deepEqual(found, squaresOf(problem));
});
