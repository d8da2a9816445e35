import assert from "node:assert/strict";
import { encode } from "fast-png";
import { menagerie } from "../../data/mod.ts";
import { chunk, exifBlock, makePng } from "../io/make_png.ts";
import { trimap, withFolders } from "../data/pets_folder.ts";
import {
  besideFolds,
  foldedOf,
  idsOf,
  openImages,
  openSplit,
  splitOf,
} from "../../training/split.ts";
import { notesOnSplit } from "../../training/judge.ts";
import { settingsOf } from "../../training/presets.ts";
import type { Settings } from "../../training/settings.ts";

/** The ids of each subset, of forty animals. */
async function idsFor(change: Partial<Settings> = {}) {
  const settings = { ...settingsOf("sample"), animals: 40, size: 16, validation: 0, ...change };
  const { train, validation, test } = await openSplit(settings);
  return { train: idsOf(train), validation: idsOf(validation), test: idsOf(test) };
}

Deno.test("to tune, part of the training set stands in for the test set", async () => {
  const [published, tuning] = [await idsFor(), await idsFor({ tune: true, validation: 0.1 })];
  assert.equal(published.test.length, 12);
  const { train, validation, test } = tuning;
  assert.deepEqual([train.length, validation.length, test.length], [18, 3, 7]);
  const all = [...train, ...validation, ...test];
  assert.deepEqual(all.toSorted(), published.train.toSorted());
  const looked = new Set(all);
  assert.ok(published.test.every((id) => !looked.has(id)), "the test set is left alone");
});

Deno.test("a share of the images is drawn by the seed, then split", async () => {
  const half = await idsFor({ share: 0.5 });
  assert.deepEqual([half.train.length, half.test.length], [14, 6]);
  assert.deepEqual(await idsFor({ share: 0.5 }), half);
  const other = await idsFor({ share: 0.5, seed: 1 });
  const ids = (one: typeof half) => [...one.train, ...one.test].toSorted();
  assert.notDeepEqual(ids(other), ids(half));
});

Deno.test("too few images: the message names the folder, their number, and the flags", async () => {
  await withFolders(async ({ folder, putPair }) => {
    await putPair("cat_1");
    await putPair("cat_2");
    await assert.rejects(idsFor({ data: folder, validation: 0.1 }), {
      message: `Cannot train on ${folder}: at least one image must be left to learn from, ` +
        "but of its 2 images the test set (30 %) takes 1, --validation 0.1 takes 1",
    });
    await assert.rejects(idsFor({ data: folder, share: 0.01, tune: true }), {
      message: `Cannot train on ${folder}: at least one image must be left to learn from, ` +
        "but of its 2 images --share 0.01 takes 2",
    });
    assert.equal((await idsFor({ data: folder })).train.length, 1);
  });
});

Deno.test("copies across subsets, and images that are not turned, get a note each", async () => {
  await withFolders(async ({ folder, put }) => {
    for (let i = 0; i < 12; i++) {
      const rows = new Uint8Array(8 * 11).fill(i % 3);
      for (let y = 0; y < 8; y++) rows[y * 11] = 0;
      await put(`images/cat_${i}.jpg`, makePng({ width: 10, height: 8, rows }));
      await put(`annotations/trimaps/cat_${i}.png`, trimap(10, 8));
    }
    const turned = [chunk("eXIf", exifBlock(6))];
    await put("images/turned.jpg", makePng({ width: 10, height: 8, before: turned }));
    await put("annotations/trimaps/turned.png", trimap(10, 8));
    const lines: string[] = [];
    const { log } = console;
    console.log = (line: string): void => void lines.push(line);
    try {
      await idsFor({ data: folder });
    } finally {
      console.log = log;
    }
    const notes = lines.filter((line) => line.startsWith("note "));
    assert.equal(notes.length, 2);
    assert.equal(
      notes[0],
      "note    1 image is used as stored: its mask fits only without the EXIF rotation: turned",
    );
    assert.match(
      notes[1],
      /^note {4}\d of 4 test images are also in the training set: cat_\d+ = cat_\d+, .*, …; /,
    );
  });
});

Deno.test("images of one patient stay on one side, and the sides have their sizes", async () => {
  await withFolders(async ({ folder, put }) => {
    for (let i = 0; i < 20; i++) {
      const id = `patient${1 + i % 5}_slice${i}`;
      await put(`scans/${id}.png`, trimap(16, 16));
      await put(`labels/${id}.png`, trimap(16, 16));
    }
    await Deno.remove(`${folder}/annotations`, { recursive: true });
    const { train, validation, test } = await idsFor({ data: folder, validation: 0.3 });
    assert.deepEqual([train.length, validation.length, test.length], [12, 4, 4]);
    const patientsOf = (ids: string[]) => new Set(ids.map((id) => id.split("_")[0]));
    for (const patient of patientsOf(test)) {
      assert.ok(!patientsOf([...train, ...validation]).has(patient));
    }
    for (const patient of patientsOf(validation)) assert.ok(!patientsOf(train).has(patient));
    assert.notDeepEqual((await idsFor({ data: folder, seed: 5 })).test, test);
  });
});

/** Images with masks in the folders of parts, so many in each. */
async function putParts(
  put: (path: string, bytes: Uint8Array) => Promise<void>,
  counts: Record<string, number>,
): Promise<void> {
  for (const [part, count] of Object.entries(counts)) {
    const name = part.replace(/^.*\//, "");
    for (let i = 0; i < count; i++) {
      await put(`${part}/images/${name}${i}.png`, trimap(16, 16));
      await put(`${part}/masks/${name}${i}.png`, trimap(16, 16));
    }
  }
}

Deno.test("the data's own parts are kept; without a test set the validation set measures", async () => {
  await withFolders(async ({ folder, put }) => {
    await Deno.remove(`${folder}/annotations`, { recursive: true });
    await putParts(put, { train: 5, val: 2 });
    const two = await idsFor({ data: folder });
    assert.deepEqual(two.test, ["val0", "val1"]);
    await assert.rejects(idsFor({ data: folder, patience: 2 }), /^UsageError: --patience 2 needs/);
    assert.deepEqual([two.train.length, two.validation], [5, []]);
    await putParts(put, { test: 3 });
    const three = await idsFor({ data: folder, patience: 2 });
    assert.deepEqual(three.validation, ["val0", "val1"]);
    assert.deepEqual(three.test, ["test0", "test1", "test2"]);

    const settings = { ...settingsOf("sample"), data: folder, size: 16, folds: 2, validation: 0 };
    const images = await openImages(settings), beside = besideFolds(images, settings);
    assert.deepEqual(idsOf(beside), three.test);
    const folds = [1, 2].map((member) => splitOf(images, { ...settings, member }));
    const folded = folds.flatMap(({ test }) => idsOf(test)).sort();
    assert.deepEqual(folded, [...three.train, ...three.validation].sort());
    const patients = { ...settings, groups: "^(train|val)", folds: 3 };
    const grouped = await openImages(patients);
    assert.throws(
      () => foldedOf(grouped, patients),
      /Cannot make 3 folds of .* groups, got 2 groups/,
    );
  });
});

Deno.test("an image in no part of the data's split is in no fold, and a note says that it is left out", async () => {
  await withFolders(async ({ folder, put }) => {
    await Deno.remove(`${folder}/annotations`, { recursive: true });
    await putParts(put, { all: 6 });
    const list = (name: string, places: number[]) =>
      Deno.writeTextFile(`${folder}/${name}.txt`, places.map((i) => `all${i}\n`).join(""));
    await list("train", [0, 1, 2]);
    await list("test", [3, 4]);
    const settings = { ...settingsOf("sample"), data: folder, size: 16, validation: 0 };
    const images = await openImages(settings);
    const folded = foldedOf(images, { ...settings, folds: 2 });
    assert.deepEqual(folded.map((i) => images.data.ids[i]), ["all0", "all1", "all2"]);
    assert.equal(
      notesOnSplit(splitOf(images, settings), settings)[0],
      "1 image is in no part of the data's split, and left out.",
    );
  });
});

Deno.test("--validation takes a part of train where the data has train and test alone", async () => {
  await withFolders(async ({ folder, put }) => {
    await Deno.remove(`${folder}/annotations`, { recursive: true });
    await putParts(put, { train: 8, test: 3 });
    const { train, validation, test } = await idsFor({ data: folder, validation: 0.25 });
    assert.deepEqual([train.length, validation.length, test.length], [6, 2, 3]);
  });
});

Deno.test("with --test-data the data's validation set chooses epochs, and no image is left out", async () => {
  await withFolders(async ({ folder, put }) => {
    await Deno.remove(`${folder}/annotations`, { recursive: true });
    await putParts(put, { "data/train": 5, "data/val": 2, "other/train": 4 });
    const [data, testData] = [`${folder}/data`, `${folder}/other`];
    const { train, validation, test } = await idsFor({ data, testData });
    assert.deepEqual([train.length, validation, test.length], [5, ["val0", "val1"], 4]);
  });
});

Deno.test("images that nearly equal some that are trained on are named", async () => {
  const { images } = await menagerie({ count: 1, size: 64, seed: 0 });
  const darker = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55];
  await withFolders(async ({ folder, put }) => {
    for (const [i, factor] of darker.entries()) {
      const data = Uint8Array.from(images, (value) => Math.round(factor * value));
      await put(`images/cat_${i}.png`, encode({ width: 64, height: 64, channels: 3, data }));
      await put(`annotations/trimaps/cat_${i}.png`, trimap(64, 64));
    }
    const { log } = console, lines: string[] = [];
    console.log = (line) => lines.push(line);
    try {
      await idsFor({ data: folder, size: 64 });
    } finally {
      console.log = log;
    }
    const [warning] = lines.filter((line) => line.startsWith("warning"));
    assert.match(
      warning,
      /^warning 3 of 3 test images nearly equal some of the training set: cat_/,
    );
  });
});
