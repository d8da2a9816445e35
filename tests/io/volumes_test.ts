import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import {
  encodeLabelVolume,
  isNifti,
  maskOf,
  readVolume,
  readVolumeHeader,
  sliceOf,
} from "../../io/mod.ts";
import FIXTURE from "../fixtures/io/volumes.json" with { type: "json" };
import { bytesOf } from "./pictures.ts";

for (const volume of FIXTURE.volumes) {
  const { name, file, shape, channels, spacing, affine, values } = volume;

  Deno.test(`readVolume() reads what nibabel reads: ${name}`, async () => {
    const bytes = bytesOf(file);
    assert.ok(isNifti(bytes));
    const read = await readVolume(bytes);
    assert.deepEqual([read.shape, read.channels, read.unit], [shape, channels, "mm"]);
    assert.deepEqual([...read.data], values.map(Math.fround));
    const close = (found: number, expected: number): void =>
      assert.ok(Math.abs(found - expected) < 1e-5, `${found}, expected ${expected}`);
    read.spacing.forEach((step, i) => close(step, spacing[i]));
    read.affine.flat().forEach((value, i) => close(value, affine.flat()[i]));
    const { data: _data, head: _head, ...header } = read;
    assert.deepEqual(await readVolumeHeader(bytes), header);
  });

  Deno.test(`readVolume() refuses it cut short anywhere: ${name}`, async () => {
    const whole = bytesOf(file);
    for (let length = 0; length < whole.length; length++) {
      await assert.rejects(readVolume(whole.subarray(0, length)), {
        name: "TypeError",
        message: /^Cannot decode volume: /,
      }, `cut to ${length} of ${whole.length} bytes`);
    }
  });
}

Deno.test("sliceOf() cuts across each axis as numpy's take does", async () => {
  for (
    const { file, shape, channels, values } of FIXTURE.volumes.filter(({ name }) =>
      /ed$/.test(name)
    )
  ) {
    const volume = await readVolume(bytesOf(file)), [x, y] = shape;
    for (const [axis, length] of shape.entries()) {
      for (let index = 0; index < length; index++) {
        const { width, height, data } = sliceOf(volume, { axis, index });
        const [across, down] = [0, 1, 2].filter((other) => other !== axis);
        assert.deepEqual([width, height], [shape[across], shape[down]]);
        for (let i = 0; i < data.length; i++) {
          const at = [0, 0, 0], pixel = Math.floor(i / channels), all = values.length / channels;
          at[axis] = index;
          at[across] = pixel % width;
          at[down] = Math.floor(pixel / width);
          const expected = values[at[0] + at[1] * x + at[2] * x * y + (i % channels) * all];
          assert.equal(data[i], Math.fround(expected));
        }
      }
    }
    assert.throws(() => sliceOf(volume, { axis: 2, index: shape[2] }), RangeError);
    assert.throws(() => sliceOf(volume, { axis: 3, index: 0 }), RangeError);
  }
});

Deno.test("a slice of labels is a mask, one of negative values is not", async () => {
  const read = async (wanted: string): Promise<ReturnType<typeof sliceOf>> => {
    const { file } = FIXTURE.volumes.find(({ name }) => name === wanted)!;
    return sliceOf(await readVolume(bytesOf(file)), { axis: 2, index: 1 });
  };
  const slice = await read("labels of 8 bits");
  assert.deepEqual(maskOf(slice).values, slice.data);
  const signed = await read("signed");
  assert.throws(() => maskOf(signed), /labels must be whole numbers from 0 to 16777216, got -/);
});

Deno.test("readVolume() refuses by the header what is too large, and inflates no more than it says", async () => {
  const bytes = bytesOf(FIXTURE.volumes[0].file);
  new DataView(bytes.buffer).setInt16(42, 30000, true);
  new DataView(bytes.buffer).setInt16(44, 30000, true);
  await assert.rejects(readVolume(bytes), /at most 1000 million values, .* 30000x30000x3x1/);
  await assert.rejects(readVolume(gzipSync(bytes)), /at most 1000 million values/);
  const small = bytesOf(FIXTURE.volumes[0].file);
  const bomb = new Uint8Array(small.length + 3e8);
  bomb.set(small);
  await assert.rejects(
    readVolume(gzipSync(bomb)),
    /it inflates to more than the \d+ bytes that its header says/,
  );
  await assert.rejects(
    readVolume(new TextEncoder().encode("hello")),
    /^TypeError: Cannot decode volume: it must be NIfTI by its content, got 5 bytes/,
  );
});

Deno.test("encodeLabelVolume() writes labels that lie where the volume does, of every kind of file", async () => {
  for (const { name, file, shape } of FIXTURE.volumes) {
    const source = await readVolume(bytesOf(file)), count = shape[0] * shape[1] * shape[2];
    const byte = Uint8Array.from({ length: count }, (_, i) => i * 3);
    for (const labels of [byte, Uint16Array.from(byte, (label) => label * 200)]) {
      for (const gzip of [true, false]) {
        const { data, head: _head, ...header } = await readVolume(
          encodeLabelVolume(labels, source, { gzip }),
        );
        assert.deepEqual(data, labels, name);
        const { spacing, unit, affine } = source;
        assert.deepEqual(header, { shape, channels: 1, spacing, unit, affine }, name);
      }
    }
    assert.throws(() => encodeLabelVolume(byte.subarray(1), source), {
      name: "TypeError",
      message: /there must be one label per voxel, got \d+ labels for \d+x\d+x\d+$/,
    });
  }
});
