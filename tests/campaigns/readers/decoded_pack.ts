import { join } from "node:path";
import { RGB } from "../../../core/mod.ts";
import { readPacked, writePacked } from "../../../data/decoded_cache.ts";
import { fingerprint } from "../../../data/mod.ts";
import type { Reader } from "../reader.ts";

const KEY = "key", SIZE = 3, SHAPE = [SIZE, SIZE] as const;

/** Decoded data sets as the cache keeps them. */
export const reader: Reader = {
  async seeds() {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "seed.pack");
    const seeds: Uint8Array[] = [];
    for (const ids of [["cat_1"], ["cat_1", "dog_2"]]) {
      await writePacked(path, KEY, packOf(ids));
      seeds.push(await Deno.readFile(path));
    }
    await Deno.remove(folder, { recursive: true });
    return seeds;
  },
  async read(bytes, folder) {
    const path = join(folder, "damaged.pack");
    await Deno.writeFile(path, bytes);
    const pets = await readPacked(path, () => Promise.resolve(KEY), { shape: SHAPE, format: RGB });
    // the set is then decoded again
    if (pets === undefined) throw new Error("Cannot use the pack: it must be whole");
    return pets;
  },
  isChecked: true,
};

function packOf(ids: readonly string[]): Parameters<typeof writePacked>[2] {
  const pixels = ids.length * SIZE * SIZE;
  const images = new Uint8Array(new SharedArrayBuffer(pixels * 3)).fill(7, 5);
  const labels = new Uint8Array(new SharedArrayBuffer(pixels)).fill(2);
  const set = { ids, shape: SHAPE, ...RGB, images, labels };
  const skipped = [{ file: "images/bad.jpg", reason: "it is empty" }];
  return { ...set, skipped, asStored: ids.slice(1), fingerprint: fingerprint(set) };
}
