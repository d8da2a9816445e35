// The parts of a training set that a learning curve's models learn from.
import assert from "node:assert/strict";
import { menagerie } from "../../data/mod.ts";
import { buildUnet, chooseBackend, compile, startTraining } from "../../model/mod.ts";
import { batchesOf } from "../../training/batches.ts";
import { partOfCurve } from "../../training/curve.ts";
import { modelMembers, seedOf } from "../../training/members.ts";
import { settingsOf } from "../../training/presets.ts";
import { splitOf } from "../../training/split.ts";

const SETTINGS = { ...settingsOf("sample"), curve: true, seed: 3, validation: 0 };
const PLACES = Array.from({ length: 40 }, (_, i) => i);

/** The parts of the members, from all to an eighth. */
function partsOf(data: Parameters<typeof partOfCurve>[0], first = 1) {
  return [0, 1, 2, 3].map((i) => partOfCurve(data, PLACES, { ...SETTINGS, member: first + i }));
}

Deno.test("each part holds the smaller ones, other seeds have others, and the largest is all", () => {
  const data = { name: "set", groups: PLACES.map(() => "one"), isGrouped: false };
  const parts = partsOf(data);
  assert.deepEqual(parts.map(({ length }) => length), [40, 20, 10, 5]);
  for (const [i, part] of parts.slice(1).entries()) {
    assert.ok(part.every((p) => parts[i].includes(p)));
  }
  assert.notDeepEqual(partsOf(data, 5)[3], parts[3]);
  assert.deepEqual([1, 4, 5, 8].map((member) => seedOf({ ...SETTINGS, member })), [3, 3, 4, 4]);
  assert.deepEqual(modelMembers({ ...SETTINGS, seeds: 2 }), [1, 5]);
});

Deno.test("groups stay together, and an eighth of them must be one", () => {
  const data = { name: "set", groups: PLACES.map((i) => `g${i % 10}`), isGrouped: true };
  const parts = partsOf(data);
  assert.deepEqual(parts.map(({ length }) => length), [40, 20, 12, 4]);
  for (const part of parts) {
    const own = new Set(part.map((i) => data.groups[i]));
    assert.equal(part.length, 4 * own.size);
  }
  const few = { ...data, groups: PLACES.map((i) => `g${i % 7}`) };
  assert.throws(() => partsOf(few), /at least 8 groups to learn from, .*, got 7 groups/);
});

Deno.test("all points have as many steps, and a part is gone through so much more often", async () => {
  await chooseBackend("cpu");
  const data = await menagerie({ count: 24, size: 16, seed: 0 });
  const batches = [1, 2, 3, 4].map((member) => {
    const settings = { ...SETTINGS, batch: 4, member }, split = splitOf({ data }, settings);
    const model = buildUnet({ size: 16, features: 1, classes: data.classes, seed: 0 });
    const training = { ...startTraining(model, {}), network: compile(model) };
    return { own: batchesOf(settings, split, training), train: split.train.indices, split };
  });
  assert.deepEqual(batches.map(({ train }) => train.length), [16, 8, 4, 2]);
  for (const { own } of batches) assert.deepEqual([own.steps, own.count], [4, 16]);
  for (const { split } of batches) assert.deepEqual(split.test, batches[0].split.test);
  const [{ own: first }] = await Promise.all([batches[0]]), seen: number[] = [];
  for await (const { count } of first.epoch(1)) seen.push(count);
  assert.deepEqual(seen, [4, 4, 4, 4]);
});
