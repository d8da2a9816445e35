import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { encodeGreyPng, encodeNpy } from "../../io/mod.ts";

Deno.test("encodeNpy() writes NumPy's header for each type and number of axes, values at a multiple of 64", () => {
  // as numpy.save() of NumPy 2 writes them
  const cases: [Float32Array | Uint8Array | Uint16Array, number[], string][] = [
    [Float32Array.of(1, 2), [2], "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"],
    [
      Uint8Array.of(1, 2),
      [1, 2, 1],
      "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2, 1), }",
    ],
    [Uint16Array.of(1, 513), [1, 2], "{'descr': '<u2', 'fortran_order': False, 'shape': (1, 2), }"],
  ];
  for (const [data, shape, header] of cases) {
    const file = encodeNpy(data, shape), text = Buffer.from(file).toString("latin1");
    const start = file[8] + 256 * file[9] + 10;
    assert.equal(text.slice(0, 8), "\x93NUMPY\x01\0");
    assert.equal(start % 64, 0);
    assert.equal(text.slice(10, start), header.padEnd(start - 11) + "\n");
    assert.deepEqual(file.subarray(start), new Uint8Array(data.buffer));
  }
});

Deno.test("encodeNpy() and encodeGreyPng() refuse values that don't fill their shape", () => {
  assert.throws(() => encodeNpy(new Float32Array(5), [2, 3]), {
    name: "TypeError",
    message: "Cannot encode npy: there must be one value per place, got 5 values for 2x3",
  });
  assert.throws(() => encodeGreyPng({ data: new Uint8Array(5), width: 2, height: 3 }), {
    name: "TypeError",
    message: "Cannot encode PNG: there must be one level per pixel, got 5 levels for 2x3",
  });
});
