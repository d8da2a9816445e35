import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { packTar } from "modern-tar";
import { untar } from "../../../io/mod.ts";
import { filesIn } from "../files_in.ts";
import type { Reader } from "../reader.ts";

const BLOCK = 512, CHECKSUM = 148;

/** Archives that are damaged before they are compressed. */
export const reader: Reader = {
  async seeds() {
    const long = `images/${"long".repeat(40)}.jpg`;
    const archives = [["a.txt", "b.txt"], ["images/a.jpg", long]];
    return await Promise.all(archives.map((names) =>
      packTar(names.map((name, i) => ({
        header: { name, size: 300 * (1 + i), mtime: new Date(0) },
        body: new Uint8Array(300 * (1 + i)).fill(i),
      })))
    ));
  },
  async read(bytes, folder) {
    const out = join(folder, "out");
    await Deno.remove(out, { recursive: true }).catch(() => {});
    await untar(ReadableStream.from([new Uint8Array(gzipSync(bytes))]), out);
    return await filesIn(folder);
  },
  check(result) {
    const outside = (result as [string, unknown][]).find(([path]) => !path.startsWith("out/"));
    return outside && `it wrote ${outside[0]}`;
  },
  repair(bytes) {
    const copy = bytes.slice();
    for (let at = 0; at + BLOCK <= copy.length; at += BLOCK) {
      const block = copy.subarray(at, at + BLOCK);
      // what looks like a header gets its checksum
      if (String.fromCharCode(...block.subarray(257, 262)) === "ustar") setChecksum(block);
    }
    return copy;
  },
};

/** The sum of a header's bytes, its own place counted as blanks, in octal digits. */
function setChecksum(block: Uint8Array): void {
  block.fill(32, CHECKSUM, CHECKSUM + 8);
  const sum = block.reduce((all, byte) => all + byte, 0);
  const digits = `${sum.toString(8).padStart(6, "0")}\0 `;
  block.set(new TextEncoder().encode(digits), CHECKSUM);
}
