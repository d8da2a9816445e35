import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPets, TRIMAP_CLASSES } from "../../data/mod.ts";
import EXPECTED from "../fixtures/io/shared_pets.json" with { type: "json" };
import { bytesOf, PICTURES } from "../io/pictures.ts";
import { jpeg, trimap, withFolders } from "./pets_folder.ts";
import { ignoreUnless, isShared, SHARED } from "../ignored.ts";

Deno.test("readPets() reads, resizes and groups photographs and trimaps, ids in code-point order", async () => {
  await withFolders(async ({ folder, cacheFolder, putPair }) => {
    const ids = [
      "Zebra_1",
      "american_bulldog_10",
      "american_bulldog_2",
      "cat",
      "é_1",
      "\uff21_1",
      "😀_1",
    ];
    for (const [i, id] of ids.toReversed().entries()) {
      await putPair(id, { gray: 10 * i, width: 9 + i });
    }
    const pets = await readPets(folder, { size: 4, cacheFolder });
    assert.deepEqual(pets.ids, ids);
    assert.deepEqual(pets.groups, [
      "Zebra",
      "american_bulldog",
      "american_bulldog",
      "cat",
      "é",
      "\uff21",
      "😀",
    ]);
    assert.deepEqual([pets.shape, pets.name, pets.skipped], [[4, 4], folder, []]);
    assert.equal(pets.classes, TRIMAP_CLASSES);
    assert.equal(pets.images.length, 7 * 4 * 4 * 3);
    assert.equal(pets.labels.length, 7 * 4 * 4);
    assert.ok(pets.images.buffer instanceof SharedArrayBuffer);
    ids.forEach((_, i) => assert.ok(Math.abs(pets.images[i * 48] - 10 * (6 - i)) <= 1));
    // the last is 9 wide: the centres of 4 columns lie in columns 1, 3, 5, 7
    assert.deepEqual(Array.from(pets.labels.subarray(6 * 16, 6 * 16 + 4)), [2, 1, 3, 2]);
  });
});

Deno.test("readPets() decodes by content, whatever the name says", async () => {
  await withFolders(async ({ folder, cacheFolder, put }) => {
    const kinds = ["GIF of two frames", "RGBA PNG", "JPEG"];
    for (const [i, kind] of kinds.entries()) {
      const { file, width, height } = PICTURES.photographs.find(({ name }) => name === kind)!;
      await put(`images/cat_${i}.jpg`, bytesOf(file));
      await put(`annotations/trimaps/cat_${i}.png`, trimap(width, height));
    }
    const { ids, skipped } = await readPets(folder, { size: 16, cacheFolder, strict: true });
    assert.deepEqual([ids, skipped], [["cat_0", "cat_1", "cat_2"], []]);
  });
});

Deno.test("readPets() skips, names and counts every file it can't use; strict throws", async () => {
  await withFolders(async ({ folder, cacheFolder, put, putPair }) => {
    await putPair("good_1", { gray: 50 });
    await putPair("good_2", { gray: 200 });
    await putPair("bad_cut", {});
    await put("images/bad_cut.jpg", (await jpeg(10, 8, 9)).subarray(0, -9));
    await putPair("bad_empty");
    await put("images/bad_empty.jpg", "");
    await putPair("bad_text");
    await put("images/bad_text.jpg", "no photograph");
    await putPair("bad_trimap");
    await put("annotations/trimaps/bad_trimap.png", trimap(10, 8).subarray(0, 60));
    await putPair("bad_size");
    await put("annotations/trimaps/bad_size.png", trimap(8, 10));
    await putPair("bad_value");
    const labels = new Uint8Array(80).fill(1);
    labels[23] = 4;
    await put("annotations/trimaps/bad_value.png", trimap(10, 8, labels));
    await put("images/lone_1.jpg", await jpeg(10, 8, 9));
    await put("annotations/trimaps/lone_2.png", trimap(10, 8));
    await put("images/folder_1.jpg/file", "a folder where a photograph should be");
    await put("annotations/trimaps/folder_1.png", trimap(10, 8));

    const pets = await readPets(folder, { size: 4, cacheFolder });
    assert.deepEqual(pets.ids, ["good_1", "good_2"]);
    assert.deepEqual(Array.from(pets.images, (v) => Math.round(v / 50)), [
      ...new Array(48).fill(1),
      ...new Array(48).fill(4),
    ]);
    const reasons = Object.fromEntries(pets.skipped.map(({ file, reason }) => [file, reason]));
    const expected: Record<string, RegExp> = {
      "images/lone_1.jpg": /^image without trimap in annotations\/trimaps\/$/,
      "annotations/trimaps/lone_2.png": /^trimap without image in images\/$/,
      "images/bad_cut.jpg": /^Cannot decode image: its 260 bytes of JPEG are damaged or cut/,
      "images/bad_empty.jpg":
        /it must be JPEG, PNG, GIF, WebP, BMP, AVIF or TIFF by its content, got an empty file$/,
      "images/bad_text.jpg": /got 13 bytes that begin 6e6f2070$/,
      "annotations/trimaps/bad_trimap.png":
        /^Cannot decode mask: its 60 bytes of PNG are damaged or cut short/,
      "annotations/trimaps/bad_size.png":
        /^mask and image must have the same size, it has 8x10, the image 10x8$/,
      "annotations/trimaps/bad_value.png":
        /^a mask must contain only 1, 2, 3, got 4 at row 2, column 3$/,
      "images/folder_1.jpg": /directory/i,
    };
    assert.deepEqual(Object.keys(reasons).sort(), Object.keys(expected).sort());
    for (const [file, reason] of Object.entries(expected)) assert.match(reasons[file], reason);

    await assert.rejects(readPets(folder, { size: 4, cacheFolder, strict: true }), {
      name: "Error",
      message: `Cannot read data folder ${folder}: 9 files can't be used; ` +
        "the first: images/lone_1.jpg: image without trimap in annotations/trimaps/",
    });
  });
});

Deno.test("readPets() takes the ids of list.txt, and names the photographs that it leaves out", async () => {
  await withFolders(async ({ folder, cacheFolder, put, putPair }) => {
    for (const id of ["a_1", "a_2", "b_1"]) await putPair(id);
    await put(
      "annotations/list.txt",
      "#Image CLASS-ID SPECIES BREED ID\nb_1 2 1 1\r\na_1 1 1 1\n\n",
    );
    const pets = await readPets(folder, { size: 4, cacheFolder, strict: true });
    assert.deepEqual(pets.ids, ["a_1", "b_1"]);
    assert.deepEqual(pets.skipped, [
      { file: "images/a_2.jpg", reason: "not in annotations/list.txt" },
    ]);

    await put("annotations/list.txt", "a_1 1 1 1\nc_1 1 1 1\n");
    const { ids, skipped } = await readPets(folder, { size: 4, cacheFolder });
    assert.deepEqual(ids, ["a_1"]);
    assert.deepEqual(skipped[0], {
      file: "images/c_1.jpg",
      reason: "in annotations/list.txt, but there is neither image nor trimap",
    });
    await assert.rejects(
      readPets(folder, { size: 4, cacheFolder, strict: true }),
      /images\/c_1\.jpg: in annotations/,
    );
  });
});

Deno.test("readPets() passes over the strays of the release", async () => {
  await withFolders(async ({ folder, cacheFolder, put, putPair }) => {
    await putPair("cat_1");
    await put("images/cat_1.mat", "Matlab");
    await put("images/._cat_1.jpg", "Mac");
    await put("annotations/trimaps/._cat_1.png", "Mac");
    const { ids, skipped } = await readPets(folder, { size: 4, cacheFolder, strict: true });
    assert.deepEqual([ids, skipped], [["cat_1"], []]);
  });
});

Deno.test("readPets() refuses two photographs with one id", async () => {
  await withFolders(async ({ folder, cacheFolder, put, putPair }) => {
    await putPair("cat_1");
    await put("images/cat_1.PNG", "another");
    await assert.rejects(readPets(folder, { size: 4, cacheFolder }), {
      name: "Error",
      message: `Cannot read data folder ${folder}: an id must have one file, ` +
        "got images/cat_1.PNG and images/cat_1.jpg",
    });
  });
});

Deno.test("readPets() says what a data folder must contain", async () => {
  await withFolders(async ({ folder, cacheFolder, put }) => {
    await assert.rejects(readPets(join(folder, "no"), { size: 4, cacheFolder }), {
      name: "Error",
      message: `Cannot read data folder ${join(folder, "no")}: there is no such folder`,
    });
    await put("file", "no folder");
    await assert.rejects(readPets(join(folder, "file"), { size: 4, cacheFolder }), {
      name: "Error",
      message: `Cannot read data folder ${
        join(folder, "file")
      }: it must be a folder, and is a file`,
    });
    await assert.rejects(readPets(join(folder, "images"), { size: 4, cacheFolder }), {
      name: "Error",
      message: `Cannot read data folder ${join(folder, "images")}: it must contain images/ and ` +
        "annotations/trimaps/, as Oxford-IIIT Pet does, got no images/",
    });
    await assert.rejects(readPets(folder, { size: 4, cacheFolder }), {
      name: "Error",
      message: `Cannot read data folder ${folder}: it contains no image with a mask`,
    });
    await put("images/cat_1.jpg", "text");
    await put("annotations/trimaps/cat_1.png", "text");
    await assert.rejects(readPets(folder, { size: 4, cacheFolder }), {
      message:
        `Cannot read data folder ${folder}: it contains no image with a mask, 1 file can't ` +
        "be used; the first: images/cat_1.jpg: Cannot decode image: it must be " +
        "JPEG, PNG, GIF, WebP, BMP, AVIF or TIFF by its content, got 4 bytes that begin 74657874",
    });
    await Deno.remove(join(folder, "annotations/trimaps"), { recursive: true });
    await assert.rejects(
      readPets(folder, { size: 4, cacheFolder }),
      /got no annotations\/trimaps\/$/,
    );
    for (const size of [0, -4, 2.5]) {
      await assert.rejects(readPets(folder, { size, cacheFolder }), {
        name: "RangeError",
        message:
          `Cannot read data folder ${folder}: size must be whole numbers of 1 or more, got ${size}`,
      });
    }
  });
});

Deno.test("readPets() that may not read its decoder says so, and takes no file for a bad one", async () => {
  await withFolders(async ({ folder, cacheFolder, putPair }) => {
    await putPair("cat_1");
    const program = join(folder, "program.ts");
    const door = new URL("../../data/mod.ts", import.meta.url);
    const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
    await Deno.writeTextFile(
      program,
      `import { readPets } from "${door}";
       const options = ${JSON.stringify({ size: 4, cacheFolder })};
       await readPets("${folder}", options).then(console.log, (e) => console.log(e.message));`,
    );
    const project = fileURLToPath(new URL("../..", import.meta.url));
    const folders = `${folder},${cacheFolder}`;
    const allow = [`--allow-read=${folders},${project}`, `--allow-write=${folders}`];
    const { stdout } = await new Deno.Command("deno", {
      args: ["run", "--no-prompt", "--no-lock", ...allow, "--config", config, program],
    }).output();
    assert.match(
      new TextDecoder().decode(stdout),
      /^Cannot load the JPEG codec, which needs --allow-read/,
    );
  });
});

Deno.test({
  name: "readPets() reads the 593 real photographs as Pillow does, and at once the second time",
  ignore: ignoreUnless(isShared("oxford-iiit-pet"), "../shared/oxford-iiit-pet is not here"),
  fn: async () => {
    const cacheFolder = await Deno.makeTempDir({ prefix: "triptych-cache-" });
    let decoded = 0;
    const options = { size: 64, cacheFolder, strict: true, onProgress: (): void => void decoded++ };
    const pets = await readPets(`${SHARED}oxford-iiit-pet`, options);
    assert.equal(decoded, EXPECTED.count);
    assert.deepEqual([pets.ids.length, pets.skipped], [EXPECTED.count, []]);
    const labels = createHash("sha256").update(pets.labels).digest("hex");
    assert.equal(labels, EXPECTED.labelsSha256);
    for (const [id, means] of Object.entries(EXPECTED.means)) {
      const start = pets.ids.indexOf(id) * 64 * 64 * 3;
      const image = pets.images.subarray(start, start + 64 * 64 * 3);
      const found = [0, 1, 2].map((c) =>
        Array.from(image).reduce((sum, v, i) => i % 3 === c ? sum + v : sum, 0) / 64 / 64
      );
      found.forEach((mean, c) =>
        assert.ok(Math.abs(mean - means[c]) < 0.3, `${id}: ${found}, ${means}`)
      );
    }
    const again = await readPets(`${SHARED}oxford-iiit-pet`, options);
    assert.equal(decoded, EXPECTED.count);
    assert.equal(again.fingerprint, pets.fingerprint);
    await Deno.remove(cacheFolder, { recursive: true });
  },
});
