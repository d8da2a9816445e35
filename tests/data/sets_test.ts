// Folders as people have them, in every layout and format, down to the batch's pixels: each is read, or
// ends in one sentence that says what to do.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { lookAt, readFolder } from "../../data/mod.ts";
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

async function check(
  folder: string,
  cacheFolder: string,
  { given, patterns, classes, ids, says = [], row, refused }: Set,
): Promise<void> {
  const read = async () => {
    const look = await lookAt(folder, { given, maxMegapixels: 1 });
    const options = { size: [16, 24] as const, cacheFolder };
    return { look, data: await readFolder(look, options) };
  };
  if (refused) {
    await assert.rejects(read(), (error: Error) => {
      assert.match(error.message, refused);
      assert.ok(error.message.startsWith(`Cannot read data folder ${folder}: `), error.message);
      return true;
    });
    return;
  }
  const { look: { description, decisions, warnings }, data } = await read();
  if (patterns) assert.deepEqual([description.images, description.masks], patterns);
  if (classes) assert.deepEqual(data.classes.map(({ name }) => name), classes);
  if (ids) assert.deepEqual(data.ids, ids);
  const said = [...decisions, ...warnings];
  for (const one of says) assert.ok(said.some((text) => one.test(text)), `${one}: ${said}`);
  assert.equal(data.labels.subarray(0, 24).join(""), row ?? THIRD);
  // the left third of images is brighter, whatever their files are
  const pixel = data.images.length / data.labels.length;
  assert.ok(data.images[0] > data.images[16 * pixel], "pixels lie where labels do");
}
