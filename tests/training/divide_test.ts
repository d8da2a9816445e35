// How slices of volumes are divided: by whole volumes, and a volume that is alone into blocks.
import assert from "node:assert/strict";
import { divide, divideInFolds } from "../../training/divide.ts";
import { openSplit } from "../../training/split.ts";
import { settingsOf } from "../../training/presets.ts";
import FILES from "../fixtures/data/files.json" with { type: "json" };
import { bytesOf } from "../io/pictures.ts";

function volumes(...slices: number[]) {
  const groups = slices.flatMap((count, volume) => Array<string>(count).fill(`volume ${volume}`));
  const places = groups.map((_, i) => i);
  return { data: { groups, isGrouped: true, areSlices: true }, places };
}

Deno.test("slices of one volume are tested on in one block, and those next to it are left out", () => {
  const { data, places } = volumes(100), starts = new Set<number>();
  for (let seed = 0; seed < 10; seed++) {
    const { train, test } = divide(data, places, 0.3, seed), [first] = test;
    assert.deepEqual(test, Array.from({ length: 30 }, (_, i) => first + i));
    assert.deepEqual(train, places.filter((i) => i < first - 2 || i >= first + 32));
    starts.add(first);
  }
  assert.ok(starts.size > 5, "the seed says where the block lies");
});

Deno.test("of a volume of a few slices none is left out", () => {
  const { data, places } = volumes(10);
  const { train, test } = divide(data, places, 0.3, 0);
  assert.deepEqual([...train, ...test].sort((a, b) => a - b), places);
});

Deno.test("of several volumes each stays on one side", () => {
  const { data, places } = volumes(12, 20);
  const { train, test } = divide(data, places, 0.3, 0);
  assert.deepEqual([test.length, train.length], [12, 20]);
  const whole = new Set(test.map((i) => data.groups[i]));
  assert.ok(train.every((i) => !whole.has(data.groups[i])));
});

Deno.test("one group of photographs isn't divided: its files have no order", () => {
  const { data, places } = volumes(10);
  assert.deepEqual(divide({ ...data, areSlices: false }, places, 0.3, 0).train, []);
});

Deno.test("a lone volume trains, and the warning names it", async () => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-volume-" });
  const lines: string[] = [], { log } = console;
  try {
    await Deno.mkdir(`${folder}/images`);
    await Deno.mkdir(`${folder}/labels`);
    await Deno.writeFile(`${folder}/images/liver.nii`, bytesOf(FILES["nii"]));
    await Deno.writeFile(`${folder}/labels/liver.nii`, bytesOf(FILES["mask nii"]));
    console.log = (line: string): void => void lines.push(line);
    const settings = { ...settingsOf("sample"), data: folder, size: 32, validation: 0 };
    const { train, test } = await openSplit(settings);
    assert.deepEqual([train.indices.length, test.indices.length], [2, 1]);
  } finally {
    console.log = log;
    await Deno.remove(folder, { recursive: true });
  }
  assert.ok(
    lines.some((line) => /^look {4}groups: 1, since all slices are of one volume/.test(line)),
  );
  const warning = /^warning 1 test slice of 1 is of a volume that is also trained on \(liver\); /;
  assert.ok(lines.some((line) => warning.test(line)), lines.join("\n"));
});

Deno.test("folds: each place is tested on once, groups stay together, none is much larger", () => {
  const groups = Array.from({ length: 40 }, (_, i) => `patient ${i % 7}`);
  const places = groups.map((_, i) => i).filter((i) => i !== 3);
  for (const isGrouped of [true, false]) {
    const data = { groups, isGrouped, areSlices: false };
    const folds = divideInFolds(data, places, 3, 1);
    assert.deepEqual(folds.flatMap(({ test }) => test).sort((a, b) => a - b), places);
    for (const { train, test } of folds) {
      assert.deepEqual([...train, ...test].sort((a, b) => a - b), places);
      const tested = new Set(test.map((i) => groups[i]));
      if (isGrouped) assert.ok(train.every((i) => !tested.has(groups[i])));
      assert.ok(Math.abs(test.length - 13) <= (isGrouped ? 5 : 0), `${test.length} images`);
    }
    assert.notDeepEqual(divideInFolds(data, places, 3, 2), folds);
  }
});

Deno.test("folds of a volume are blocks of slices, with a gap between those trained and tested on", () => {
  const { data, places } = volumes(100);
  const folds = divideInFolds(data, places, 4, 0);
  assert.deepEqual(folds.flatMap(({ test }) => test), places);
  assert.deepEqual(folds[1].test, Array.from({ length: 25 }, (_, i) => 25 + i));
  assert.deepEqual(folds[1].train, places.filter((i) => i < 23 || i >= 52));
});
