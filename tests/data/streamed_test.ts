// Whole images that are read from a file: the same as those in memory.
import assert from "node:assert/strict";
import { imageAt, menagerie, openMenagerie, openPets, readPets, truthAt } from "../../data/mod.ts";
import { makePack } from "../../data/pack_file.ts";
import { withFolders } from "./pets_folder.ts";

Deno.test("a set beyond its memory is read from a file: the same images, fingerprint and skipped files", async () => {
  await withFolders(async ({ folder, cacheFolder, put, putPair }) => {
    for (const [i, id] of ["cat_1", "cat_2", "cat_3", "dog_1"].entries()) {
      await putPair(id, { gray: 40 * i });
    }
    await put("images/cat_2.jpg", "text");
    const whole = await readPets(folder, { size: 8, cacheFolder });
    let decoded = 0;
    const onProgress = () => void decoded++;
    const stream = () => openPets(folder, { size: 8, cacheFolder, memory: 0, onProgress });
    const first = await stream(), second = await stream();
    assert.equal(decoded, 4, "the second decodes nothing");
    assert.deepEqual(second, first);
    assert.ok(first.pack && !first.inPieces);
    for (const name of ["ids", "groups", "skipped", "fingerprint", "shape"] as const) {
      assert.deepEqual(first[name], whole[name], name);
    }
    for (const i of whole.ids.keys()) {
      assert.deepEqual(imageAt(first, i), new Uint8Array(imageAt(whole, i)));
      assert.deepEqual(truthAt(first, i), new Uint8Array(truthAt(whole, i)));
    }
  });
});

Deno.test("drawn animals beyond their memory are drawn into a file, and again where they are others", async () => {
  const cacheFolder = await Deno.makeTempDir();
  try {
    let drawn = 0;
    const options = { size: 32, seed: 0, memory: 0, cacheFolder, onProgress: () => void drawn++ };
    const whole = await menagerie({ count: 13, size: 32, seed: 0 });
    const first = await openMenagerie({ count: 13, ...options });
    const second = await openMenagerie({ count: 13, ...options });
    assert.equal(drawn, 13);
    assert.deepEqual(second, first);
    assert.deepEqual([first.ids, first.fingerprint], [whole.ids, whole.fingerprint]);
    assert.deepEqual(imageAt(first, 12), new Uint8Array(imageAt(whole, 12)));
    await openMenagerie({ count: 12, ...options });
    assert.equal(drawn, 13 + 12);
  } finally {
    await Deno.remove(cacheFolder, { recursive: true });
  }
});

Deno.test("a file for which the disk has no room is refused before anything is decoded", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const how = { format: { channels: 3, depth: 8 }, labels: [1], bytes: 1e18 } as const;
    await assert.rejects(
      makePack(`${folder}/a.pack`, how, () => assert.fail("it was written"), () => ""),
      {
        name: "WriteError",
        message:
          /^Cannot write .*a\.pack: its disk must have 1000000000\.0 GB free, got [\d.]+ GB; /,
      },
    );
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
