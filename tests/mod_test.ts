// What a program may import is enough for a program: it trains and evaluates through mod.ts alone.
import assert from "node:assert/strict";
import * as t from "../mod.ts";

Deno.test("a program of twenty lines trains and evaluates through mod.ts alone", async () => {
  await t.chooseBackend("auto");
  const data = await t.menagerie({ count: 20, size: 32, seed: 1 });
  const { train, test } = t.trainTestSplit(data.ids.length, { testSize: 0.3, randomState: 0 });
  const model = t.buildUnet({ size: 32, features: 2, classes: data.classes, seed: 0 });
  const training = t.startTraining(model);
  const first = await t.predict(training.network, data.images, {
    indices: test,
    truth: data.labels,
  });
  await t.fit(training, {
    epochs: 10,
    steps: 4,
    learningRate: 1e-2,
    batches: (epoch, fromStep) => t.batches(data, train, { batch: 4, epoch, seed: 0, fromStep }),
  });
  const last = await t.predict(training.network, data.images, {
    indices: test,
    truth: data.labels,
  });
  const cases = test.map((index, i) => {
    const truth = data.labels.subarray(index * 1024, (index + 1) * 1024);
    const prediction = last.labels.subarray(i * 1024, (i + 1) * 1024);
    return t.evaluateCase(truth, prediction, {
      id: data.ids[index],
      shape: [32, 32],
      classes: data.classes,
    });
  });

  assert.ok(last.loss! < first.loss!, `the loss must fall, was ${first.loss}, is ${last.loss}`);
  assert.ok(cases.every(({ classes }) => classes.background.dice! > 0.3));
});
