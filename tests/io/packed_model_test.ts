import assert from "node:assert/strict";
import { type PackedModel, type PackedRest, packModel, unpackModel } from "../../io/mod.ts";
import { mulberry32 } from "../../core/mod.ts";

const random = mulberry32(7), COUNT = 10000;
const floats = Float32Array.from({ length: COUNT }, () => random() - 0.5);
const weights = new Uint8Array(floats.buffer);
const description = JSON.stringify({ name: "“é”  \n" });

Deno.test("a packed model is a script in UTF-16 that gives both files back", () => {
  const { script, bits } = packModel(description, weights, { name: "packedWhole", most: 1e6 });
  assert.equal(bits, 23);
  assert.deepEqual(unpackModel(run(script, "packedWhole")), { description, weights });
});

Deno.test("where room is short, weights are rounded to the nearest that fits, to 14 bits at least; the rest makes them whole", () => {
  const { length } = packModel(description, weights, { name: "packed", most: 1e6 }).script;
  for (
    const [most, least, highest] of [[0.9 * length, 16, 21], [0.8 * length, 14, 18], [1, 14, 14]]
  ) {
    const { script, bits, rest } = packModel(description, weights, { name: "packed", most });
    const packed = run(script, "packed");
    assert.ok(bits >= least && bits <= highest, `${bits} bits`);
    if (most > 1) assert.ok(script.length <= most, `${script.length} bytes, ${most} at most`);
    const { weights: given } = unpackModel(packed);
    new Float32Array(given.buffer).forEach((value, i) => {
      const step = 2 ** (Math.floor(Math.log2(Math.abs(floats[i]))) - bits);
      assert.equal(value, Math.sign(floats[i]) * Math.round(Math.abs(floats[i]) / step) * step);
    });
    const whole = unpackModel(packed, run<PackedRest>(rest!, "packedRest"));
    assert.ok(whole.weights.every((byte, i) => byte === weights[i]), `${bits} bits`);
  }
});

Deno.test("a text that was cut is refused", () => {
  const { script } = packModel(description, weights, { name: "packed", most: 1e6 });
  const packed = run(script, "packed");
  assert.throws(() => unpackModel({ ...packed, weights: packed.weights.slice(0, -100) }));
});

function run<Packed = PackedModel>(script: Uint8Array, name: string): Packed {
  new Function(new TextDecoder("utf-16le").decode(script))();
  return (globalThis as unknown as Record<string, Packed>)[name];
}
