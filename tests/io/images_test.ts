// Every kind of image file, against what Pillow and tifffile read from it.
import assert from "node:assert/strict";
import { encodeLabelTiff, type Raster, readImage, readImageHeader } from "../../io/mod.ts";
import { readTiff } from "../../io/images/tiff/structure.ts";
import IMAGES from "../fixtures/io/images.json" with { type: "json" };
import { bytesOf } from "./pictures.ts";

type Case = typeof IMAGES.images[number];

/** The expected samples. */
function samplesOf({ kind, data }: Case): number[] {
  const { buffer } = bytesOf(data);
  return [
    ...kind === "u1"
      ? new Uint8Array(buffer)
      : kind === "u2"
      ? new Uint16Array(buffer)
      : new Float32Array(buffer),
  ];
}

const ARRAYS: Record<string, string> = { u1: "Uint8Array", u2: "Uint16Array", f4: "Float32Array" };

/** The largest difference of what was read. */
function differenceOf({ data }: Raster, expected: readonly number[]): number {
  assert.equal(data.length, expected.length);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i])), 0);
}

for (const image of IMAGES.images) {
  Deno.test(`readImage() reads what Pillow and tifffile read: ${image.name}`, async () => {
    const { name, file, width, height, channels, color, alpha, page, kind, tolerance } = image;
    const bytes = bytesOf(file), raster = await readImage(bytes, { page });
    const { data: _data, palette: _palette, white, ...rest } = raster;
    assert.deepEqual(rest, { width, height, channels, color, alpha });
    assert.equal(raster.data.constructor.name, ARRAYS[kind]);
    const difference = differenceOf(raster, samplesOf(image));
    assert.ok(difference <= tolerance, `differs by ${difference}`);
    assert.equal(white === undefined, color === "indexed" || kind === "f4", `white is ${white}`);
    assert.equal(raster.palette !== undefined, color === "indexed");
    const header = readImageHeader(bytes, { page });
    assert.deepEqual([header.width, header.height, header.channels], [width, height, channels]);
    assert.deepEqual([header.color, header.alpha], [color, alpha]);
    assert.ok(name.startsWith(header.format));
  });

  Deno.test(`readImage() refuses it cut short anywhere: ${image.name}`, async () => {
    const whole = bytesOf(image.file), read = await readImage(whole, { page: image.page });
    for (let length = 0; length < whole.length; length += whole.length > 3000 ? 17 : 1) {
      // a file whose last bytes say nothing reads as the whole
      const cut = await readImage(whole.subarray(0, length), { page: image.page }).catch(
        (error) => {
          assert.match(String(error), /^(Type|Range)Error: Cannot decode image: /);
        },
      );
      if (cut) assert.deepEqual(cut, read, `cut to ${length} of ${whole.length} bytes`);
    }
  });
}

Deno.test("readImage() fails clearly on any damage, and reads the next file well", async () => {
  let state = 7, refused = 0;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  for (const image of IMAGES.images) {
    for (let round = 0; round < 20; round++) {
      const damaged = bytesOf(image.file);
      for (let i = 0; i < 3; i++) damaged[2 + random(damaged.length - 2)] = random(256);
      await readImage(damaged, { page: image.page, maxMegapixels: 1 }).catch((error) => {
        assert.match(String(error), /^(Type|Range)Error: Cannot decode image: /);
        refused++;
      });
    }
    const { data } = await readImage(bytesOf(image.file), { page: image.page });
    assert.equal(data.length, samplesOf(image).length);
  }
  assert.ok(refused > 200, `${refused} were refused`);
});

Deno.test("readImage() names a page that isn't there, and how many there are", async () => {
  const { file } = IMAGES.images.find(({ name }) => name === "TIFF, page 3 of four")!;
  assert.equal(readImageHeader(bytesOf(file)).pages, 4);
  for (const page of [4, -1, 0.5]) {
    await assert.rejects(readImage(bytesOf(file), { page }), {
      name: "RangeError",
      message: `Cannot decode image: page must be a whole number below the file's 4, got ${page}`,
    });
  }
});

Deno.test("a stack's directories are read once, not with each of its pages", async () => {
  const labels = Uint8Array.from({ length: 3000 }, (_, page) => page % 256);
  const bytes = encodeLabelTiff({ labels, width: 1, height: 1 }), pages = readTiff(bytes);
  assert.equal(pages.length, labels.length);
  for (const page of [0, 299, 2999]) {
    const { data } = await readImage(bytes, { page });
    assert.deepEqual([...data], [labels[page]]);
  }
  assert.equal(readTiff(bytes), pages);
  assert.notEqual(readTiff(bytes.slice()), pages);
});
