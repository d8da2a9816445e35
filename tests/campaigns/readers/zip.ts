import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";
import { join } from "node:path";
import { unzip } from "../../../io/mod.ts";
import { filesIn } from "../files_in.ts";
import type { Reader } from "../reader.ts";

/** Archives as wheels come in. */
export const reader: Reader = {
  seeds: () => Promise.resolve([zip(["a.txt"], 8), zip(["lib/a.so", "lib/b.txt", "c"], 0)]),
  async read(bytes, folder) {
    const out = join(folder, "out"), archive = join(folder, "archive.zip");
    await Deno.remove(out, { recursive: true }).catch(() => {});
    await Deno.writeFile(archive, bytes);
    await unzip(archive, out);
    await Deno.remove(archive);
    return await filesIn(folder);
  },
};

/** A zip archive whose files are stored (0) or deflated (8); fields as in APPNOTE.TXT, 4.3. */
function zip(names: readonly string[], method: number): Uint8Array {
  const local: Uint8Array[] = [], central: Uint8Array[] = [];
  let start = 0;
  for (const [i, name] of names.entries()) {
    const content = Buffer.alloc(300 * (i + 1), i), title = Buffer.from(name);
    const packed = method === 0 ? content : deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(start, 10);
    const entry = Buffer.concat([Buffer.from("PK\x03\x04"), fields, title, packed]);
    local.push(entry);
    const version = Buffer.from([20, 0]);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02"), version, fields, place, title]));
    start += entry.length;
  }
  const directory = Buffer.concat(central), end = Buffer.alloc(18);
  end.writeUInt16LE(names.length, 4);
  end.writeUInt16LE(names.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(start, 12);
  return new Uint8Array(Buffer.concat([...local, directory, Buffer.from("PK\x05\x06"), end]));
}
