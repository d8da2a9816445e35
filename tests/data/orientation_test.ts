// Photographs that EXIF turns: upright, unless their trimaps were drawn on the unturned pixels.
import assert from "node:assert/strict";
import { readPets } from "../../data/mod.ts";
import { chunk, exifBlock, makePng } from "../io/make_png.ts";
import { trimap, withFolders } from "./pets_folder.ts";

/** Dark, with a bright left half as it is stored; turned to the right by EXIF it is bright above. */
function sideways(width: number, height: number): Uint8Array {
  const rows = new Uint8Array(height * (width + 1));
  for (let y = 0; y < height; y++) {
    rows.fill(250, y * (width + 1) + 1, y * (width + 1) + 1 + width / 2);
  }
  return makePng({ width, height, rows, before: [chunk("eXIf", exifBlock(6))] });
}

Deno.test("readPets() turns photographs upright, and takes those as stored whose trimaps fit only so", async () => {
  await withFolders(async ({ folder, cacheFolder, put }) => {
    await put("images/square.png", sideways(8, 8));
    await put("annotations/trimaps/square.png", trimap(8, 8));
    await put("images/stored.png", sideways(12, 8));
    await put("annotations/trimaps/stored.png", trimap(12, 8));
    await put("images/upright.png", sideways(12, 8));
    await put("annotations/trimaps/upright.png", trimap(8, 12));
    const options = { size: 4, cacheFolder, strict: true };
    const pets = await readPets(folder, options);
    assert.deepEqual(pets.ids, ["square", "stored", "upright"]);
    assert.deepEqual(pets.asStored, ["stored"]);
    const isBright = (picture: number, y: number, x: number): boolean =>
      pets.images[((picture * 4 + y) * 4 + x) * 3] > 125;
    for (const picture of [0, 2]) {
      assert.ok(isBright(picture, 0, 0) && isBright(picture, 0, 3) && !isBright(picture, 3, 0));
    }
    assert.ok(isBright(1, 0, 0) && isBright(1, 3, 0) && !isBright(1, 0, 3));
    // the same from the packed file
    assert.deepEqual((await readPets(folder, options)).asStored, ["stored"]);

    await put("annotations/trimaps/upright.png", trimap(8, 11));
    const { skipped } = await readPets(folder, { ...options, strict: false });
    assert.deepEqual(skipped, [{
      file: "annotations/trimaps/upright.png",
      reason: "mask and image must have the same size, it has 8x11, the image 8x12",
    }]);
  });
});

Deno.test("readPets() refuses pictures above maxMegapixels, and reads them when it is raised", async () => {
  await withFolders(async ({ folder, cacheFolder, put, putPair }) => {
    await putPair("small");
    await put("images/large.png", makePng({ width: 1100, height: 1000 }));
    await put("annotations/trimaps/large.png", trimap(1100, 1000));
    const pets = await readPets(folder, { size: 4, cacheFolder, maxMegapixels: 1 });
    assert.deepEqual(pets.ids, ["small"]);
    assert.match(
      pets.skipped[0].reason,
      /^Cannot decode .*: it must have at most 1 megapixels \(--max-megapixels\), .* 1100x1000/,
    );
    const more = await readPets(folder, { size: 4, cacheFolder, maxMegapixels: 2 });
    assert.deepEqual(more.ids, ["large", "small"]);
  });
});
