import assert from "node:assert/strict";
import { truthAt } from "../../data/mod.ts";
import { settingsOf } from "../../training/presets.ts";
import { openSplit } from "../../training/split.ts";
import { inFolder } from "../commands/train_command.ts";
import { putFolder } from "../data/put_folder.ts";

/** Trains on masks of some values in stripes and tests on masks of others, per image. */
async function splitOf(
  folder: string,
  trained: number[][],
  tested: number[][],
  description?: unknown,
) {
  const [data, testData] = [`${folder}/data`, `${folder}/test`];
  for (const [path, values] of [[data, trained], [testData, tested]] as const) {
    await putFolder(path, {
      count: values.length,
      width: 16,
      height: 16,
      valueAt: (i, x) => values[i][x % values[i].length],
    });
  }
  if (description) {
    await Deno.writeTextFile(`${testData}/triptych.json`, JSON.stringify(description));
  }
  const settings = { ...settingsOf("sample"), data, testData, size: 16, validation: 0 };
  const { train, test } = await openSplit(settings);
  const [classes, own] = [train, test].map((part) => part.data.classes.map(({ name }) => name));
  assert.deepEqual(own, classes);
  return { classes, ...test, labels: test.indices.map((i) => [...truthAt(test.data, i)]) };
}

const THREE = [[0, 0, 1, 2], [0, 0, 1, 2], [0, 0, 1, 2]];

Deno.test("test masks that lack a class have the classes that were trained on", async () => {
  await inFolder(async (folder) => {
    const { classes, labels } = await splitOf(folder, THREE, [[0, 0, 0, 2], [0, 0, 2, 2]]);
    assert.deepEqual(classes, ["background", "class 1", "class 2"]);
    assert.deepEqual(labels[0].slice(0, 4), [1, 1, 1, 3]);
  });
});

Deno.test("test masks of one class alone are measured", async () => {
  await inFolder(async (folder) => {
    const { labels } = await splitOf(folder, THREE, [[0]]);
    assert.deepEqual(labels[0].slice(0, 4), [1, 1, 1, 1]);
  });
});

Deno.test("a test mask with a value that no trained class has is skipped by name", async () => {
  await inFolder(async (folder) => {
    const { data, indices } = await splitOf(folder, THREE, [[0, 0, 2, 1], [0, 0, 2, 3]]);
    assert.deepEqual(indices.map((i) => data.ids[i]), ["image0"]);
    assert.deepEqual(data.skipped, [{
      file: "masks/image1.png",
      reason: "a mask must contain only 0, 1, 2, got 3 at row 0, column 3",
    }]);
  });
});

Deno.test("test masks of other values but the same classes are measured by their own", async () => {
  await inFolder(async (folder) => {
    const { labels } = await splitOf(folder, [[0, 1], [0, 1]], [[0, 0, 255, 255]]);
    assert.deepEqual(labels[0].slice(0, 4), [1, 1, 2, 2]);
  });
});

Deno.test("a test folder that says that it has other classes is refused", async () => {
  await inFolder(async (folder) => {
    const classes = ["background", "cat", "dog"].map((name, i) => ({ name, values: [i] }));
    await assert.rejects(splitOf(folder, THREE, THREE, { classes }), {
      message: `Cannot test on ${folder}/test: its classes must be background, class 1, class 2, ` +
        "as those trained on, got background, cat, dog; a triptych.json in it can say what its masks mean",
    });
  });
});
