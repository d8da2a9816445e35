// Equal and nearly equal images: made copies are found, other images are not.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type AlikeImages, findDuplicates } from "../../../data/look/duplicates.ts";
import { imageOf } from "../../../core/mod.ts";
import { menagerie, readPets } from "../../../data/mod.ts";
import { decodePhotograph, encodeJpeg, resizePhotograph } from "../../../io/mod.ts";
import { ignoreUnless, isShared, SHARED } from "../../ignored.ts";

const SIDE = 64, STRIDE = SIDE * SIDE * 3;

/** Drawn animals, followed by others of the same size. */
async function withMore(
  count: number,
  more: (animals: Uint8Array) => Promise<Uint8Array[]> | Uint8Array[],
): Promise<AlikeImages> {
  const images = Uint8Array.from((await menagerie({ count, size: SIDE, seed: 0 })).images);
  const all = [images, ...await more(images)];
  const data = new Uint8Array(all.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of all) {
    data.set(one, at);
    at += one.length;
  }
  return {
    count: data.length / STRIDE,
    imageAt: (i) => ({
      data: data.subarray(i * STRIDE, (i + 1) * STRIDE),
      width: SIDE,
      height: SIDE,
      channels: 3,
    }),
  };
}

Deno.test("different images are neither equal nor nearly equal", async () => {
  const set = await withMore(100, () => []);
  assert.deepEqual(findDuplicates(set), { equal: [], nearly: [] });
});

Deno.test("copies are equal; stored anew, smaller, lighter or darker ones are nearly so", async () => {
  const set = await withMore(40, async (animals) => {
    const one = (i: number) => animals.slice(i * STRIDE, (i + 1) * STRIDE);
    const photograph = (i: number) => ({ data: one(i), width: SIDE, height: SIDE });
    const jpeg = await decodePhotograph(await encodeJpeg(photograph(3), { quality: 40 }));
    const small = resizePhotograph(resizePhotograph(photograph(4), 32, 32), SIDE, SIDE);
    return [
      one(1),
      one(1),
      jpeg.data,
      small.data,
      one(5).map((value) => 0.8 * value),
      one(1).map((value) => 0.7 * value + 40),
    ];
  });
  assert.deepEqual(findDuplicates(set), {
    equal: [[1, 40, 41]],
    nearly: [[1, 40, 41, 45], [3, 42], [4, 43], [5, 44]],
  });
});

Deno.test("images of one colour are alike only where they are equal", async () => {
  const plain = (value: number) => new Uint8Array(STRIDE).fill(value);
  const set = await withMore(2, () => [plain(0), plain(9), plain(0), plain(200)]);
  assert.deepEqual(findDuplicates(set), { equal: [[2, 4]], nearly: [] });
});

Deno.test("equal padding makes no images alike", async () => {
  const set = await withMore(40, () => []);
  for (let i = 0; i < set.count; i++) {
    const image = set.imageAt(i).data as Uint8Array;
    for (let at = 0; at < image.length; at++) {
      const column = Math.floor(at / 3) % SIDE;
      if (column < 20 || column >= 44) image[at] = 0;
    }
  }
  assert.deepEqual(findDuplicates(set), { equal: [], nearly: [] });
});

Deno.test({
  name: "of 593 photographs exactly those stored twice or taken a moment apart are nearly equal",
  ignore: ignoreUnless(isShared("oxford-iiit-pet"), "../shared/oxford-iiit-pet is not here"),
  fn: async () => {
    const cacheFolder = await Deno.makeTempDir();
    try {
      const set = await readPets(join(SHARED, "oxford-iiit-pet"), { size: 128, cacheFolder });
      const { equal, nearly } = findDuplicates({
        count: set.ids.length,
        imageAt: (i) => ({ data: imageOf(set, i), width: 128, height: 128, channels: 3 }),
      });
      const names = nearly.map((places) => places.map((i) => set.ids[i].split("_")[1]).join());
      assert.deepEqual(equal, []);
      assert.deepEqual(names, ["11,177", "122,172", "151,99", "24,56", "40,63", "5,87"]);
    } finally {
      await Deno.remove(cacheFolder, { recursive: true });
    }
  },
});
