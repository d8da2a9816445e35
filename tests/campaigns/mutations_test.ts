// The short form of `deno task campaign mutations`: every reader reads damaged inputs, or refuses them
// in our words, in bounded time and memory.
import assert from "node:assert/strict";
import { join } from "node:path";
import { mutations, readerNames } from "./mutations.ts";
import { mutate, randomFrom } from "./mutate.ts";
import { isClear, type Reader } from "./reader.ts";

for (const name of await readerNames()) {
  Deno.test(`damaged inputs: ${name}`, async () => {
    const keep = join(await Deno.makeTempDir(), "faults");
    const { faults, counts } = await mutations(name, { count: 150, seed: 1, keep });
    assert.deepEqual(faults, []);
    assert.equal(counts.ok + counts.refused, 150);
  });
}

Deno.test("a seed names the same inputs in every process, whenever it runs", async () => {
  for (const name of await readerNames()) {
    const seeds: Uint8Array[][] = [];
    for (const again of ["", "?later"]) {
      const { reader }: { reader: Reader } = await import(`./readers/${name}.ts${again}`);
      seeds.push([...await reader.seeds()]);
      // a clock that tells the two apart
      await new Promise((done) => setTimeout(done, 5));
    }
    assert.deepEqual(seeds[1], seeds[0], name);
  }
});

Deno.test("the campaign notices what it looks for", async () => {
  const keep = await Deno.makeTempDir(), counter = `/tmp/triptych-selftest-${Deno.pid}`;
  await Deno.remove(counter).catch(() => {});
  const found = await mutations("../selftest", {
    count: 6,
    seed: 0,
    keep,
    patience: 8000,
    memory: 2 ** 28,
  });
  assert.deepEqual(found.faults.map(({ verdict }) => verdict), [
    "unclear",
    "wrong",
    "hang",
    "crash",
    "memory",
  ]);
  assert.equal((await Array.fromAsync(Deno.readDir(keep))).length, 5);
  await Deno.remove(counter);
});

Deno.test("mutations are the same for the same seed, and change what they are given", () => {
  const seeds = [new Uint8Array(100).map((_, i) => i), new Uint8Array(50)];
  const all = (seed: number): string[] =>
    Array.from({ length: 50 }, (_, i) => String(mutate(seeds, randomFrom(seed + i))));
  assert.deepEqual(all(7), all(7));
  assert.notDeepEqual(all(7), all(8));
  assert.ok(new Set(all(7)).size > 45);
});

Deno.test("errors are clear in our words, not in the engine's", () => {
  const clear = ["Cannot read x.json: it must be JSON", "labels must be whole numbers, got 1.5"];
  const unclear = [
    "Cannot read properties of undefined (reading 'x')",
    "Cannot decode photograph: unreachable",
    "Unexpected token",
    "Cannot unpack a.zip: Invalid typed array length: 7",
    "",
  ];
  for (const message of clear) assert.ok(isClear(new Error(message)), message);
  for (const message of unclear) assert.ok(!isClear(new Error(message)), message);
  assert.ok(!isClear("Cannot be a string"));
});
