// Parts of classes, and what becomes of those that are too small.
import assert from "node:assert/strict";
import { mulberry32 } from "../../core/mod.ts";
import { partsOf, postProcess } from "../../data/mod.ts";

/** Labels from rows of digits. */
function labelsOf(...rows: string[]) {
  const shape = [rows.length, rows[0].length] as const;
  return { labels: Uint8Array.from(rows.join(""), Number), shape };
}

function processed(rows: string[], label: number, keep: "largest" | number, model = {}) {
  const { labels, shape } = labelsOf(...rows), steps = [{ label, keep }];
  postProcess(labels, shape, { shape, postProcessing: { at: "own", steps }, ...model });
  return rows.map((_, y) => labels.subarray(y * shape[1], (y + 1) * shape[1]).join(""));
}

Deno.test("parts that are too small become what most pixels beside them are", () => {
  const rows = ["11022", "11020", "00022", "13000"];
  assert.deepEqual(processed(rows, 1, "largest"), ["11022", "11020", "00022", "03000"]);
  assert.deepEqual(processed(rows, 1, 5), ["00022", "00020", "00022", "03000"]);
  // a hole is a part of the ground, and is closed
  assert.deepEqual(processed(["1111", "1011", "1110"], 0, 2), ["1111", "1111", "1111"]);
  // of equally many beside it the lowest label
  assert.deepEqual(processed(["213"], 1, 2), ["223"]);
});

Deno.test("what fills the image stays, and so does one without the class", () => {
  assert.deepEqual(processed(["11", "11"], 1, 100), ["11", "11"]);
  assert.deepEqual(processed(["00", "02"], 1, "largest"), ["00", "02"]);
  const { labels, shape } = labelsOf("10", "01");
  assert.deepEqual(postProcess(labels.slice(), shape, { shape }), labels);
});

Deno.test("sizes at the model's shape grow with the image", () => {
  const rows = ["1000", "0011", "0011", "0000"];
  const model = (fit: "pad" | "squash", shape: [number, number]) => ({
    shape,
    fit,
    postProcessing: { at: "model" as const, steps: [{ label: 1, keep: 1 }] },
  });
  // a pixel of the model's is four of the image's
  assert.deepEqual(processed(rows, 1, 1, model("squash", [2, 2]))[0], "0000");
  assert.deepEqual(processed(rows, 1, 1, model("squash", [2, 2])).slice(1), rows.slice(1));
  assert.deepEqual(processed(rows, 1, 1, model("squash", [4, 4])), rows);
  // half of the shape is padding: a pixel is four again, not two
  assert.deepEqual(processed(rows, 1, 1, model("pad", [2, 4]))[0], "0000");
});

Deno.test("parts are those of a flood fill on random labels", () => {
  const random = mulberry32(7);
  for (let n = 0; n < 40; n++) {
    const shape = [1 + random() * 9 | 0, 1 + random() * 9 | 0] as const;
    const labels = Uint8Array.from({ length: shape[0] * shape[1] }, () => random() * 3 | 0);
    for (const label of [0, 1, 2]) {
      const { numbers, sizes, around } = partsOf(labels, shape, label);
      const expected = flood(labels, shape, label);
      assert.deepEqual([...numbers], expected.numbers);
      assert.deepEqual({ sizes, around }, { sizes: expected.sizes, around: expected.around });
    }
  }
});

/** The same by a flood fill from each pixel in turn. */
function flood(labels: Uint8Array, [height, width]: readonly [number, number], label: number) {
  const numbers = Array.from(labels, () => 0), sizes: number[] = [], around: number[] = [];
  for (let start = 0; start < labels.length; start++) {
    if (labels[start] !== label || numbers[start] > 0) continue;
    const beside = [0, 0, 0], open = [start];
    numbers[start] = sizes.push(0);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      sizes[sizes.length - 1]++;
      const x = at % width, y = (at - x) / width;
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
        const other = at + dx + dy * width;
        if (labels[other] !== label) beside[labels[other]]++;
        else if (numbers[other] === 0) {
          numbers[other] = numbers[at];
          open.push(other);
        }
      }
    }
    const most = Math.max(...beside);
    around.push(most === 0 ? label : beside.indexOf(most));
  }
  return { numbers, sizes, around };
}
