// Files of decoded images that a training reads from, while others start on the same folder.
import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { type AnyDataset, imageAt, openPets, readPets, truthAt } from "../../data/mod.ts";
import { type Folders, withFolders } from "./pets_folder.ts";

const IDS = Array.from({ length: 6 }, (_, i) => `cat_${i}`);

async function stream(
  { folder, cacheFolder }: Folders,
): Promise<{ set: AnyDataset; decoded: number }> {
  let decoded = 0;
  const onProgress = () => void decoded++;
  const set = await openPets(folder, { size: 8, cacheFolder, memory: 0, onProgress });
  return { set, decoded };
}

function pixelsOf(set: AnyDataset): number[][] {
  return IDS.map((_, i) => [...imageAt(set, i), ...truthAt(set, i)]);
}

async function packsIn({ cacheFolder }: Folders): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(join(cacheFolder, "decoded")));
  return entries.map(({ name }) => name).filter((name) => name.endsWith(".pack"));
}

Deno.test("two that start together on one folder decode it once, and read the same images", async () => {
  await withFolders(async (folders) => {
    for (const [i, id] of IDS.entries()) await folders.putPair(id, { gray: 40 * i });
    const [one, other] = await Promise.all([stream(folders), stream(folders)]);
    assert.equal(one.decoded + other.decoded, IDS.length);
    const { folder, cacheFolder } = folders;
    const whole = pixelsOf(await readPets(folder, { size: 8, cacheFolder }));
    assert.deepEqual([pixelsOf(one.set), pixelsOf(other.set)], [whole, whole]);
  });
});

Deno.test("a set keeps its images while the folder changes and another start decodes it", async () => {
  await withFolders(async (folders) => {
    for (const id of IDS) await folders.putPair(id, { gray: 100 });
    const { set } = await stream(folders), before = pixelsOf(set);
    await folders.putPair(IDS[0], { gray: 200 });
    const later = await stream(folders);
    assert.equal(later.decoded, IDS.length);
    assert.notDeepEqual(pixelsOf(later.set), before);
    assert.deepEqual(pixelsOf(set), before);
  });
});

Deno.test("what no process reads from is removed where the folder is decoded anew", async () => {
  await withFolders(async (folders) => {
    for (const id of IDS) await folders.putPair(id);
    const { set } = await stream(folders), own = basename(set.pack!.path);
    const place = own.replace(/-[\da-f]{16}\.pack$/, "");
    const others = [`${place}.pack`, `${place}-${"0".repeat(16)}.pack`, `other-${own}`];
    for (const name of others) {
      await Deno.writeTextFile(join(folders.cacheFolder, "decoded", name), "");
    }
    await folders.putPair(IDS[0], { gray: 200 });
    const later = basename((await stream(folders)).set.pack!.path);
    assert.deepEqual(new Set(await packsIn(folders)), new Set([own, later, `other-${own}`]));
  });
});

Deno.test("a file that was put in the place of the decoded images is not read", async () => {
  await withFolders(async (folders) => {
    for (const id of IDS) await folders.putPair(id);
    const { set } = await stream(folders), { path } = set.pack!;
    await Deno.copyFile(path, `${path}.copy`);
    await Deno.rename(`${path}.copy`, path);
    assert.throws(() => imageAt(set, 0), {
      message:
        `Cannot read the decoded images in ${path}: it must stay as it was when the program ` +
        "started, got another file in its place; start again",
    });
  });
});
