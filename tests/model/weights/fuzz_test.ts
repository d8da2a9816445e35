// Files that chance has damaged: each is read to tensors that lie inside the file, or refused.
import assert from "node:assert/strict";
import { uniform } from "../../../model/uniform.ts";
import { isPth, readPth } from "../../../model/weights/pth.ts";
import { readSafetensors } from "../../../model/weights/safetensors.ts";
import { bytesOf } from "./files.ts";

const CASES = 4000;

for (const name of ["all.safetensors", "torch1.pth", "torch2.pth", "torch2_legacy.pth"]) {
  Deno.test(`${name}, damaged ${CASES} times: whole tensors or a clear error`, () => {
    const whole = bytesOf(name);
    const read = isPth(whole) ? readPth : readSafetensors;
    const names = new Set(read(whole).tensors.keys());
    const random = uniform(1);
    const counts = { read: 0, refused: 0 };
    for (let i = 0; i < CASES; i++) {
      const bytes = damaged(whole, random);
      try {
        const { tensors } = read(bytes);
        for (const { shape, read } of tensors.values()) {
          const values = read();
          assert.equal(values.length, shape.reduce((product, size) => product * size, 1));
          assert.ok(2 * values.length <= bytes.length, "more values than the file has room for");
        }
        counts.read++;
        if (tensors.size !== names.size) assert.ok(tensors.size < names.size + 1);
      } catch (error) {
        // JavaScript's own errors don't say what must be true
        const isOurs = error instanceof TypeError && / must /.test(error.message);
        if (!isOurs) throw new Error(`case ${i}: ${error}`, { cause: error });
        assert.ok(error.message.length < 400, error.message);
        counts.refused++;
      }
    }
    // chance hits values, which nobody can tell, and all the rest
    assert.ok(counts.read > CASES / 100 && counts.refused > CASES / 10, JSON.stringify(counts));
  });
}

/** One to four bytes changed, a stretch copied over another, or an end cut off. */
function damaged(whole: Uint8Array, random: () => number): Uint8Array {
  const below = (end: number) => Math.floor(random() * end);
  const bytes = whole.slice();
  const kind = below(8);
  if (kind === 0) return bytes.slice(0, below(bytes.length));
  if (kind === 1) {
    const [from, to, length] = [below(bytes.length), below(bytes.length), 1 + below(40)];
    bytes.set(whole.slice(from, from + Math.min(length, bytes.length - to)), to);
    return bytes;
  }
  for (let i = 0; i <= below(4); i++) {
    const at = below(bytes.length);
    // small numbers, digits and the largest bytes do more harm than others
    bytes[at] = [below(256), below(4), 48 + below(10), 255, bytes[at] ^ 1 << below(8)][below(5)];
  }
  return bytes;
}
