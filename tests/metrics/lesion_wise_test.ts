import assert from "node:assert/strict";
import { lesionWise, type Region } from "@triptych/metrics";
import { dilate } from "../../metrics/dilate.ts";
import { toSelection } from "../../metrics/labels.ts";
import { toPair } from "../../metrics/mask.ts";
import { scan } from "../../metrics/scan.ts";
import { places } from "./brute_force.ts";
import { box, draw, union } from "./masks.ts";
import { assertClose, samples } from "./samples.ts";
import { refuses } from "./refused.ts";

/** BraTS' regions and the parameters of its challenges. */
const REGIONS: Record<string, Region> = { WT: [1, 2, 3], TC: [1, 3], ET: 3 };
const CHALLENGES: Record<string, { dilation: number; ignoredVolume: number }> = {
  "BraTS-GLI": { dilation: 3, ignoredVolume: 50 },
  "BraTS-MEN": { dilation: 1, ignoredVolume: 50 },
  "BraTS-MET": { dilation: 1, ignoredVolume: 2 },
};

Deno.test("lesionWise() gives the scores of BraTS' code", async () => {
  const file = new URL("../fixtures/metrics/lesion_wise.json", import.meta.url);
  const cases = JSON.parse(await Deno.readTextFile(file)) as {
    challenge: string;
    shape: number[];
    truth: number[][];
    prediction: number[][];
    expected: {
      region: string;
      detected: number;
      missed: number;
      invented: number;
      dice: number;
      hd95: number;
    }[];
  }[];
  assert.equal(cases.length, 24);
  for (const [k, { challenge, shape, expected, ...runs }] of cases.entries()) {
    const map = (list: number[][]) => ({
      data: Uint8Array.from(list.flatMap(([value, length]) => Array(length).fill(value))),
      shape,
    });
    const [truth, prediction] = [map(runs.truth), map(runs.prediction)];
    for (const { region, ...figures } of expected) {
      const found = lesionWise(truth, prediction, {
        label: REGIONS[region],
        absent: "allow",
        ...CHALLENGES[challenge],
      });
      for (const [id, value] of Object.entries(figures)) {
        const name = `${id} of ${region}, case ${k}, ${challenge}`;
        assertClose(found[id as keyof typeof figures], value, name);
      }
    }
  }
});

Deno.test("lesions whose dilations touch are one, and share what was predicted between them", () => {
  const shape = [1, 9, 20];
  const truth = union(box(shape, [0, 3, 1], [0, 5, 4]), box(shape, [0, 3, 9], [0, 5, 12]));
  const prediction = box(shape, [0, 4, 4], [0, 4, 9]);
  const far = lesionWise(truth, prediction, { dilation: 1, ignoredVolume: 0 });
  assert.deepEqual(far.lesions.map(({ predictions }) => predictions), [1, 1]);
  const near = lesionWise(truth, prediction, { dilation: 2, ignoredVolume: 0 });
  assert.deepEqual(near.lesions.map(({ predictions, volume }) => [predictions, volume]), [[1, 24]]);
  assert.equal(near.dice, 2 * 2 / (24 + 6));
});

Deno.test("small lesions count for nothing, invented ones whatever their size", () => {
  const shape = [8, 8, 8];
  const [none, small] = [draw(shape, () => false), box(shape, [1, 1, 1], [2, 2, 2])];
  const scores = (found: ReturnType<typeof lesionWise>) => [
    ...[found.detected, found.missed, found.invented, found.dice, found.hd95],
  ];
  assert.deepEqual(scores(lesionWise(none, none)), [0, 0, 0, 1, 0]);
  assert.deepEqual(scores(lesionWise(small, none)), [0, 0, 0, 1, 0]);
  assert.deepEqual(scores(lesionWise(small, small)), [0, 0, 0, 1, 0]);
  assert.deepEqual(scores(lesionWise(none, small)), [0, 0, 1, 0, 374]);
  const options = { spacing: [2, 2, 2], penalty: 100 };
  assert.deepEqual(scores(lesionWise(small, none, options)), [0, 1, 0, 0, 100]);
  assert.deepEqual(scores(lesionWise(small, small, options)), [1, 0, 0, 1, 0]);
});

Deno.test("dilate() adds the neighbours across faces and edges, time and again", () => {
  for (const { truth } of samples(60, 8)) {
    const all = places(truth.shape), pair = toPair(truth, truth, "a dilation");
    let inside = all.filter((_, i) => truth.data[i]);
    for (const iterations of [1, 2]) {
      inside = all.filter((place) => inside.some((other) => areNeighbours(place, other)));
      const { truth: [runs] } = scan(pair, toSelection({}, "a dilation"), true);
      const { bounds, count } = dilate(runs, pair.grid, iterations);
      const found = Array.from(
        { length: count },
        (_, k) => all.slice(...bounds.slice(2 * k, 2 * k + 2)),
      );
      assert.deepEqual(found.flat(), inside);
    }
  }
});

/** Whether two places are the same, or share a face or an edge. */
function areNeighbours(place: readonly number[], other: readonly number[]): boolean {
  const steps = place.map((at, axis) => Math.abs(at - other[axis]));
  return Math.max(...steps) <= 1 && steps.reduce((a, b) => a + b) <= 2;
}

Deno.test("a filled volume takes no more heap than its border", async () => {
  const module = new URL("../../metrics/mod.ts", import.meta.url);
  const program = `import { lesionWise } from "${module}";
    const mask = (value) => ({ data: new Uint8Array(200 ** 3).fill(value), shape: [200, 200, 200] });
    console.log(lesionWise(mask(1), mask(0)).missed);`;
  // as a number each, its voxels alone would take 64 MB
  const args = ["eval", "--v8-flags=--max-old-space-size=64", program];
  const { stdout } = await new Deno.Command("deno", { args }).output();
  assert.equal(new TextDecoder().decode(stdout), "1\n");
});

Deno.test("lesionWise() refuses parameters that are none", () => {
  const mask = draw([2, 2, 2], () => true);
  for (
    const [name, value, rule] of [
      ["dilation", 1.5, "an integer"],
      ["ignoredVolume", -1, "a finite number"],
      ["penalty", Infinity, "a finite number"],
    ] as const
  ) {
    refuses(
      () => lesionWise(mask, mask, { [name]: value }),
      "RangeError",
      `Cannot compute lesion-wise scores: ${name} must be ${rule} of at least 0, got ${value}`,
    );
  }
});
