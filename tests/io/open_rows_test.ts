// Images whose rows are decoded as they are needed, beside the same decoded whole.
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { mulberry32 } from "../../core/mod.ts";
import { openRows, readImage } from "../../io/mod.ts";
import IMAGES from "../fixtures/io/images.json" with { type: "json" };
import { makePng } from "./make_png.ts";
import { bytesOf } from "./pictures.ts";

/** Reads an image some rows at a time, those before them in part again. */
async function inBands(bytes: Uint8Array, rows: number, again: number) {
  const opened = openRows(bytes);
  if (opened === undefined) return undefined;
  const { width, height, rowsAt } = opened, data: number[] = [];
  for (let end = 0; end < height;) {
    const from = Math.max(0, end - again), to = Math.min(height, end + rows);
    const band = await rowsAt(from, to), stride = width * band.channels;
    assert.deepEqual([band.width, band.height], [width, to - from]);
    assert.equal(band.data.length, (to - from) * stride);
    data.push(...band.data.subarray((end - from) * stride));
    // the same rows again, as each of several models reads them
    assert.deepEqual(await rowsAt(from, to), band);
    end = to;
  }
  return { ...await rowsAt(height, height), height, data };
}

Deno.test("rows are those of the whole image, for all kinds of TIFF that can be read so", async () => {
  const read: string[] = [];
  for (const { name, file, page } of IMAGES.images) {
    const bytes = bytesOf(file);
    for (const [rows, again] of [[3, 2], [1, 0], [100, 0]]) {
      const own = page === 0 ? await inBands(bytes, rows, again) : undefined;
      if (own === undefined) continue;
      const { data, ...rest } = await readImage(bytes);
      assert.deepEqual(own, { ...rest, data: [...data] }, `${name}, ${rows} rows at a time`);
      read.push(name.split(" ")[0].replace(",", ""));
    }
  }
  assert.deepEqual([...new Set(read)], ["TIFF"]);
  assert.ok(read.length > 90, `${read.length} were read`);
});

Deno.test("all filters of a PNG are undone across the bands' edges", async () => {
  const random = mulberry32(2), [width, height] = [7, 40];
  for (const [colorType, channels] of [[0, 1], [2, 3], [4, 2], [6, 4]]) {
    const stride = channels * width + 1;
    const rows = Uint8Array.from(
      { length: height * stride },
      (_, i) => random() * (i % stride === 0 ? 5 : 256),
    );
    const bytes = makePng({ width, height, colorType, rows });
    const { data, ...rest } = await readImage(bytes);
    for (const [some, again] of [[1, 0], [5, 4], [7, 0]]) {
      assert.deepEqual(await inBands(bytes, some, again), { ...rest, data: [...data] });
    }
  }
});

Deno.test("damage is said where it is met; what is larger than allowed isn't opened", async () => {
  const size = { width: 4, height: 50 }, rows = new Uint8Array(5 * 50);
  const cut = openRows(makePng({ ...size, deflated: deflateSync(rows.subarray(0, 100)) }))!;
  assert.equal((await cut.rowsAt(0, 20)).height, 20);
  await assert.rejects(cut.rowsAt(10, 30), /^TypeError: Cannot decode image: .*cut short/);
  rows[5 * 30] = 9;
  const odd = openRows(makePng({ ...size, rows }))!;
  await assert.rejects(odd.rowsAt(0, 50), /^TypeError: Cannot decode image: .*filter 9/);
  assert.throws(
    () => openRows(makePng({ width: 4000, height: 4000 }), { maxMegapixels: 1 }),
    /megapixels/,
  );
});
