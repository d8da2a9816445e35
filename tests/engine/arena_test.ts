import assert from "node:assert/strict";
import { Arena } from "../../engine/simd/arena.ts";

Deno.test("Arena gives addresses that are multiples of 64 and don't overlap", () => {
  const arena = new Arena(100);
  const blocks = [1, 64, 1000, 0, 70000].map((bytes) => ({ bytes, start: arena.allocate(bytes) }));
  blocks.sort((a, b) => a.start - b.start);
  blocks.forEach(({ bytes, start }, i) => {
    assert.equal(start % 64, 0);
    assert.ok(start >= 100);
    const next = blocks[i + 1]?.start ?? arena.memory.buffer.byteLength;
    assert.ok(start + bytes + 64 <= next);
  });
});

Deno.test("Arena uses freed memory again, joined with its neighbours", () => {
  const arena = new Arena(0);
  const [a, b, c] = [arena.allocate(1000), arena.allocate(1000), arena.allocate(1000)];
  const { used } = arena;
  // whichever order, the three become one gap
  arena.free(a);
  arena.free(c);
  arena.free(b);
  assert.equal(arena.used, 0);
  assert.equal(arena.allocate(3000), a);
  assert.ok(arena.peak >= used && arena.peak < 2 * used);
});

Deno.test("Arena takes the smallest gap that fits", () => {
  const arena = new Arena(0);
  const large = arena.allocate(4000);
  arena.allocate(1);
  const small = arena.allocate(1000);
  arena.allocate(1);
  arena.free(large);
  arena.free(small);
  assert.equal(arena.allocate(900), small);
});

Deno.test("Arena says what to lower when the memory is full", () => {
  const arena = new Arena(0);
  assert.throws(() => arena.allocate(5e9), {
    name: "OutOfMemory",
    message:
      "Cannot compute: the memory doesn't suffice (the engine simd has 4096 MB, 0 are in use, " +
      "4769 more were asked for)",
  });
  // and goes on
  assert.ok(arena.allocate(1000) > 0 || arena.used > 0);
});
