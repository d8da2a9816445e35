import assert from "node:assert/strict";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { unzip } from "../../io/mod.ts";

/** A zip archive, by the same specification that io/unzip.ts reads by. */
function zip(
  files: { name: string; body: Uint8Array; stored?: boolean; size?: number }[],
): Uint8Array {
  const parts: Uint8Array[] = [], directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, body, stored, size = body.length } of files) {
    const packed = stored ? body : new Uint8Array(deflateRawSync(body));
    const bytes = new TextEncoder().encode(name);
    // version, flags, method, time, date, checksum, sizes, length of the name, of the extra field
    const sizes = [[crc32(body)], [packed.length], [size]];
    const fields = [20, 0, stored ? 0 : 8, 0, 0, ...sizes, bytes.length];
    parts.push(pack([0x04034b50], ...fields, 2), bytes, Uint8Array.of(7, 7), packed);
    directory.push(pack([0x02014b50], 20, ...fields, 0, 0, 0, 0, [0], [at]), bytes);
    at += 30 + bytes.length + 2 + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const { length } = files;
  const end = pack([0x06054b50], 0, 0, length, length, [size], [at], 3);
  return join8([...parts, ...directory, end, Uint8Array.of(1, 2, 3)]);
}

/** Little-endian numbers: 2 bytes each, 4 where they stand in an array. */
function pack(...values: (number | number[])[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => {
    const [number, bytes] = Array.isArray(value) ? [value[0], 4] : [value, 2];
    return Array.from({ length: bytes }, (_, i) => Math.floor(number / 256 ** i) % 256);
  }));
}

function join8(parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

async function inFolder(check: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-unzip-" });
  try {
    await check(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const big = Uint8Array.from({ length: 300_000 }, (_, i) => i * 7 % 251);
const archive = zip([
  { name: "a/lib.so.2", body: big },
  { name: "a/stored", body: big.subarray(0, 1000), stored: true },
  { name: "a/other", body: new Uint8Array() },
]);

Deno.test("unzip() unpacks the files that are wanted, deflated or stored, and no others", () =>
  inFolder(async (folder) => {
    const path = join(folder, "archive.zip");
    await Deno.writeFile(path, archive);
    const seen: string[] = [];
    const take = (name: string) => name !== "a/other";
    await unzip(path, join(folder, "out"), { take, onEntry: (name) => seen.push(name) });
    assert.deepEqual(seen, ["a/lib.so.2", "a/stored"]);
    assert.deepEqual(await Deno.readFile(join(folder, "out/a/lib.so.2")), big);
    assert.deepEqual(await Deno.readFile(join(folder, "out/a/stored")), big.subarray(0, 1000));
    await assert.rejects(Deno.stat(join(folder, "out/a/other")));
  }));

Deno.test("unzip() refuses what is cut short, damaged, or leads outside", () =>
  inFolder(async (folder) => {
    const path = join(folder, "archive.zip");
    const refuses = async (bytes: Uint8Array, reason: RegExp) => {
      await Deno.writeFile(path, bytes);
      await assert.rejects(unzip(path, join(folder, "out")), (error: Error) => {
        assert.ok(error.message.startsWith(`Cannot unpack ${path}: `), error.message);
        assert.match(error.message, reason);
        return true;
      });
    };
    for (const length of [0, 10, 1000, archive.length - 10]) {
      await refuses(archive.slice(0, length), /isn't a zip archive, or it is cut short/);
    }
    await refuses(archive.map((byte, i) => i === 0 ? 0 : byte), /a\/lib\.so\.2 is damaged/);
    // in the middle of the deflated bytes
    await refuses(archive.map((byte, i) => i > 60 && i < 90 ? 255 : byte), /./);
    // what inflates to more than it says is given up, and a byte that changed is noticed
    await refuses(
      zip([{ name: "bomb", body: big, size: 10 }]),
      /bomb must have 10 bytes, got more/,
    );
    const stored = zip([{ name: "b", body: big, stored: true }]);
    await refuses(stored.map((byte, i) => i === 500 ? byte ^ 1 : byte), /its checksum is wrong/);
    await refuses(zip([{ name: "../evil", body: big }]), /leads outside/);
    await refuses(zip([{ name: "/evil", body: big }]), /leads outside/);
    await assert.rejects(Deno.stat(join(folder, "evil")));
  }));
