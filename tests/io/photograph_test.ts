import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodePhotograph, encodeJpeg } from "../../io/mod.ts";
import EXPECTED from "../fixtures/io/shared_pets.json" with { type: "json" };
import { ignoreUnless, isShared, SHARED } from "../ignored.ts";
import { bytesOf, PICTURES } from "./pictures.ts";

/** The project's import map, for a program outside it. */
const CONFIG = fileURLToPath(new URL("../../deno.json", import.meta.url));

/** The largest difference of two pictures' values. */
function difference(a: Uint8Array, b: Uint8Array): number {
  assert.equal(a.length, b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

for (const { name, file, width, height, rgb } of PICTURES.photographs) {
  Deno.test(`decodePhotograph() reads a ${name} as Pillow does`, async () => {
    const photograph = await decodePhotograph(bytesOf(file));
    assert.deepEqual([photograph.width, photograph.height], [width, height]);
    assert.equal(difference(photograph.data, bytesOf(rgb)), 0);
  });
}

Deno.test("decodePhotograph() refuses files cut short", async () => {
  for (const { name, file } of PICTURES.photographs) {
    const bytes = bytesOf(file);
    await assert.rejects(decodePhotograph(bytes.subarray(0, bytes.length * 0.4)), {
      name: "TypeError",
      message:
        /^Cannot decode photograph: its \d+ bytes of (JPEG|PNG|GIF) are damaged or cut short \(.+\)$/,
    }, name);
  }
});

Deno.test("decodePhotograph() refuses other kinds of file", async () => {
  const others: [Uint8Array, string][] = [
    [new Uint8Array(), "an empty file"],
    [new Uint8Array([255]), "1 bytes that begin ff"],
    [new TextEncoder().encode("hello"), "5 bytes that begin 68656c6c"],
  ];
  for (const [bytes, found] of others) {
    await assert.rejects(decodePhotograph(bytes), {
      name: "TypeError",
      message:
        `Cannot decode photograph: it must be JPEG, PNG, GIF, WebP, BMP, AVIF or TIFF by its content, got ${found}`,
    });
  }
});

Deno.test("decodePhotograph() fails clearly on any damage, and the next photograph is well", async () => {
  let state = 1, refused = 0;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let round = 0; round < 200; round++) {
    const { file, rgb } = PICTURES.photographs[round % PICTURES.photographs.length];
    const damaged = bytesOf(file);
    for (let i = 0; i < 3; i++) damaged[4 + random(damaged.length - 4)] = random(256);
    await decodePhotograph(damaged).catch((error) => {
      assert.match(String(error), /^TypeError: Cannot decode photograph: /);
      refused++;
    });
    const { data } = await decodePhotograph(bytesOf(file));
    assert.equal(data.length, bytesOf(rgb).length);
  }
  assert.ok(refused > 20, `${refused} of 200 were refused`);
});

Deno.test("encodeJpeg() keeps a smooth picture, better at a higher quality", async () => {
  const data = Uint8Array.from({ length: 48 * 32 * 3 }, (_, i) => Math.floor(i / 3) % 48 * 5);
  const picture = { data, width: 48, height: 32 };
  const errors: number[] = [];
  for (const quality of [20, 60, 95]) {
    const decoded = await decodePhotograph(await encodeJpeg(picture, { quality }));
    assert.deepEqual([decoded.width, decoded.height], [48, 32]);
    errors.push(difference(decoded.data, data));
  }
  assert.ok(errors[2] <= 3, `quality 95 differs by ${errors[2]}`);
  assert.ok(errors[0] > errors[2], `errors ${errors}`);
});

Deno.test("encodeJpeg() writes the same bytes everywhere", async () => {
  const data = Uint8Array.from(
    { length: 48 * 32 * 3 },
    (_, i) => (Math.floor(i / 3) * 7 + i % 3 * 50) & 255,
  );
  const jpeg = await encodeJpeg({ data, width: 48, height: 32 });
  assert.equal(
    createHash("sha256").update(jpeg).digest("hex"),
    "d8a5e343a0b5034f26c1a6a877ee1677728e6ea46e4d353f7bff4d88e1f452d4",
  );
});

Deno.test("encodeJpeg() refuses data of another size and a quality out of range", async () => {
  await assert.rejects(encodeJpeg({ data: new Uint8Array(10), width: 2, height: 2 }), {
    name: "TypeError",
    message: "Cannot encode JPEG: data must be width * height * 3 bytes, got 10 bytes for 2x2",
  });
  await assert.rejects(
    encodeJpeg({ data: new Uint8Array(65536 * 3), width: 65536, height: 1 }),
    {
      name: "RangeError",
      message: "Cannot encode JPEG: it must have at most 65535 pixels per side, got 65536x1",
    },
  );
  const picture = { data: new Uint8Array(12), width: 2, height: 2 };
  for (const quality of [0, 101, 1.5, NaN]) {
    await assert.rejects(encodeJpeg(picture, { quality }), {
      name: "RangeError",
      message: `Cannot encode JPEG: quality must be a whole number from 1 to 100, got ${quality}`,
    });
  }
});

Deno.test("without --allow-read the rest of io works, and JPEGs say what they need", async () => {
  const folder = await Deno.makeTempDir();
  const program = join(folder, "program.ts");
  const door = new URL("../../io/mod.ts", import.meta.url);
  const jpeg = PICTURES.photographs[0].file;
  await Deno.writeTextFile(
    program,
    `import { decodeLabelPng, decodePhotograph, encodeLabelPng } from "${door}";
     const picture = { labels: new Uint8Array([1]), width: 1, height: 1 };
     const png = encodeLabelPng(picture, [[0, 0, 0], [9, 9, 9]]);
     console.log(decodeLabelPng(png).labels[0], (await decodePhotograph(png)).data[0]);
     const jpeg = Uint8Array.fromBase64("${jpeg}");
     await decodePhotograph(jpeg).catch((error) => console.log(error.message));`,
  );
  const { stdout } = await new Deno.Command("deno", {
    args: ["run", "--no-prompt", "--no-lock", "--config", CONFIG, program],
  }).output();
  assert.match(
    new TextDecoder().decode(stdout),
    /^1 9\nCannot load the JPEG codec, which needs --allow-read: .*\n$/s,
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test({
  name: "decodePhotograph() gives Pillow's very pixels of the 593 real photographs",
  ignore: ignoreUnless(isShared("oxford-iiit-pet"), "../shared/oxford-iiit-pet is not here"),
  fn: async () => {
    const folder = `${SHARED}oxford-iiit-pet/images`, hash = createHash("sha256");
    const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
    for (const name of names) {
      hash.update((await decodePhotograph(await Deno.readFile(join(folder, name)))).data);
    }
    assert.equal(hash.digest("hex"), EXPECTED.pixelsSha256);
  },
});
