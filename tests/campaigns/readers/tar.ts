import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { packTar } from "modern-tar";
import { untar } from "../../../io/mod.ts";
import { filesIn } from "../files_in.ts";
import type { Reader } from "../reader.ts";

/** Archives as data sets come in. */
export const reader: Reader = {
  async seeds() {
    const archives = [["a.txt"], ["images/a.jpg", "images/b.jpg", "annotations/list.txt"]];
    return await Promise.all(archives.map(async (names) => {
      const entries = names.map((name, i) => ({
        header: { name, size: 400 * i, mtime: new Date(0) },
        body: new Uint8Array(400 * i).fill(i),
      }));
      return new Uint8Array(gzipSync(await packTar(entries)));
    }));
  },
  async read(bytes, folder) {
    const out = join(folder, "out");
    await Deno.remove(out, { recursive: true }).catch(() => {});
    await untar(ReadableStream.from([new Uint8Array(bytes)]), out);
    return await filesIn(folder);
  },
  isChecked: true,
};
