// The menagerie is the data behind every figure of the default run: these tests guarantee that it
// stays the same.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Samples } from "../../core/mod.ts";
import { menagerie } from "../../data/mod.ts";
import { drawAnimal } from "../../data/menagerie/mod.ts";
import { sine } from "../../data/menagerie/numbers.ts";
import { trimap } from "../../data/menagerie/trimap.ts";
import { SPECIES } from "../../data/menagerie/species.ts";

Deno.test("menagerie() gives the same bytes from workers as drawAnimal() on this thread", async () => {
  // enough animals for two workers
  const [count, size, seed] = [64, 128, 5];
  const data = await menagerie({ count, size, seed });
  const animals = Array.from({ length: count }, (_, index) => drawAnimal(index, { size, seed }));
  for (const { id, group, image, labels } of animals) {
    const place = data.ids.indexOf(id);
    const pixels = size * size;
    assert.equal(data.groups[place], group);
    assert.ok(image.every((value, i) => value === data.images[place * pixels * 3 + i]), id);
    assert.ok(labels.every((value, i) => value === data.labels[place * pixels + i]), id);
  }
});

Deno.test("the menagerie's pictures and trimaps are frozen", () => {
  const hash = createHash("sha256");
  for (let index = 0; index < 24; index++) update(index, 64);
  update(0, 128);
  assert.equal(
    hash.digest("hex"),
    "0f1bff1fde18514e55e05d7255bddc0ae53af4db3716e9a9db9241fb60051d5e",
  );

  function update(index: number, size: number): void {
    const { id, image, labels } = drawAnimal(index, { size, seed: 0 });
    hash.update(id).update(image).update(labels);
  }
});

Deno.test("menagerie() is prefix-stable: an animal depends on its index and the seed alone", async () => {
  const few = await menagerie({ count: 13, size: 32, seed: 3 });
  const many = await menagerie({ count: 40, size: 32, seed: 3 });
  for (const id of few.ids) {
    const [i, j] = [few.ids.indexOf(id), many.ids.indexOf(id)];
    assert.notEqual(j, -1, id);
    assert.deepEqual(picture(few.images, i, 32), picture(many.images, j, 32), id);
  }
  const other = await menagerie({ count: 13, size: 32, seed: 4 });
  assert.notEqual(few.fingerprint, other.fingerprint);
  const again = await menagerie({ count: 13, size: 32, seed: 3 });
  assert.equal(few.fingerprint, again.fingerprint);
});

Deno.test("menagerie() gives ids in code-point order, species spread evenly, shared memory", async () => {
  const count = 200, size = 16, pixels = size * size;
  const data = await menagerie({ count, size, seed: 0 });
  assert.deepEqual(data.ids, data.ids.toSorted((a, b) => a < b ? -1 : 1));
  assert.equal(new Set(data.ids).size, count);
  assert.deepEqual(data.groups, data.ids.map((id) => id.replace(/_\d+$/, "")));
  for (const { name } of SPECIES) {
    const animals = data.groups.filter((group) => group === name).length;
    assert.ok(animals === 16 || animals === 17, `${name}: ${animals}`);
  }
  assert.ok(data.images.buffer instanceof SharedArrayBuffer);
  assert.ok(data.labels.buffer instanceof SharedArrayBuffer);
  assert.deepEqual([data.images.length, data.labels.length], [count * pixels * 3, count * pixels]);
  assert.deepEqual(data.skipped, []);
});

Deno.test("the menagerie calls no function of Math that engines may round differently", async () => {
  const allowed = ["abs", "ceil", "floor", "imul", "max", "min", "sqrt"];
  let files = 0;
  for (const path of ["../../data/menagerie/", "../../data/menagerie/species/"]) {
    const folder = new URL(path, import.meta.url);
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (!isFile) continue;
      const text = await Deno.readTextFile(new URL(name, folder));
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      const used = new Set([...code.matchAll(/Math\.(\w+)/g)].map((match) => match[1]));
      assert.deepEqual([...used].filter((name) => !allowed.includes(name)), [], name);
      assert.ok(!code.includes("**"), `${name} raises to a power`);
      files++;
    }
  }
  assert.ok(files > 30, `${files} files`);
});

Deno.test("sine() agrees with Math.sin to 1e-7", () => {
  for (let turns = -2.5; turns < 2.5; turns += 0.0137) {
    assert.ok(Math.abs(sine(turns) - Math.sin(turns * 2 * Math.PI)) < 1e-7, `${turns}`);
  }
});

Deno.test("trimap() marks a ring on both sides of the outline", () => {
  const size = 64, seen = new Uint8Array(size * size);
  for (let row = 0; row < size; row++) seen.fill(1, row * size, row * size + 32);
  const row = trimap(seen, size).subarray(10 * size, 11 * size);
  // the outline is between columns 31 and 32; the ring's half width is 0.0205 * 64 = 1.3 pixels
  assert.deepEqual([...row.subarray(28, 36)], [1, 1, 1, 3, 3, 2, 2, 2]);
  assert.deepEqual([row[0], row[63]], [1, 2]);
  assert.deepEqual(new Set(trimap(new Uint8Array(size * size), size)), new Set([2]));
});

Deno.test("drawAnimal() and menagerie() refuse what is no whole number in range", async () => {
  await assert.rejects(menagerie({ count: 0, size: 64, seed: 0 }), {
    name: "RangeError",
    message: "Cannot draw the menagerie: count must be a whole number from 1 to 4294967295, got 0",
  });
  await assert.rejects(menagerie({ count: 1, size: 8, seed: 0 }), RangeError);
  await assert.rejects(menagerie({ count: 1, size: 64, seed: 0.5 }), RangeError);
  assert.throws(() => drawAnimal(-1, { size: 64, seed: 0 }), {
    name: "RangeError",
    message: "Cannot draw the menagerie: index must be a whole number from 0 to 4294967295, got -1",
  });
});

/** An animal's picture. */
function picture(images: Samples, i: number, size: number): Samples {
  return images.slice(i * size * size * 3, (i + 1) * size * size * 3);
}
