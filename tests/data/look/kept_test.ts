import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { encode } from "fast-png";
import { observeHere, observePairs } from "../../../data/look/observe_pairs.ts";
import { pairObserver, type PairReport } from "../../../data/look/observe.ts";
import { surveyMasks } from "../../../data/look/survey.ts";
import type { FolderPair } from "../../../data/pair_files.ts";

/** Enough for several workers, and for them to get ahead. */
const MANY = 300;

Deno.test("workers see what one thread sees, and tell it in the pairs' order", async () => {
  await withPairs(MANY, async (folder, pairs) => {
    await Deno.writeTextFile(join(folder, "mask_7.png"), "no picture");
    const look = pairObserver({ folder, pairs, known: new Set(), maxMegapixels: 1 });
    const known = new Set([(await look(5)).key, (await look(200)).key]);
    const observed = { folder, pairs, known, maxMegapixels: 1 };
    const here: PairReport[] = [], there: PairReport[] = [];
    await observeHere(observed, (report) => here.push(report));
    await observePairs(observed, (report) => there.push(report));
    assert.deepEqual(there, here);
    const unseen = there.filter(({ seen }) => seen === undefined);
    assert.deepEqual(unseen.map(({ index }) => index), [5, 200]);
    assert.match(JSON.stringify(there[7].seen), /mask_7.png.*got 10 bytes/);
  });
});

Deno.test("a look ends as soon as it is told to", async () => {
  await withPairs(MANY, async (folder, pairs) => {
    const stop = new AbortController();
    const survey = surveyMasks(folder, pairs, {
      maxMegapixels: 1,
      signal: stop.signal,
      onProgress: (done) => done === 20 && stop.abort(new Error("stopped")),
    });
    await assert.rejects(survey, { message: "stopped" });
  });
});

Deno.test("what was seen is kept: only files that changed are looked at again", async () => {
  await withPairs(12, async (folder, pairs, cacheFolder) => {
    const options = { maxMegapixels: 1, cacheFolder };
    const first = await surveyMasks(folder, pairs, options);
    assert.deepEqual(await surveyMasks(folder, pairs, options), first);
    // a kept file that says something else shows who was asked
    const path = await keptFile(cacheFolder);
    await rewrite(path, (json) => json.replaceAll(/\[1,(\d)\]/g, "[77,$1]"));
    const told = await surveyMasks(folder, pairs, options);
    assert.deepEqual(told.tallies.map(({ value, images }) => [value, images]), [[0, 12], [77, 12]]);
    const { mtime } = await Deno.stat(join(folder, "mask_3.png"));
    await Deno.writeFile(join(folder, "mask_3.png"), mask(3));
    assert.deepEqual(await surveyMasks(folder, pairs, options), told, "the same content");
    await Deno.writeFile(join(folder, "mask_3.png"), mask(4));
    // the date is no proof
    await Deno.utime(join(folder, "mask_3.png"), mtime!, mtime!);
    const { tallies } = await surveyMasks(folder, pairs, options);
    const images = tallies.map(({ value, images }) => [value, images]);
    assert.deepEqual(images, [[0, 12], [1, 1], [77, 11]]);
    // a smaller limit refuses what was seen under a larger one
    const { skipped } = await surveyMasks(folder, pairs, { ...options, maxMegapixels: 1e-6 });
    assert.equal(skipped.length, 12);
  });
});

Deno.test("a damaged file of what was seen is made anew, as is one that says what no look sees", async () => {
  await withPairs(12, async (folder, pairs, cacheFolder) => {
    const options = { maxMegapixels: 1, cacheFolder };
    const first = await surveyMasks(folder, pairs, options);
    const path = await keptFile(cacheFolder), whole = await Deno.readTextFile(path);
    const damages: [string, () => Promise<void>][] = [
      ["a changed byte", () => Deno.writeTextFile(path, whole.replace(/\[1,(\d)\]/, "[9,$1]"))],
      ["cut short", () => Deno.writeTextFile(path, whole.slice(0, 500))],
      ["empty", () => Deno.writeTextFile(path, "")],
      [
        "another version",
        () => rewrite(path, (json) => json.replace(/"version":\d+/, '"version":0')),
      ],
      ["fewer pixels", () => rewrite(path, (json) => json.replace(/\[1,3\]/, "[1,2]"))],
      ["no number", () => rewrite(path, (json) => json.replace(/\[1,(\d)\]/, '["1",$1]'))],
      ["no masks", () => rewrite(path, (json) => json.replace(/"masks":\[.*?\]\]/, '"masks":[[]'))],
    ];
    for (const [name, damage] of damages) {
      await damage();
      assert.notEqual(await Deno.readTextFile(path), whole, name);
      assert.deepEqual(await surveyMasks(folder, pairs, options), first, name);
      assert.equal(await Deno.readTextFile(path), whole, name);
    }
  });
});

Deno.test("indexed masks keep their palette, and what can't be used is looked at each time", async () => {
  await withPairs(3, async (folder, pairs, cacheFolder) => {
    const palette = [[0, 0, 0], [9, 8, 7]];
    const indexed = encode({
      width: 2,
      height: 1,
      depth: 8,
      channels: 1,
      data: Uint8Array.of(0, 1),
      palette,
    });
    await Deno.writeFile(join(folder, "mask_1.png"), indexed);
    await Deno.writeFile(join(folder, "image_1.png"), indexed);
    await Deno.remove(join(folder, "mask_2.png"));
    const options = { maxMegapixels: 1, cacheFolder };
    const first = await surveyMasks(folder, pairs, options);
    assert.deepEqual(first.palette, palette);
    assert.deepEqual(first.skipped.map(({ file }) => file), ["mask_2.png"]);
    assert.deepEqual(await surveyMasks(folder, pairs, options), first);
    await Deno.writeFile(join(folder, "mask_2.png"), mask(2));
    assert.deepEqual((await surveyMasks(folder, pairs, options)).skipped, []);
  });
});

/** A mask of 3 × 3 pixels of 0 and 1, one of a few. */
function mask(i: number): Uint8Array {
  const data = Uint8Array.from({ length: 9 }, (_, at) => Number(at <= i % 5));
  return encode({ width: 3, height: 3, channels: 1, data });
}

async function withPairs(
  count: number,
  job: (folder: string, pairs: FolderPair[], cacheFolder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir(), cacheFolder = await Deno.makeTempDir();
  try {
    const pairs = Array.from({ length: count }, (_, i): FolderPair => (
      { id: `${i}`, images: [`image_${i}.png`], masks: [`mask_${i}.png`] }
    ));
    for (let i = 0; i < count; i++) {
      await Deno.writeFile(join(folder, `image_${i}.png`), mask(i + 1));
      await Deno.writeFile(join(folder, `mask_${i}.png`), mask(i));
    }
    await job(folder, pairs, cacheFolder);
  } finally {
    await Deno.remove(folder, { recursive: true });
    await Deno.remove(cacheFolder, { recursive: true });
  }
}

/** The one file in the cache. */
async function keptFile(cacheFolder: string): Promise<string> {
  const files = await Array.fromAsync(Deno.readDir(join(cacheFolder, "looks")));
  assert.equal(files.length, 1);
  return join(cacheFolder, "looks", files[0].name);
}

/** Changes what a kept file says, with the hash that goes with it. */
async function rewrite(path: string, change: (json: string) => string): Promise<void> {
  const [, json] = (await Deno.readTextFile(path)).split("\n"), changed = change(json);
  const hash = createHash("sha256").update(changed).digest("hex");
  await Deno.writeTextFile(path, `${hash}\n${changed}`);
}
