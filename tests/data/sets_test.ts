// Folders as people have them, in every layout and format, down to the batch's pixels: each is read, or
// ends in one sentence that says what to do.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { type Look, lookAt, ownPairReader, readFolder } from "../../data/mod.ts";
import type { Dataset, FolderDataset } from "../../data/types.ts";
import { MAX_MEGAPIXELS } from "../../io/mod.ts";
import { FORMATS } from "./sets/formats.ts";
import { LAYOUTS } from "./sets/layouts.ts";
import { OUTLINES } from "./sets/outlines.ts";
import { REFUSED } from "./sets/refused.ts";
import { bytesIn, type Set } from "./sets/set.ts";

const SETS = { ...FORMATS, ...LAYOUTS, ...OUTLINES, ...REFUSED };

/** Labels of a row whose left third is foreground. */
const THIRD = "222222221111111111111111";

for (const [name, set] of Object.entries(SETS)) {
  Deno.test(`a set is read, or refused in a sentence: ${name}`, async () => {
    const parent = await Deno.makeTempDir({ prefix: "triptych-set-" });
    try {
      const folder = join(parent, "data");
      for (const [file, content] of Object.entries(set.files)) {
        const path = join(folder, file);
        await Deno.mkdir(dirname(path), { recursive: true });
        await Deno.writeFile(path, bytesIn(content));
      }
      await check(folder, join(parent, "cache"), set);
    } finally {
      await Deno.remove(parent, { recursive: true });
    }
  });
}

async function check(folder: string, cacheFolder: string, set: Set): Promise<void> {
  const { given, size = [16, 24], refused } = set;
  const read = async () => {
    const look = await lookAt(folder, { given, maxMegapixels: MAX_MEGAPIXELS });
    return { look, data: await readFolder(look, { size, cacheFolder }) };
  };
  if (!refused) return await checkFound(set, await read());
  await assert.rejects(read(), (error: Error) => {
    assert.match(error.message, refused);
    assert.ok(error.message.startsWith(`Cannot read data folder ${folder}: `), error.message);
    return true;
  });
}

async function checkFound(
  {
    size = [16, 24],
    shape,
    patterns,
    classes,
    ids,
    says = [],
    unsaid,
    row,
    spacings = {},
    skipped,
  }: Set,
  { look: { description, decisions, warnings }, data }: {
    look: Look;
    data: Dataset & FolderDataset;
  },
): Promise<void> {
  assert.deepEqual(data.shape, shape ?? size);
  if (skipped) {
    assert.deepEqual(data.skipped.map(({ file }) => file), Object.keys(skipped));
    for (const { file, reason } of data.skipped) assert.match(reason, skipped[file]);
  }
  if (patterns) assert.deepEqual([description.images, description.masks], patterns);
  if (classes) assert.deepEqual(data.classes.map(({ name }) => name), classes);
  if (ids) assert.deepEqual(data.ids, ids);
  const said = [...decisions, ...warnings];
  for (const one of says) assert.ok(said.some((text) => one.test(text)), `${one}: ${said}`);
  if (unsaid) { for (const text of said) assert.doesNotMatch(text, unsaid); }
  assert.equal(data.labels.subarray(0, 24).join(""), row ?? THIRD);
  // the left third of images is brighter, whatever their files are
  const pixel = data.images.length / data.labels.length, [, width] = data.shape;
  const middle = width * (data.shape[0] >> 1) + (width >> 2);
  assert.ok(
    data.images[middle * pixel] > data.images[(middle + (width >> 1)) * pixel],
    "pixels lie where labels do",
  );
  const readOwn = ownPairReader(data.source);
  for (const [id, expected] of Object.entries(spacings)) {
    const { spacing } = await readOwn(data.ids.indexOf(id));
    assert.deepEqual(spacing?.map((step) => Number(step.toFixed(4))), expected);
    assert.equal(data.source.unit, expected ? "mm" : "px");
  }
}
