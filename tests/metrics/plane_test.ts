// Planes are measured by kernels; what they give must be, bit for bit, what the search of volumes gives.
import assert from "node:assert/strict";
import { evaluate, hausdorff, type Mask } from "@triptych/metrics";
import { mulberry32 } from "../../core/mod.ts";
import { toSelection } from "../../metrics/labels.ts";
import { toPair } from "../../metrics/mask.ts";
import { nearestSquares } from "../../metrics/nearest/mod.ts";
import { measurePlane } from "../../metrics/plane/measure_plane.ts";
import { scan } from "../../metrics/scan.ts";
import { findSurface } from "../../metrics/surface.ts";
import { ball, box, noise, union } from "./masks.ts";

const random = mulberry32(41);
const whole = (least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));

Deno.test("the kernels of planes give the bits of the search that volumes have", () => {
  let measured = 0;
  for (let trial = 0; trial < 600; trial++) {
    const shape = [whole(1, trial % 10 === 0 ? 300 : 40), whole(1, trial % 7 === 0 ? 200 : 70)];
    const [truth, prediction] = [anyMask(shape), anyMask(shape)];
    if (![truth, prediction].every(({ data }) => (data as Uint8Array).some(Boolean))) continue;
    const spacing = [[1, 1, 1], [1, 0.7, 1.3], [1, 3, 0.11], [1, 1e-9, 1e5]][whole(0, 3)];
    const options = { spacing, connectivity: whole(1, 2) };
    if (isAsSearched(truth, prediction, options)) measured++;
  }
  // most are not so far apart that they are left to others
  assert.ok(measured > 400, `${measured} were measured by kernels`);
});

Deno.test("regions that are far apart in a tall plane are left to others, which find the distance", () => {
  const shape = [700, 9],
    [top, bottom] = [box(shape, [0, 0], [3, 8]), box(shape, [600, 2], [699, 5])];
  assert.equal(isAsSearched(top, bottom, { spacing: [1, 1, 1], connectivity: 1 }), false);
  assert.equal(hausdorff(top, bottom), 696);
});

Deno.test("where WebAssembly may not run, planes are measured without it", async () => {
  const module = new URL("../../metrics/mod.ts", import.meta.url).href;
  const program = `WebAssembly.Module = class { constructor() { throw new Error("refused"); } };
    const { evaluate } = await import(${JSON.stringify(module)});
    const disc = (radius, y, x) => ({ shape: [40, 40], data: Array.from({ length: 1600 }, (_, i) =>
      (Math.floor(i / 40) - y) ** 2 + (i % 40 - x) ** 2 <= radius ** 2) });
    console.log(JSON.stringify(evaluate(disc(12, 20, 20), disc(10, 18, 23), { labels: [1] })));`;
  const { success, stdout, stderr } = await new Deno.Command("deno", { args: ["eval", program] })
    .output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const [truth, prediction] = [ball([40, 40], 12, [20, 20]), ball([40, 40], 10, [18, 23])];
  const found = JSON.stringify(evaluate(truth, prediction, { labels: [1] }));
  assert.equal(new TextDecoder().decode(stdout).trim(), found);
});

/** Discs, boxes and specks, one or several. */
function anyMask(shape: number[]): Mask {
  const place = (): number[] => shape.map((length) => whole(0, length - 1));
  const kinds = [
    () => ball(shape, whole(0, 20), place()),
    () => {
      const [a, b] = [place(), place()];
      return box(shape, a.map((p, i) => Math.min(p, b[i])), a.map((p, i) => Math.max(p, b[i])));
    },
    () => noise(shape, random(), random),
  ];
  return union(...Array.from({ length: whole(1, 3) }, () => kinds[whole(0, 2)]()));
}

/** Whether the kernels measure this pair; if so, they must find what the search finds. */
function isAsSearched(
  truth: Mask,
  prediction: Mask,
  { spacing, connectivity }: { spacing: number[]; connectivity: number },
): boolean {
  const pair = toPair(truth, prediction, "distances"), { grid } = pair;
  const { truth: [a], prediction: [b] } = scan(pair, toSelection({}, "distances"), true);
  const found = measurePlane(a, b, grid, { spacing, connectivity });
  if (found === undefined) return false;
  const [from, to] = [
    findSurface(a, grid, connectivity, "truth surface"),
    findSurface(b, grid, connectivity, "prediction surface"),
  ];
  const search = (queries: typeof from, sites: typeof to): Float64Array =>
    nearestSquares({ queries, sites, grid, spacing }, "searched").slice(0, queries.count)
      .map(Math.sqrt);
  assert.deepEqual(found.toPrediction, search(from, to));
  assert.deepEqual(found.toTruth, search(to, from));
  return true;
}
