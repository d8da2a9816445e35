// Data folders as people have them: zips of macOS, lists from Windows, other kinds of picture, copies.
import assert from "node:assert/strict";
import { readPets } from "../../data/mod.ts";
import { withoutUnix } from "../ignored.ts";
import { makePng } from "../io/make_png.ts";
import { trimap, withFolders } from "./pets_folder.ts";

/** A grey photograph as a PNG. */
function photograph(gray: number): Uint8Array {
  const rows = new Uint8Array(8 * 11).fill(gray);
  for (let y = 0; y < 8; y++) rows[y * 11] = 0;
  return makePng({ width: 10, height: 8, rows });
}

Deno.test("readPets() pairs names whichever way Unicode spells their accents", async () => {
  await withFolders(async ({ folder, cacheFolder, put }) => {
    const composed = "Löwe_1".normalize("NFC"), apart = "Löwe_1".normalize("NFD");
    assert.notEqual(composed, apart);
    await put(`images/${composed}.jpg`, photograph(9));
    await put(`annotations/trimaps/${apart}.png`, trimap(10, 8));
    // the other way round, and listed in the other spelling
    await put(`images/${apart.replace("1", "2")}.jpg`, photograph(10));
    await put(`annotations/trimaps/${composed.replace("1", "2")}.png`, trimap(10, 8));
    await put("annotations/list.txt", `${apart} 1 1 1\n${composed.replace("1", "2")} 1 1 1\n`);
    const options = { size: 4, cacheFolder, strict: true };
    const { ids, groups, skipped } = await readPets(folder, options);
    // each keeps its photograph's spelling
    assert.deepEqual(ids, [apart.replace("1", "2"), composed]);
    assert.deepEqual(groups.map((group) => group.normalize("NFC")), ["Löwe", "Löwe"]);
    assert.deepEqual(skipped, []);

    await put(`images/${apart}.jpg`, photograph(11));
    await assert.rejects(
      readPets(folder, options),
      /an id must have one file, got images\/Lo.*we_1/,
    );
  });
});

Deno.test("readPets() takes a comment after a byte order mark for a comment", async () => {
  await withFolders(async ({ folder, cacheFolder, put, putPair }) => {
    await putPair("cat_1");
    await put("annotations/list.txt", "\ufeff#Image CLASS-ID\r\ncat_1 1 1 1\r\n  # indented\r\n");
    const { ids, skipped } = await readPets(folder, { size: 4, cacheFolder, strict: true });
    assert.deepEqual([ids, skipped], [["cat_1"], []]);
    await put("annotations/list.txt", "\ufeffcat_1 1 1 1\n");
    assert.deepEqual((await readPets(folder, { size: 4, cacheFolder })).ids, ["cat_1"]);
  });
});

Deno.test("readPets() says what lies there of another kind, and prefers what it reads", async () => {
  await withFolders(async ({ folder, cacheFolder, put, putPair }) => {
    await putPair("good_1");
    await put("images/good_1.heic", "beside the JPEG");
    for (const id of ["a_1", "a_2"]) {
      await put(`images/${id}.heic`, "\0\0\0\x18ftypheic not read");
      await put(`annotations/trimaps/${id}.png`, trimap(10, 8));
    }
    await put("images/b_1.jpg", photograph(1));
    await put("annotations/trimaps/b_1.bmp", "BM not read");
    const { ids, skipped } = await readPets(folder, { size: 4, cacheFolder });
    assert.deepEqual(ids, ["good_1"]);
    const reason =
      "Cannot decode image: it must be JPEG, PNG, GIF, WebP, BMP, AVIF or TIFF by its content, " +
      "got HEIC, which is not supported; convert it to PNG or JPEG";
    assert.deepEqual(skipped, [
      { file: "images/a_1.heic", reason },
      { file: "images/a_2.heic", reason },
      {
        file: "annotations/trimaps/b_1.bmp",
        reason:
          "Cannot decode mask: its 11 bytes of BMP are damaged or cut short (it ends within its header)",
      },
    ]);
  });
});

Deno.test({
  name: "readPets() waits for no pipe",
  ignore: withoutUnix(),
  fn: async () => {
    await withFolders(async ({ folder, cacheFolder, put, putPair }) => {
      await putPair("cat_1");
      await put("annotations/trimaps/pipe_1.png", trimap(10, 8));
      const { success } = await new Deno.Command("mkfifo", {
        args: [`${folder}/images/pipe_1.jpg`],
      }).output();
      assert.ok(success);
      const { ids, skipped } = await readPets(folder, { size: 4, cacheFolder });
      assert.deepEqual([ids, skipped.map(({ file }) => file)], [
        ["cat_1"],
        ["annotations/trimaps/pipe_1.png"],
      ]);
    });
  },
});
