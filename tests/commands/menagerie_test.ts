import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { menagerie, readPets } from "../../data/mod.ts";

Deno.test("deno task menagerie writes the official layout, which readPets() reads", async () => {
  const out = await Deno.makeTempDir();
  try {
    const args = ["--count", "14", "--size", "48", "--seed", "2", "--out", `${out}/animals`];
    const first = await task(args);
    assert.equal(first.code, 0, first.errors);
    const read = await readPets(`${out}/animals`, { size: 48, cacheFolder: out });
    const drawn = await menagerie({ count: 14, size: 48, seed: 2 });
    assert.deepEqual(read.ids, drawn.ids);
    assert.deepEqual(read.labels, drawn.labels);
    const off = Array.from(read.images).reduce(
      (sum, v, at) => sum + Math.abs(v - drawn.images[at]),
      0,
    );
    assert.ok(off / read.images.length < 5, "JPEG may change the colours only a little");
    const list = await Deno.readTextFile(`${out}/animals/annotations/list.txt`);
    assert.match(list, /^bear_001 1 1 1\nbear_002 1 1 1\ncat_001 2 1 2\n/m);
    assert.match(list, /^turtle_001 12 2 3$/m);

    const second = await task(args);
    assert.equal(second.code, 2);
    assert.match(second.errors, /must be new or empty, got (images|annotations) in it/);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("deno task menagerie ends with code 2 for a wrong command line", async () => {
  for (
    const [args, text] of [
      [[], /--out DIR must be given; --help shows all flags/],
      [["--cuont", "3"], /did you mean --count\?/],
      [["--out", "x", "--size", "8"], /--size/],
    ] as const
  ) {
    const { code, errors } = await task(args);
    assert.equal(code, 2, errors);
    assert.match(errors, text);
  }
});

/** Runs the command as the task does. */
async function task(args: readonly string[]): Promise<{ code: number; errors: string }> {
  const command = new Deno.Command("deno", {
    args: [
      "run",
      "--allow-read",
      "--allow-write",
      fileURLToPath(new URL("../../commands/menagerie.ts", import.meta.url)),
      ...args,
    ],
    env: { NO_COLOR: "1" },
  });
  const { code, stderr } = await command.output();
  return { code, errors: new TextDecoder().decode(stderr) };
}
