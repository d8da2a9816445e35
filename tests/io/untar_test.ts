import assert from "node:assert/strict";
import { join } from "node:path";
import { packTar, type TarEntry } from "modern-tar";
import { untar } from "../../io/mod.ts";

/** Unpacks into a fresh folder inside another, hands both to `check`, and removes them. */
async function unpackInto(
  archive: ReadableStream<Uint8Array<ArrayBuffer>>,
  check: (outcome: { error?: Error; folder: string; outer: string }) => Promise<void> | void,
  options: Parameters<typeof untar>[2] = {},
): Promise<void> {
  const outer = await Deno.makeTempDir({ prefix: "triptych-untar-" });
  const folder = join(outer, "unpacked");
  try {
    const error = await untar(archive, folder, options).then(() => undefined, (e) => e);
    await check({ error, folder, outer });
  } finally {
    await Deno.remove(outer, { recursive: true });
  }
}

function gzip(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from([bytes]).pipeThrough(new CompressionStream("gzip"));
}

function file(name: string, body: string | Uint8Array = "hello", more = {}): TarEntry {
  return { header: { name, size: body.length, type: "file", ...more }, body };
}

Deno.test("untar() unpacks files of any size, folders and long names", async () => {
  const long = `${"a".repeat(90)}/${"b".repeat(120)}/${"c".repeat(110)}.txt`;
  const big = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
  const archive = await packTar([
    { header: { name: "empty/", type: "directory", size: 0 } },
    file("images/one.jpg"),
    file("nothing", ""),
    file(long, "long"),
    file("big", big),
  ]);
  const seen: string[] = [];
  await unpackInto(gzip(archive), async ({ error, folder }) => {
    assert.equal(error, undefined);
    assert.equal(await Deno.readTextFile(join(folder, "images/one.jpg")), "hello");
    assert.equal(await Deno.readTextFile(join(folder, "nothing")), "");
    assert.equal(await Deno.readTextFile(join(folder, long)), "long");
    assert.deepEqual(await Deno.readFile(join(folder, "big")), big);
    assert.ok((await Deno.stat(join(folder, "empty"))).isDirectory);
    assert.deepEqual(seen, ["images/one.jpg", "nothing", long, "big"]);
  }, { onEntry: (name) => void seen.push(name) });
});

Deno.test("untar() leaves out what it is told to skip", async () => {
  const archive = await packTar([
    file("._a"),
    file("a"),
    file("b.mat", new Uint8Array(5000)),
    file("c"),
  ]);
  await unpackInto(gzip(archive), async ({ error, folder }) => {
    assert.equal(error, undefined);
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
    assert.deepEqual(names.sort(), ["a", "c"]);
  }, { skip: (name) => name.startsWith("._") || name.endsWith(".mat") });
});

const HOSTILE: Record<string, [entry: TarEntry, message: RegExp]> = {
  "a name with ..": [
    file("a/../../evil"),
    /names must stay inside the folder, got "a\/\.\.\/\.\.\/evil"/,
  ],
  "a name that is ..": [{ header: { name: "..", type: "directory", size: 0 } }, /stay inside/],
  "an absolute name": [file("/tmp/triptych-evil"), /stay inside/],
  "a long name that leads out": [file("short", "x", { pax: { path: "../evil" } }), /stay inside/],
  "a Windows name": [file("..\\evil"), /stay inside/],
  "a Windows drive": [file("C:evil"), /stay inside/],
  "a symbolic link": [
    { header: { name: "evil", type: "symlink", linkname: "..", size: 0 } },
    /entries must be files and folders, evil is a symlink/,
  ],
  "a hard link": [
    { header: { name: "evil", type: "link", linkname: "/etc/passwd", size: 0 } },
    /entries must be files and folders, evil is a link/,
  ],
  "a device": [
    { header: { name: "evil", type: "character-device", size: 0 } },
    /entries must be files and folders, evil is a character-device/,
  ],
};

for (const [what, [entry, message]] of Object.entries(HOSTILE)) {
  Deno.test(`untar() refuses an archive with ${what}`, async () => {
    const archive = await packTar([file("good"), entry, file("after")]);
    await unpackInto(gzip(archive), async ({ error, folder, outer }) => {
      assert.match(error?.message ?? "no error", /^Cannot unpack archive: /);
      assert.match(error?.message ?? "no error", message);
      const inside = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
      assert.deepEqual(inside, ["good"]);
      const outside = (await Array.fromAsync(Deno.readDir(outer))).map(({ name }) => name);
      assert.deepEqual(outside, ["unpacked"]);
    });
  });
}

Deno.test("untar() refuses damaged archives", async () => {
  const archive = await packTar([file("one", new Uint8Array(5000)), file("two")]);
  const zipped = new Uint8Array(await new Response(gzip(archive)).arrayBuffer());
  const wrongSum = archive.slice();
  wrongSum[1] ^= 1;
  const damaged = {
    "gzip cut short": ReadableStream.from([zipped.slice(0, -20)]),
    "no gzip": ReadableStream.from([archive]),
    "cut in a file": gzip(archive.slice(0, 2000)),
    "cut after a file's header": gzip(archive.slice(0, 512)),
    "header with a wrong checksum": gzip(wrongSum),
    "no tar": gzip(new Uint8Array(2048).fill(65)),
    "nothing": ReadableStream.from<Uint8Array<ArrayBuffer>>([]),
  };
  for (const [what, stream] of Object.entries(damaged)) {
    await unpackInto(stream, ({ error }) => {
      assert.match(error?.message ?? "no error", /^Cannot unpack archive: ./, what);
    });
  }
});
