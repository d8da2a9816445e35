// Pictures whose headers lie, whose pixels don't fit, or that are of another kind than their names say.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { deflateSync } from "node:zlib";
import { decodeLabelPng, decodePhotograph, readPhotographHeader } from "../../io/mod.ts";
import { ignoreUnless, isShared, SHARED } from "../ignored.ts";
import { chunk, header, makePng } from "./make_png.ts";
import { bytesOf, PICTURES } from "./pictures.ts";
import { refusals } from "./refusals.ts";

/** A file, and what all messages about it say. */
type Row = [bytes: Uint8Array, ...expected: RegExp[]];

/** Has each file refused by its message, as a photograph and, where it is a PNG, as labels. */
async function refused(...files: Row[]): Promise<void> {
  const all = await refusals("picture", files.map(([bytes]) => bytes));
  for (const [i, [, ...expected]] of files.entries()) {
    for (const message of all[i]) for (const one of expected) assert.match(message, one);
  }
}

/** A GIF's screen with one frame on it. */
function gif(screen: [number, number], frame: [number, number, number, number]): Uint8Array {
  const bytes = Buffer.from(
    "GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\0\0\0\0\0\x02\x02L\x01\0;",
    "latin1",
  );
  screen.forEach((side, i) => bytes.writeUInt16LE(side, 6 + 2 * i));
  frame.forEach((value, i) => bytes.writeUInt16LE(value, 20 + 2 * i));
  return new Uint8Array(bytes);
}

/** A JPEG that is said to be of another size or coding. */
function jpeg(change: (frame: Buffer) => void): Uint8Array {
  const bytes = Buffer.from(bytesOf(PICTURES.photographs[0].file));
  change(bytes.subarray(bytes.indexOf("\xff\xc0", 0, "latin1")));
  return new Uint8Array(bytes);
}

Deno.test("sizes beyond 100 megapixels, and none, are refused by their headers at once", async () => {
  const large: [Uint8Array, RegExp][] = [
    [makePng({ width: 4294967295, height: 1, rows: new Uint8Array(9) }), /4294967295x1, 4,295 meg/],
    [makePng({ width: 30000, height: 30000, rows: new Uint8Array(9) }), /30000x30000, 900 megapix/],
    [
      makePng({ width: 0, height: 16, rows: new Uint8Array(9) }),
      /one pixel, the PNG says it is 0x16/,
    ],
    [gif([65535, 65535], [0, 0, 1, 1]), /the GIF says it is 65535x65535, 4,295 megapixels/],
    [gif([1, 1], [0, 0, 65535, 65535]), /the GIF says it is 65535x65535, 4,295 megapixels/],
    [gif([1, 1], [65535, 65535, 1, 1]), /the GIF says it is 65536x65536, 4,295 megapixels/],
    [gif([0, 0], [0, 0, 0, 0]), /the GIF says it is 0x0/],
    [gif([5, 5], [0, 0, 5, 5]).subarray(0, 29), /GIF are damaged or cut short \(it is cut short\)/],
    [gif([5, 5], [0, 0, 0, 5]), /its first frame has no pixel/],
    [
      jpeg((frame) => {
        frame.writeUInt16BE(30000, 5);
        frame.writeUInt16BE(30000, 7);
      }),
      /it must have at most 100 megapixels \(--max-megapixels\), the JPEG says it is 30000x30000, 900/,
    ],
    [
      jpeg((frame) => {
        frame.writeUInt16BE(9999, 5);
        frame.writeUInt16BE(9999, 7);
      }),
      /they are too few for the 9999x9999 pixels of its header/,
    ],
    [jpeg((frame) => frame.writeUInt16BE(0, 5)), /the JPEG says it is 19x0/],
  ];
  await refused(...large);
  const small = gif([1, 1], [0, 0, 1, 1]);
  assert.equal((await decodePhotograph(small)).data.length, 3);
  await assert.rejects(decodePhotograph(small, { maxMegapixels: 1e-7 }), /at most 1e-7 megapixels/);
});

Deno.test("what a PNG inflates to must be exactly what its header says", async () => {
  const rows = new Uint8Array(16 * 17);
  const size = { width: 16, height: 16 };
  const bad: [Uint8Array, RegExp][] = [
    [
      makePng({ ...size, rows: rows.subarray(0, -5) }),
      /pixels are cut short, 267 bytes instead of 272/,
    ],
    [makePng({ ...size, rows: new Uint8Array(16 * 17 + 1) }), /more than the 272 bytes/],
    // 0.3 GB in 0.3 MB
    [makePng({ ...size, deflated: bomb(3e8) }), /more than the 272 bytes/],
    [makePng({ ...size, rows: rows.map((_, i) => i === 17 ? 5 : 0) }), /names filter 5/],
    [makePng({ ...size, rows, before: [header(16, 16)] }), /two headers/],
    [makePng({ ...size, rows, before: [chunk("ABCD", "?")] }), /chunk ABCD is unknown/],
    [makePng({ ...size, rows, before: [chunk("PLTE", "abc", 1)] }), /checksum of its chunk PLTE/],
    [wrongAdler(rows), /can't be inflated, incorrect data check/],
    [makePng({ ...size, depth: 3 }), /3 bits per sample of colour type 0/],
  ];
  await refused(...bad.map(([bytes, why]): Row => [bytes, /damaged or cut short/, why]));
});

/** So many zeros, deflated. */
function bomb(length: number): Uint8Array {
  return new Uint8Array(deflateSync(new Uint8Array(length), { level: 9 }));
}

/** A PNG whose pixels are right and their checksum isn't. */
function wrongAdler(rows: Uint8Array): Uint8Array {
  const deflated = new Uint8Array(deflateSync(rows));
  deflated[deflated.length - 1] ^= 1;
  return makePng({ width: 16, height: 16, deflated });
}

Deno.test("broken chunks beside the picture, and what follows it, are passed over as by libpng", async () => {
  const rows = Uint8Array.from({ length: 5 * 6 }, (_, i) => i % 6 === 0 ? 0 : i);
  const plain = makePng({ width: 5, height: 5, rows });
  const labels = decodeLabelPng(plain);
  const broken = [
    chunk("iCCP", "photoshop\0\0notzlib"),
    chunk("tEXt", "nokeyword"),
    chunk("tEXt", "key\0value", 12345),
    chunk("tRNS", "odd"),
    chunk("pHYs", ""),
    chunk("eXIf", "no exif"),
    chunk("eXIf", "MM", 7),
    chunk("zzzz", "?"),
  ];
  const pictures = [
    ...broken.map((one) => makePng({ width: 5, height: 5, rows, before: [one] })),
    makePng({ width: 5, height: 5, rows, after: broken }),
    new Uint8Array([...plain, ...new Uint8Array(100).fill(7)]),
    makePng({ width: 5, height: 5, deflated: new Uint8Array([...deflateSync(rows), 1, 2, 3]) }),
  ];
  for (const [i, png] of pictures.entries()) {
    assert.deepEqual(decodeLabelPng(png), labels, `picture ${i}`);
    const { data } = await decodePhotograph(png);
    assert.deepEqual(data.filter((_, i) => i % 3 === 0), labels.labels);
  }
});

Deno.test("other kinds of picture are named, and what is not supported of JPEG", async () => {
  const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));
  const kinds: [string, string][] = [
    ["\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"],
    ["\0\0\0\x18ftypmif1", "HEIC"],
    ["\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"],
  ];
  for (const [start, name] of kinds) {
    await assert.rejects(decodePhotograph(latin1(start)), {
      message:
        "Cannot decode photograph: it must be JPEG, PNG, GIF, WebP, BMP, AVIF or TIFF by its content, " +
        `got ${name}, which is not supported; convert it to PNG or JPEG`,
    });
  }
  const others: [string, string][] = [
    ["\n<!DOCTYPE html><html>", "a web page (HTML)"],
    [
      "version https://git-lfs.github.com/spec/v1\n",
      "a pointer of Git LFS; git lfs pull fetches it",
    ],
    ["\x1f\x8b\x08", "a gzip archive"],
    ["PK\x03\x04", "a ZIP archive"],
    ["\0".repeat(128) + "DICM", "DICOM"],
  ];
  for (const [start, name] of others) {
    const message =
      `it must be JPEG, PNG, GIF, WebP, BMP, AVIF or TIFF by its content, got ${name}`;
    await assert.rejects(decodePhotograph(latin1(start)), {
      message: `Cannot decode photograph: ${message}`,
    });
    assert.throws(() => decodeLabelPng(latin1(start)), {
      message: `Cannot decode label picture: not a PNG, got ${name}`,
    });
  }
  const codings: [number, number, string][] = [
    [0xc9, 8, "arithmetic coding"],
    [0xca, 8, "arithmetic coding"],
    [0xc1, 12, "12 bits per sample"],
    [0xc3, 8, "lossless coding"],
    [0xc5, 8, "hierarchical coding"],
  ];
  for (const [marker, bits, name] of codings) {
    const bytes = jpeg((frame) => {
      frame[1] = marker;
      frame[4] = bits;
    });
    await assert.rejects(decodePhotograph(bytes), {
      message: `Cannot decode photograph: it is a JPEG of ${name}, which is not supported; ` +
        "convert it to PNG or plain JPEG",
    });
    assert.equal(readPhotographHeader(bytes).width, 19);
  }
});

const CASES = "cases/R01-headers";

Deno.test({
  name: "the shared files whose headers lie are refused at once",
  ignore: ignoreUnless(isShared(CASES), `no ../shared/${CASES}`),
  fn: async () => {
    const files = ["bomb.gif", "wide.png", "zero.png"].map((name) => `${SHARED}${CASES}/${name}`);
    const all = await Promise.all(files.map((file) => Deno.readFile(file)));
    await refused(...all.map((bytes): Row => [bytes, /says it is \d+x\d+/]));
  },
});
