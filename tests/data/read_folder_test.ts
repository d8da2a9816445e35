// Folders of any layout: looked at, then read in one shape.
import assert from "node:assert/strict";
import { encode } from "fast-png";
import { dirname, join } from "node:path";
import { lookAt, readFolder } from "../../data/mod.ts";
import { encodeJpeg } from "../../io/mod.ts";
import type { DataDescription } from "../../data/mod.ts";

/** A folder of files for one test, with a cache folder beside it. */
async function withFolder(
  files: Record<string, Uint8Array | string>,
  use: (folder: string, cacheFolder: string) => Promise<void>,
): Promise<void> {
  const parent = await Deno.makeTempDir({ prefix: "triptych-folder-" });
  try {
    for (const [file, content] of Object.entries(files)) {
      const path = join(parent, "data", file);
      await Deno.mkdir(dirname(path), { recursive: true });
      await (typeof content === "string"
        ? Deno.writeTextFile(path, content)
        : Deno.writeFile(path, content));
    }
    await use(join(parent, "data"), join(parent, "cache"));
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

/** A grey PNG whose every pixel is given by its place. */
function png(width: number, height: number, at: (x: number, y: number) => number): Uint8Array {
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    return at(i % width, Math.floor(i / width));
  });
  return encode({ data, width, height, channels: 1 });
}

async function read(
  folder: string,
  cacheFolder: string,
  { given = {}, size = 16 as number | [number, number] } = {},
) {
  const look = await lookAt(folder, { given: given as Partial<DataDescription>, maxMegapixels: 1 });
  return { look, data: await readFolder(look, { size, multiple: 8, cacheFolder }) };
}

Deno.test("masks of 0 and 255 in an oblong set: the aspect is kept, what is free is ignored", async () => {
  const files: Record<string, Uint8Array> = {};
  for (const id of ["a", "b", "c"]) {
    files[`image/${id}.png`] = png(32, 8, (x) => 8 * x);
    files[`label/${id}.png`] = png(32, 8, (x) => x < 16 ? 0 : 255);
  }
  // one is square: it gets padding
  files["image/d.png"] = png(8, 8, () => 200);
  files["label/d.png"] = png(8, 8, (_, y) => y < 4 ? 0 : 255);
  await withFolder(files, async (folder, cacheFolder) => {
    const { look, data } = await read(folder, cacheFolder);
    assert.deepEqual(look.description.classes.map(({ name }) => name), [
      "background",
      "foreground",
    ]);
    assert.deepEqual([data.shape, data.ids, data.ignore], [[8, 32], ["a", "b", "c", "d"], [0]]);
    const labels = (i: number) => data.labels.subarray(i * 256, (i + 1) * 256);
    assert.deepEqual(
      labels(0).subarray(0, 32),
      Uint8Array.from({ length: 32 }, (_, x) => x < 16 ? 1 : 2),
    );
    const padded = Array.from({ length: 32 }, (_, x) => x >= 12 && x < 20 ? 1 : 0);
    assert.deepEqual([...labels(3).subarray(0, 32)], padded);
    assert.equal(data.images[3 * 256], 0, "padding is black");
    assert.equal(data.images[3 * 256 + 12], 200);
  });
});

Deno.test("a size of rows and columns is filled, whatever the proportions", async () => {
  await withFolder({
    "a.png": png(40, 10, () => 9),
    "a_mask.png": png(40, 10, (x) => x < 20 ? 0 : 1),
  }, async (folder, cacheFolder) => {
    const { data } = await read(folder, cacheFolder, { size: [8, 8] });
    assert.deepEqual(data.shape, [8, 8]);
    assert.ok(!data.labels.includes(0));
  });
});

Deno.test("RGB masks: colours are classes, an empty one is grey and counts all the same", async () => {
  const colored = (at: (x: number) => number[]) =>
    encode({
      width: 8,
      height: 8,
      channels: 3,
      data: Uint8Array.from(Array.from({ length: 64 }, (_, i) => at(i % 8)).flat()),
    });
  await withFolder({
    "image/a.png": png(8, 8, () => 1),
    "image/b.png": png(8, 8, () => 2),
    "label/a.png": colored((x) => x < 3 ? [255, 0, 0] : x < 6 ? [0, 0, 255] : [0, 0, 0]),
    "label/b.png": colored(() => [0, 0, 0]),
  }, async (folder, cacheFolder) => {
    const { look, data } = await read(folder, cacheFolder, { size: [8, 8] });
    assert.deepEqual(data.classes.map(({ name, color }) => [name, color]).slice(1), [
      ["#0000ff", "#0000ff"],
      ["#ff0000", "#ff0000"],
    ]);
    assert.deepEqual([...data.labels.subarray(0, 8)], [3, 3, 3, 2, 2, 2, 1, 1]);
    assert.ok(data.labels.subarray(64).every((label) => label === 1));
    assert.deepEqual(look.warnings, []);
    const VOID = { ignore: ["#ff0000"] };
    const { data: fewer } = await read(folder, cacheFolder, { given: VOID, size: [8, 8] });
    assert.deepEqual(fewer.classes.map(({ name }) => name), ["background", "foreground"]);
    assert.deepEqual([...fewer.labels.subarray(0, 8)], [0, 0, 0, 2, 2, 2, 1, 1]);
  });
});

Deno.test("masks of 16 bits keep their labels", async () => {
  const data = Uint16Array.from({ length: 64 }, (_, i) => i % 8 < 4 ? 300 : 4000);
  await withFolder({
    "image/a.png": png(8, 8, () => 1),
    "label/a.png": encode({ width: 8, height: 8, channels: 1, depth: 16, data }),
  }, async (folder, cacheFolder) => {
    const { look } = await read(folder, cacheFolder, { size: [8, 8] });
    assert.deepEqual(look.description.classes.map(({ values }) => values), [[300], [4000]]);
  });
});

Deno.test("JPEG masks are snapped to what was meant, and the share between two values is said", async () => {
  const grey = (x: number, y: number) => Math.hypot(x - 32, y - 32) < 20 ? 255 : 0;
  const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return grey(pixel % 64, Math.floor(pixel / 64));
  });
  await withFolder({
    "image/a.png": png(64, 64, grey),
    "mask/a.jpg": await encodeJpeg({ data, width: 64, height: 64 }, { quality: 60 }),
  }, async (folder, cacheFolder) => {
    const { look, data } = await read(folder, cacheFolder, { size: [64, 64] });
    assert.deepEqual(look.description.classes.map(({ values }) => values), [[0], [255]]);
    assert.match(look.warnings[0], /^masks are JPEGs, .* nearest of 2; \d\.\d % lie between two$/);
    const wrong = data.labels.filter((label, i) =>
      (label === 2) !== (grey(i % 64, Math.floor(i / 64)) === 255)
    );
    assert.ok(wrong.length < 40, `${wrong.length} of 4096 labels are wrong`);
  });
});

Deno.test("a mask per class: what no mask covers is background", async () => {
  await withFolder({
    "images/a.png": png(8, 8, () => 1),
    "images/b.png": png(8, 8, () => 2),
    "masks/cat/a.png": png(8, 8, (x) => x < 2 ? 255 : 0),
    "masks/dog/a.png": png(8, 8, (x) => x > 5 ? 255 : 0),
    "masks/dog/b.png": png(8, 8, (x) => x > 5 ? 1 : 0),
  }, async (folder, cacheFolder) => {
    const { data } = await read(folder, cacheFolder, { size: [8, 8] });
    assert.deepEqual(data.classes.map(({ name }) => name), ["background", "cat", "dog"]);
    assert.deepEqual([...data.labels.subarray(0, 8)], [2, 2, 1, 1, 1, 1, 3, 3]);
    assert.deepEqual([...data.labels.subarray(64, 72)], [1, 1, 1, 1, 1, 1, 3, 3]);
  });
});

Deno.test("what is typed stands before triptych.json, and that before what is found", async () => {
  const description = {
    images: "a/*.png",
    masks: "b/{id}.png",
    classes: [{ name: "none", values: [0] }, { name: "thing", values: [7, 8] }],
  };
  const files = {
    "a/1.png": png(8, 8, () => 5),
    "b/1.png": png(8, 8, (x) => x < 3 ? 0 : x < 5 ? 7 : 8),
    "triptych.json": JSON.stringify(description),
  };
  await withFolder(files, async (folder, cacheFolder) => {
    const written = await read(folder, cacheFolder);
    assert.deepEqual(written.data.classes.map(({ name }) => name), ["none", "thing"]);
    assert.deepEqual([...written.data.labels.subarray(0, 4)], [1, 1, 1, 1]);
    const VOID = { ignore: [8] };
    const typed = await read(folder, cacheFolder, {
      given: {
        ...VOID,
        classes: [
          { name: "none", values: [0] },
          { name: "thing", values: [7] },
        ],
      },
    });
    assert.ok(typed.data.labels.includes(0), "8 is ignored now");
  });
});

Deno.test("the parts that the data names are kept, by folders and by lists", async () => {
  const pair = (path: string, mask: string) => ({
    [path]: png(8, 8, () => 1),
    [mask]: png(8, 8, (x) => x < 4 ? 0 : 1),
  });
  await withFolder({
    ...pair("train/images/a.png", "train/masks/a.png"),
    ...pair("test/images/a.png", "test/masks/a.png"),
  }, async (folder, cacheFolder) => {
    const { data } = await read(folder, cacheFolder);
    assert.deepEqual([data.ids, data.parts], [["test/a", "train/a"], ["test", "train"]]);
  });
  await withFolder({
    ...pair("images/a.png", "masks/a.png"),
    ...pair("images/b.png", "masks/b.png"),
    ...pair("images/c.png", "masks/c.png"),
    "train.txt": "a\n",
    "val.txt": "images/b.png\n",
  }, async (folder, cacheFolder) => {
    const { data } = await read(folder, cacheFolder);
    assert.deepEqual(data.parts, ["train", "validation", undefined]);
  });
});

Deno.test("images of one patient share a group", async () => {
  const files: Record<string, Uint8Array> = {};
  for (const id of ["patient1_s1", "patient1_s2", "patient2_s1"]) {
    files[`images/${id}.png`] = png(8, 8, () => 1);
    files[`masks/${id}.png`] = png(8, 8, (x) => x < 4 ? 0 : 1);
  }
  await withFolder(files, async (folder, cacheFolder) => {
    const { data } = await read(folder, cacheFolder);
    assert.deepEqual([data.groups, data.isGrouped], [["patient1", "patient1", "patient2"], true]);
  });
});

Deno.test("a mask of another size and a file that is no picture are skipped by name", async () => {
  await withFolder({
    "image/a.png": png(8, 8, () => 1),
    "label/a.png": png(8, 8, (x) => x < 4 ? 0 : 1),
    "image/b.png": png(8, 8, () => 1),
    "label/b.png": png(9, 8, (x) => x < 4 ? 0 : 1),
    "image/c.png": "no picture",
    "label/c.png": png(8, 8, (x) => x < 4 ? 0 : 1),
    "image/d.png": png(8, 8, () => 1),
  }, async (folder, cacheFolder) => {
    const { data } = await read(folder, cacheFolder);
    assert.deepEqual(data.ids, ["a"]);
    assert.deepEqual(data.skipped.map(({ file }) => file).sort(), [
      "image/c.png",
      "image/d.png",
      "label/b.png",
    ]);
    const look = await lookAt(folder, { maxMegapixels: 1 });
    await assert.rejects(readFolder(look, { size: 8, multiple: 8, cacheFolder, strict: true }), {
      message: /^Cannot read data folder .*: 3 files can't be used; the first: /,
    });
  });
});

const REFUSED: [name: string, files: Record<string, Uint8Array | string>, message: RegExp][] = [
  ["an empty folder", { "sub/.hidden": "" }, /must hold images with masks, and is empty$/],
  [
    "a folder of texts",
    { "a.txt": "a", "b.csv": "b" },
    /found 2 files of \.txt, \.csv; images must be JPEG, .* or NIfTI, with that ending$/,
  ],
  [
    "images alone",
    { "photos/a.png": png(8, 8, (x) => x), "photos/b.png": png(8, 8, (x) => x) },
    /found 2 pictures in photos\/ \(photos\/a.png and photos\/b.png\), but no masks named like their images/,
  ],
  [
    "masks of a kind that can't be read",
    { "images/a.png": png(8, 8, (x) => x), "masks/a.npy": "" },
    /found 1 picture in images\/ .* and 1 file of \.npy, which can't be read; write each image and mask as a file/,
  ],
  [
    "masks of one value",
    { "image/a.png": png(8, 8, (x) => x), "label/a.png": png(8, 8, () => 0) },
    /masks must hold 2 values at least, one per class; these hold 0 alone$/,
  ],
];

for (const [name, files, message] of REFUSED) {
  Deno.test(`lookAt() says of ${name} what would help`, async () => {
    await withFolder(files, async (folder) => {
      await assert.rejects(lookAt(folder, { maxMegapixels: 1 }), (error: Error) => {
        assert.ok(error.message.startsWith(`Cannot read data folder ${folder}: `), error.message);
        return message.test(error.message);
      });
    });
  });
}

Deno.test("lookAt() names patterns that match nothing together", async () => {
  await withFolder({
    "i/a.png": png(8, 8, (x) => x),
    "m/b.png": png(8, 8, (x) => x & 1),
  }, async (folder) => {
    const given = { images: "i/*.png", masks: "m/{id}.png" };
    await assert.rejects(lookAt(folder, { given, maxMegapixels: 1 }), {
      message:
        /of the same id, found 1 image i\/\*\.png, 1 mask m\/\{id\}\.png \(i\/a\.png, m\/b\.png\)$/,
    });
  });
});
