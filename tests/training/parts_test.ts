import assert from "node:assert/strict";
import { idsOf, openParts } from "../../training/parts.ts";
import { settingsOf } from "../../training/presets.ts";
import type { Settings } from "../../training/settings.ts";

/** The ids of each part of forty animals. */
async function parts(change: Partial<Settings> = {}) {
  const settings = { ...settingsOf("sample"), animals: 40, size: 16, validation: 0, ...change };
  const { train, validation, test } = await openParts(settings);
  return { train: idsOf(train), validation: idsOf(validation), test: idsOf(test) };
}

Deno.test("to tune, a part of the training photographs stands in for the test part", async () => {
  const [published, tuning] = [await parts(), await parts({ tune: true, validation: 0.1 })];
  assert.equal(published.test.length, 12);
  const { train, validation, test } = tuning;
  assert.deepEqual([train.length, validation.length, test.length], [18, 3, 7]);
  const all = [...train, ...validation, ...test];
  assert.deepEqual(all.toSorted(), published.train.toSorted());
  const looked = new Set(all);
  assert.ok(published.test.every((id) => !looked.has(id)), "the test part is left alone");
});

Deno.test("a share of the photographs is drawn by the seed, then split", async () => {
  const half = await parts({ share: 0.5 });
  assert.deepEqual([half.train.length, half.test.length], [14, 6]);
  assert.deepEqual(await parts({ share: 0.5 }), half);
  const other = await parts({ share: 0.5, seed: 1 });
  const ids = (one: typeof half) => [...one.train, ...one.test].toSorted();
  assert.notDeepEqual(ids(other), ids(half));
});
