import assert from "node:assert/strict";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { encodeNpy, readLabels } from "../../io/mod.ts";
import FIXTURE from "../fixtures/io/label_volumes.json" with { type: "json" };
import { bytesOf } from "./pictures.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

/** Writes a file and reads its labels. */
async function labelsIn(name: string, bytes: Uint8Array): ReturnType<typeof readLabels> {
  await Deno.writeFile(`${folder}/${name}`, bytes);
  return await readLabels(`${folder}/${name}`, { maxMegavoxels: 1 });
}

const isClose = (found: number[], expected: number[]): boolean =>
  found.length === expected.length &&
  found.every((value, i) => Math.abs(value - expected[i]) < 1e-5);

for (const { name, files, shape, spacing, affine, labels } of FIXTURE.volumes) {
  const { "beside.raw": raw, ...headers } = files;

  Deno.test(`readLabels() turns every format as nibabel does: ${name}`, async () => {
    await Deno.writeFile(`${folder}/beside.raw`, bytesOf(raw));
    for (const [file, content] of Object.entries(headers)) {
      const map = await labelsIn(file, bytesOf(content));
      assert.deepEqual(map.shape, shape, file);
      assert.deepEqual([...map.labels], labels, file);
      assert.ok(isClose(map.spacing!, spacing), `${file}: spacing ${map.spacing}`);
      assert.ok(isClose(map.affine!.flat(), affine.flat()), `${file}: affine ${map.affine}`);
    }
  });
}

const { arrays } = FIXTURE;
for (const [name, content] of Object.entries(arrays.files)) {
  Deno.test(`readLabels() reads NumPy's ${name}`, async () => {
    const map = await labelsIn("a.npy", bytesOf(content));
    const expected = name === "booleans" ? arrays.labels.map((v) => v > 1 ? 1 : 0) : arrays.labels;
    assert.deepEqual([[...map.labels], map.shape], [expected, arrays.shape]);
    assert.deepEqual([map.spacing, map.affine], [undefined, undefined]);
  });
}

Deno.test("readLabels() refuses files cut short anywhere, of every format", async () => {
  const { files } = FIXTURE.volumes[4];
  const whole = { ...files, "a.npy": arrays.files.bytes, "a.npz": arrays.files["an archive"] };
  await Deno.writeFile(`${folder}/beside.raw`, bytesOf(files["beside.raw"]).subarray(1));
  for (const [file, content] of Object.entries(whole)) {
    const bytes = bytesOf(content);
    if (file === "beside.raw") continue;
    for (let length = 0; length < bytes.length; length += 3) {
      await assert.rejects(
        labelsIn(file, bytes.subarray(0, length)),
        { name: "TypeError", message: /^Cannot decode / },
        `${file} cut to ${length} of ${bytes.length} bytes`,
      );
    }
  }
});

const text = (head: string, ...values: number[]): Uint8Array =>
  Uint8Array.of(...new TextEncoder().encode(head), ...values);
const NRRD = "NRRD0004\ntype: uint8\ndimension: 3\nencoding: raw\n";
const MHA = "ObjectType = Image\nNDims = 3\nElementType = MET_UCHAR\n";

/** A NumPy header with another shape or type than its values have. */
function npy(from: string, to: string): Uint8Array {
  const bytes = encodeNpy(Uint8Array.of(1, 2, 3, 4), [2, 2]);
  const header = String.fromCharCode(...bytes).replace(from, to);
  return Uint8Array.from(header, (c) => c.charCodeAt(0));
}

/** A zip archive of one entry that claims a size and checksum. */
function zip(
  content: Uint8Array,
  { size = content.length, checksum = crc32(content) }: { size?: number; checksum?: number },
): Uint8Array {
  const packed = deflateRawSync(content), name = new TextEncoder().encode("a.npy");
  const bytes = new Uint8Array(30 + name.length + packed.length + 46 + name.length + 22);
  const view = new DataView(bytes.buffer), directory = 30 + name.length + packed.length;
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(26, name.length, true);
  bytes.set(name, 30);
  bytes.set(packed, 30 + name.length);
  view.setUint32(directory, 0x02014b50, true);
  view.setUint16(directory + 10, 8, true);
  view.setUint32(directory + 16, checksum, true);
  view.setUint32(directory + 20, packed.length, true);
  view.setUint32(directory + 24, size, true);
  view.setUint16(directory + 28, name.length, true);
  bytes.set(name, directory + 46);
  const end = directory + 46 + name.length;
  view.setUint32(end, 0x06054b50, true);
  view.setUint16(end + 10, 1, true);
  view.setUint32(end + 16, directory, true);
  return bytes;
}

/** A NIfTI whose values are scaled. */
function scaled(slope: number, inter: number): Uint8Array {
  const bytes = bytesOf(FIXTURE.volumes[0].files["a.nii"]).slice();
  const view = new DataView(bytes.buffer);
  view.setFloat64(176, slope, true);
  view.setFloat64(184, inter, true);
  return bytes;
}

const zeros = new Uint8Array(3e7), array = encodeNpy(Uint8Array.of(1, 2, 3, 4), [2, 2]);
const REFUSED: [what: string, file: string, bytes: Uint8Array, message: RegExp][] = [
  ["a huge NRRD", "a.nrrd", text(`${NRRD}sizes: 99999 99999 99\n\n`), /at most 1 million values/],
  ["a negative length", "a.nrrd", text(`${NRRD}sizes: 2 -2 1\n\n`), /1 or more long, .* 2x-2x1$/],
  ["a NRRD of bzip2", "a.nrrd", text(NRRD.replace("raw", "bz2") + "\n"), /raw or gzip, got bz2$/],
  [
    "a NRRD of an encoding that names what all objects have",
    "a.nrrd",
    text(NRRD.replace("raw", "constructor") + "\n"),
    /raw or gzip, got constructor$/,
  ],
  [
    "a MetaImage of a type that names what all objects have",
    "a.mha",
    text(MHA.replace("MET_UCHAR", "constructor") + "DimSize = 2 2 2\nElementDataFile = LOCAL\n"),
    /of numbers, got constructor$/,
  ],
  [
    "a NRRD's header alone",
    "a.nhdr",
    text(`${NRRD}sizes: 2 2 2\ndata file: a.raw\n`),
    /of the NRRD: its values must lie beside it in a\.raw, got no such file$/,
  ],
  [
    "a NRRD's values elsewhere",
    "a.nhdr",
    text(`${NRRD}sizes: 2 2 2\ndata file: ../a.raw\n`),
    /must lie beside it, got \.\.\/a\.raw$/,
  ],
  [
    "a NRRD of a file per slice",
    "a.nhdr",
    text(`${NRRD}sizes: 2 2 2\ndata file: a%02d.raw 1 2 1\n`),
    /in one file, got a%02d\.raw 1 2 1$/,
  ],
  [
    "a NRRD that skips lines",
    "a.nrrd",
    text(`${NRRD}sizes: 2 2 2\nline skip: 1\n\n`),
    /line skip 1$/,
  ],
  ["a NRRD of half a header", "a.nrrd", text(`${NRRD}sizes: 2 2`), /cut short within its header$/],
  [
    "a huge MetaImage",
    "a.mha",
    text(`${MHA}DimSize = 4000 4000 9\nElementDataFile = LOCAL\n`),
    /at most 1 million values, the MetaImage says it is 4000x4000x9$/,
  ],
  [
    "a MetaImage of colours",
    "a.mha",
    text(`${MHA}DimSize = 2 2 2\nElementNumberOfChannels = 3\nElementDataFile = LOCAL\n`),
    /one channel, got 3$/,
  ],
  [
    "a MetaImage of blanks",
    "a.mha",
    text(`${MHA}${"\n".repeat(3e4)}Comment = ${" ".repeat(3e4)}`),
    /cut short within its header$/,
  ],
  [
    "values elsewhere",
    "a.mhd",
    text(`${MHA}DimSize = 2 2 2\nElementDataFile = ../secret.raw\n`),
    /must lie beside it, got \.\.\/secret\.raw$/,
  ],
  ["a huge array", "a.npy", npy("(2, 2)", "(2000, 2000)"), /at most 1 million values/],
  ["strings", "a.npy", npy("|u1", "<U1"), /numbers or booleans, got <U1$/],
  ["an array of one axis", "a.npy", npy("(2, 2)", "(4,)"), /two axes, .* got shape \(4\)$/],
  ["a bomb in an archive", "a.npz", zip(zeros, { size: 1000 }), /NumPy archive: /],
  ["a huge archive", "a.npz", zip(zeros, {}), /must have at most 8065536 bytes, got 30000000$/],
  [
    "an archive of fewer bytes than it says",
    "a.npz",
    zip(array, { size: array.length + 1 }),
    /must have 133 bytes, got 132$/,
  ],
  [
    "an archive with a wrong checksum",
    "a.npz",
    zip(array, { checksum: 1 }),
    /is damaged, its checksum is wrong$/,
  ],
  [
    "a bomb in a NRRD",
    "a.nrrd",
    Uint8Array.of(
      ...text(`${NRRD.replace("raw", "gzip")}sizes: 2 2 2\n\n`),
      ...gzipSync(zeros.subarray(0, 1e6)),
    ),
    /NRRD: it inflates to more than the 8 bytes that its header says$/,
  ],
  ["a huge label", "a.npy", encodeNpy(Uint16Array.of(1, 300), [1, 2]), /from 0 to 255, got 300$/],
  [
    "a fraction",
    "a.npy",
    encodeNpy(Float32Array.of(1, 0.5), [1, 2]),
    /whole numbers .*, got 0\.5$/,
  ],
  ["no number", "a.npy", encodeNpy(Float32Array.of(1, NaN), [1, 2]), /whole numbers .*, got NaN$/],
  ["a shift that is no number", "a.nii", scaled(2, NaN), /scaled by 2 and shifted by NaN/],
  ["what it doesn't know", "a.png", text("hello"), /must be a picture, NIfTI, .* got 5 bytes/],
];

for (const [what, file, bytes, message] of REFUSED) {
  Deno.test(`readLabels() refuses ${what}`, async () => {
    await assert.rejects(labelsIn(file, bytes), { name: "TypeError", message });
  });
}

Deno.test("readLabels() takes a scale that is no number for none, as nibabel does", async () => {
  const { labels } = await labelsIn("a.nii", scaled(NaN, NaN));
  assert.deepEqual([...labels], FIXTURE.volumes[0].labels);
});

Deno.test("readLabels() takes a volume of one slice for a picture", async () => {
  const map = await labelsIn("a.npy", encodeNpy(Uint8Array.of(1, 2, 3, 4), [1, 2, 2]));
  assert.deepEqual([[...map.labels], map.shape], [[1, 2, 3, 4], [2, 2]]);
});

Deno.test("readLabels() reads the values of an NRRD from a file beside its header", async () => {
  const folder = await Deno.makeTempDir(), sizes = `${NRRD}sizes: 2 1 2\n`;
  const write = async (name: string, bytes: Uint8Array) =>
    await Deno.writeFile(`${folder}/${name}`, bytes);
  await write("a.raw", Uint8Array.of(9, 9, 1, 2, 3, 4));
  await write("a.raw.gz", gzipSync(Uint8Array.of(1, 2, 3, 4)));
  await Deno.symlink("/etc/hosts", `${folder}/link.raw`);
  for (
    const [name, head] of Object.entries({
      skipped: `${sizes}byte skip: 2\ndata file: a.raw\n`,
      end: `${sizes}byte skip: -1\ndata file: ./a.raw\n\n`,
      packed: `${sizes.replace("raw", "gzip")}data file: a.raw.gz\n`,
    })
  ) {
    await write(`${name}.nhdr`, text(head));
    const { labels } = await readLabels(`${folder}/${name}.nhdr`);
    assert.deepEqual([...labels], [1, 2, 3, 4]);
  }
  await write("link.nhdr", text(`${sizes}data file: link.raw\n`));
  await assert.rejects(readLabels(`${folder}/link.nhdr`), /got a link that leads out of it/);
  await write("short.nhdr", text(`${sizes}byte skip: 4\ndata file: a.raw\n`));
  await assert.rejects(readLabels(`${folder}/short.nhdr`), /NRRD is cut short, it has 2 bytes/);
  await write("end.mhd", text(`${MHA}DimSize = 2 1 2\nHeaderSize = -1\nElementDataFile = a.raw\n`));
  assert.deepEqual([...(await readLabels(`${folder}/end.mhd`)).labels], [1, 2, 3, 4]);
  await Deno.remove(folder, { recursive: true });
});
