import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { packTar, type TarEntry } from "modern-tar";
import { downloadPets, type PetsProgress, type PetsRelease } from "../../data/mod.ts";

async function archiveOf(...names: string[]): Promise<Uint8Array<ArrayBuffer>> {
  const entries = names.map((name): TarEntry => (
    { header: { name, size: name.length, type: "file" }, body: name }
  ));
  const tar = ReadableStream.from([await packTar(entries)]);
  const zipped = tar.pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(zipped).arrayBuffer());
}

/** Serves archives by name while `use` runs, which gets their release and a cache folder. */
async function withRelease(
  archives: Record<string, Uint8Array<ArrayBuffer>>,
  use: (release: PetsRelease, cache: string, asked: string[]) => Promise<void>,
): Promise<void> {
  const parent = await Deno.makeTempDir({ prefix: "triptych-pets-" });
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, ({ url }) => {
    const name = url.split("/").at(-1)!;
    asked.push(name);
    return new Response(archives[name]);
  });
  try {
    const listed = Object.entries(archives).map(([name, content]) => (
      { name, bytes: content.length, md5: createHash("md5").update(content).digest("hex") }
    ));
    const release = { baseUrl: `http://127.0.0.1:${server.addr.port}/data/`, archives: listed };
    await use(release, join(parent, "cache", "deep"), asked);
  } finally {
    await server.shutdown();
    await Deno.remove(parent, { recursive: true });
  }
}

async function filesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
}

Deno.test("downloadPets() downloads, checks and unpacks both archives, and leaves out strays", async () => {
  const archives = {
    "annotations.tar.gz": await archiveOf(
      "annotations/list.txt",
      "annotations/._trimaps",
      "annotations/trimaps/._cat_1.png",
      "annotations/trimaps/cat_1.png",
    ),
    "images.tar.gz": await archiveOf("images/cat_1.jpg", "images/cat_1.mat"),
  };
  await withRelease(archives, async (release, cache, asked) => {
    const seen: PetsProgress[] = [];
    const onProgress = (progress: PetsProgress): void => void seen.push(progress);
    const folder = await downloadPets(cache, { release, onProgress });
    assert.equal(folder, join(cache, "oxford-iiit-pet"));
    assert.deepEqual(await filesIn(cache), ["oxford-iiit-pet"]);
    assert.deepEqual(await filesIn(join(folder, "images")), ["cat_1.jpg"]);
    assert.deepEqual(await filesIn(join(folder, "annotations")), ["list.txt", "trimaps"]);
    assert.deepEqual(await filesIn(join(folder, "annotations/trimaps")), ["cat_1.png"]);
    const total = archives["images.tar.gz"].length;
    assert.deepEqual(seen.filter(({ archive }) => archive === "images.tar.gz"), [
      { phase: "download", archive: "images.tar.gz", done: total, total },
      { phase: "unpack", archive: "images.tar.gz", done: 1 },
    ]);

    // a second start finds it
    assert.equal(await downloadPets(cache, { release }), folder);
    assert.deepEqual(asked, ["annotations.tar.gz", "images.tar.gz"]);
  });
});

Deno.test("downloadPets() downloads no archive again that an earlier start brought whole", async () => {
  const archives = { "a.tar.gz": await archiveOf("a/1"), "b.tar.gz": await archiveOf("b/1") };
  await withRelease(archives, async (release, cache, asked) => {
    const wrong = { ...release, archives: [release.archives[0], { name: "b.tar.gz", md5: "0" }] };
    await assert.rejects(downloadPets(cache, { release: wrong }), /its MD5 must be 0, got/);
    assert.deepEqual(await filesIn(cache), ["a.tar.gz", "oxford-iiit-pet.lock"]);
    await downloadPets(cache, { release });
    assert.deepEqual(asked, ["a.tar.gz", "b.tar.gz", "b.tar.gz"]);
    assert.deepEqual(await filesIn(join(cache, "oxford-iiit-pet")), ["a", "b"]);
  });
});

Deno.test("downloadPets() leaves no folder behind when an archive is hostile", async () => {
  const archives = { "a.tar.gz": await archiveOf("a/1"), "b.tar.gz": await archiveOf("../evil") };
  await withRelease(archives, async (release, cache) => {
    await assert.rejects(downloadPets(cache, { release }), {
      message: 'Cannot unpack archive: names must stay inside the folder, got "../evil"',
    });
    assert.deepEqual(await filesIn(cache), ["a.tar.gz", "b.tar.gz", "oxford-iiit-pet.lock"]);
    assert.deepEqual(await filesIn(join(cache, "..")), ["deep"]);
  });
});
