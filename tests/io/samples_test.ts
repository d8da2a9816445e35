// Images brought to channels and depth, and resized in any number of channels.
import assert from "node:assert/strict";
import { mulberry32, type PixelFormat } from "../../core/mod.ts";
import {
  commonPixelFormat,
  pixelFormatOf,
  type Raster,
  readImageHeader,
  resizePhotograph,
  resizeSamples,
  samplesOf,
} from "../../io/mod.ts";
import { encodeTiff } from "../data/tiff.ts";

function raster(
  data: Raster["data"],
  channels: number,
  color: Raster["color"],
  more: Partial<Raster> = {},
): Raster {
  return { width: data.length / channels, height: 1, channels, data, color, alpha: false, ...more };
}

const WORDS = Uint16Array.of(0, 0x1280, 0xffff);

Deno.test("samplesOf() drops alpha, repeats grey or takes one of three, looks indices up, and keeps units or scales to white", () => {
  const cases: [Raster, PixelFormat, number[]][] = [
    [raster(Uint8Array.of(1, 2, 3, 4), 4, "rgb", { alpha: true, white: 255 }), rgb(8), [1, 2, 3]],
    [raster(Uint8Array.of(9, 0), 2, "grey", { alpha: true, white: 255 }), grey(8), [9]],
    [raster(Uint8Array.of(9), 1, "grey", { white: 255 }), rgb(8), [9, 9, 9]],
    // a JPEG's grey: its channels are two levels apart at most
    [raster(Uint8Array.of(9, 8, 7, 200, 201, 200), 3, "rgb", { white: 255 }), grey(8), [9, 200]],
    [raster(Uint8Array.of(7, 7, 7, 0), 4, "rgb", { alpha: true, white: 255 }), grey(16), [0x707]],
    [raster(Uint8Array.of(0, 1), 1, "grey", { white: 1 }), grey(8), [0, 255]],
    [raster(Uint8Array.of(1), 1, "indexed", { palette: Uint8Array.of(0, 0, 0, 7, 8, 9) }), rgb(8), [
      7,
      8,
      9,
    ]],
    [raster(WORDS, 1, "grey", { white: 0xffff }), grey(16), [0, 0x1280, 0xffff]],
    [raster(WORDS, 1, "grey", { white: 0xffff }), grey(8), [0, 0x12, 255]],
    [raster(Uint8Array.of(51), 1, "grey", { white: 255 }), grey(16), [13107]],
    [raster(Uint8Array.of(51), 1, "grey", { white: 255 }), grey("float"), [51]],
    [raster(Float32Array.of(-1.5, 2), 1, "grey"), grey("float"), [-1.5, 2]],
    [raster(Float32Array.of(-1.5), 1, "grey"), { channels: 3, depth: "float" }, [-1.5, -1.5, -1.5]],
    [raster(Uint8Array.of(1, 2, 3, 4, 5), 5, "other", { white: 255 }), { channels: 5, depth: 8 }, [
      1,
      2,
      3,
      4,
      5,
    ]],
  ];
  for (const [image, format, expected] of cases) {
    const { data, channels } = samplesOf(image, format);
    assert.deepEqual([...data], expected);
    assert.equal(channels, format.channels);
    assert.equal(data instanceof Uint8Array, format.depth === 8);
  }
});

Deno.test("samplesOf() refuses other channels, and floats where whole numbers are wanted", () => {
  const color = raster(Uint8Array.of(9, 9, 9, 9, 6, 9), 3, "rgb", { white: 255 });
  assert.throws(() => samplesOf(color, grey(8)), {
    message: "Cannot use image: it must have 1 channel, got 3 (RGB)",
  });
  assert.throws(() => samplesOf(raster(Float32Array.of(1), 1, "grey"), grey(16)), {
    message:
      "Cannot use image: its samples must be whole numbers of 8 or 16 bits, got floats or signed ones",
  });
});

Deno.test("headers say what pixels are, and a set has what keeps all of its images", () => {
  const formats = [
    [encodeTiff({ width: 1, height: 1, channels: 1, data: new Uint8Array(1) }), grey(8)],
    [encodeTiff({ width: 1, height: 1, channels: 3, data: new Uint16Array(3) }), rgb(16)],
    [encodeTiff({ width: 1, height: 1, channels: 1, data: new Int16Array(1) }), grey("float")],
    [encodeTiff({ width: 1, height: 1, channels: 5, data: new Float32Array(5) }), {
      channels: 5,
      depth: "float",
    }],
  ] as const;
  const found = formats.map(([bytes]) => pixelFormatOf(readImageHeader(bytes)));
  assert.deepEqual(found, formats.map(([, format]) => format));
  assert.deepEqual(commonPixelFormat([grey(8), grey(8), rgb(8)]), rgb(8));
  assert.deepEqual(commonPixelFormat([grey(16), grey(8)]), grey(16));
  assert.deepEqual(commonPixelFormat(found), { channels: 3, depth: "float" });
  const many = { channels: 5, depth: 8 } as const;
  assert.deepEqual(commonPixelFormat([many, many, rgb(8)]), many);
});

Deno.test("any number of channels is resized as RGB is, floats without rounding", () => {
  const random = mulberry32(1);
  for (const [width, height, to, down] of [[9, 7, 4, 3], [3, 4, 7, 11], [8, 8, 8, 8]]) {
    const data = Uint8Array.from({ length: width * height * 3 }, () => 256 * random());
    const expected = resizePhotograph({ data, width, height }, to, down).data;
    const five = Uint8Array.from(
      { length: width * height * 5 },
      (_, i) => data[3 * Math.floor(i / 5) + (i % 5) % 3],
    );
    const resized = resizeSamples({ data: five, width, height, channels: 5 }, to, down);
    resized.forEach((value, i) =>
      assert.equal(value, expected[3 * Math.floor(i / 5) + (i % 5) % 3])
    );
    const floats = resizeSamples(
      { data: Float32Array.from(data), width, height, channels: 3 },
      to,
      down,
    );
    // bytes are rounded twice
    floats.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) <= 1, `${value}`));
  }
});

Deno.test("floats are resized as Pillow's mode F is", () => {
  // Pillow 13.0.0: Image.fromarray(numpy.arange(12, dtype="f4").reshape(3, 4) ** 2).resize((3, 2), Image.BILINEAR)
  const data = Float32Array.from({ length: 12 }, (_, i) => i * i);
  const found = resizeSamples({ data, width: 4, height: 3, channels: 1 }, 3, 2);
  const expected = [7.2, 13.0, 21.6, 50.2, 68.0, 88.6];
  found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-4, `${found}`));
});

function grey(depth: PixelFormat["depth"]): PixelFormat {
  return { channels: 1, depth };
}

function rgb(depth: PixelFormat["depth"]): PixelFormat {
  return { channels: 3, depth };
}
