import assert from "node:assert/strict";
import { join } from "node:path";
import { type Dataset, fingerprint, readPets } from "../../data/mod.ts";
import { type Folders, jpeg, withFolders } from "./pets_folder.ts";

/** Reads the folder and tells how many photographs were decoded. */
async function read(
  { folder, cacheFolder }: Folders,
  size = 4,
): Promise<{ pets: Dataset; decoded: number }> {
  let decoded = 0;
  const pets = await readPets(folder, { size, cacheFolder, onProgress: () => void decoded++ });
  assert.equal(pets.fingerprint, fingerprint(pets));
  return { pets, decoded };
}

async function packs({ cacheFolder }: Folders): Promise<string[]> {
  const folder = join(cacheFolder, "decoded");
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => join(folder, name)).sort();
}

Deno.test("a second readPets() decodes nothing and gives the same, skipped files included", async () => {
  await withFolders(async (folders) => {
    for (const id of ["cat_1", "cat_2"]) await folders.putPair(id);
    await folders.putPair("cat_3");
    await folders.put("images/cat_3.jpg", "text");
    const first = await read(folders), second = await read(folders);
    assert.deepEqual([first.decoded, second.decoded], [3, 0]);
    assert.deepEqual(second.pets, first.pets);
    assert.equal(second.pets.skipped.length, 1);
    assert.ok(second.pets.images.buffer instanceof SharedArrayBuffer);
    assert.equal((await packs(folders)).length, 1);
  });
});

Deno.test("readPets() notices a file that was changed in place, with its old length and date", async () => {
  await withFolders(async (folders) => {
    await folders.putPair("cat_1", { gray: 100 });
    const first = await read(folders);
    const path = join(folders.folder, "images/cat_1.jpg");
    const { size, atime, mtime } = await Deno.stat(path);
    const other = await jpeg(10, 8, 140);
    assert.equal(other.length, size);
    await Deno.writeFile(path, other);
    await Deno.utime(path, atime!, mtime!);
    const second = await read(folders);
    assert.equal(second.decoded, 1);
    assert.notEqual(second.pets.fingerprint, first.pets.fingerprint);
    assert.ok(Math.abs(second.pets.images[0] - 140) <= 1);
    assert.equal((await packs(folders)).length, 1);
  });
});

Deno.test("readPets() notices added and removed files, and keeps a set for each size", async () => {
  await withFolders(async (folders) => {
    await folders.putPair("cat_1");
    assert.equal((await read(folders)).decoded, 1);
    await folders.putPair("cat_2");
    assert.equal((await read(folders)).decoded, 2);
    await Deno.remove(join(folders.folder, "images/cat_1.jpg"));
    const { pets, decoded } = await read(folders);
    assert.deepEqual([pets.ids, decoded, pets.skipped.length], [["cat_2"], 1, 1]);
    assert.equal((await read(folders, 8)).decoded, 1);
    assert.equal((await read(folders, 8)).decoded + (await read(folders, 4)).decoded, 0);
    assert.equal((await packs(folders)).length, 2);
  });
});

Deno.test("readPets() decodes again when the packed file is damaged, and replaces it", async () => {
  await withFolders(async (folders) => {
    for (const id of ["cat_1", "cat_2"]) await folders.putPair(id);
    const { pets } = await read(folders);
    const [path] = await packs(folders);
    const whole = await Deno.readFile(path);
    const damage: Record<string, (bytes: Uint8Array) => Uint8Array> = {
      "empty": () => new Uint8Array(),
      "cut in its header": (bytes) => bytes.subarray(0, 40),
      "cut in its photographs": (bytes) => bytes.subarray(0, -60),
      "cut by a byte": (bytes) => bytes.subarray(0, -1),
      "another label": (bytes) => bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1),
      "another pixel": (bytes) => bytes.with(bytes.length - 100, bytes.at(-100)! ^ 1),
      "header of gigantic length": (bytes) => bytes.with(3, 255),
      "header that is no JSON": (bytes) => bytes.with(36, 0),
      "another letter in its header": (bytes) => bytes.with(60, bytes[60] ^ 1),
    };
    for (const [what, harm] of Object.entries(damage)) {
      await Deno.writeFile(path, harm(whole.slice()));
      const again = await read(folders);
      assert.equal(again.decoded, 2, what);
      assert.equal(again.pets.fingerprint, pets.fingerprint, what);
      assert.deepEqual(await Deno.readFile(path), whole, what);
    }
  });
});

Deno.test("readPets() does without a cache that can't be written, and says so", async () => {
  await withFolders(async (folders) => {
    await folders.putPair("cat_1");
    await Deno.writeTextFile(folders.cacheFolder, "a file where the cache folder should be");
    const warn = console.warn, said: string[] = [];
    console.warn = (message: string) => void said.push(message);
    try {
      assert.equal((await read(folders)).decoded, 1);
    } finally {
      console.warn = warn;
    }
    assert.match(said.join(), /^note: the decoded images can't be kept in .*\.pack: /);
  });
});
