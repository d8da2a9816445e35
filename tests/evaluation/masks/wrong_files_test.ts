// Every wrong file that `deno task evaluate` may find among masks: it is named with its reason.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { encodeNpy } from "../../../io/mod.ts";
import FIXTURE from "../../fixtures/io/label_volumes.json" with { type: "json" };
import { makePng } from "../../io/make_png.ts";
import { bytesOf, PICTURES } from "../../io/pictures.ts";
import { evaluate, folderTest, maskFolders } from "./evaluate_command.ts";

const [straight, dicom] = FIXTURE.volumes;
const VOLUME = bytesOf(straight.files["a.nii.gz"]), PLAIN = bytesOf(straight.files["a.nii"]);
const ARRAY = encodeNpy(Uint8Array.of(0, 1), [1, 2]);
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** A NIfTI of version 2 with some of its header changed. */
function nifti(change: (header: DataView) => void): Uint8Array {
  const bytes = PLAIN.slice();
  change(new DataView(bytes.buffer));
  return bytes;
}

/** Much more than the header says, in few bytes. */
function bomb(): Uint8Array {
  const bytes = new Uint8Array(PLAIN.length + 1e8);
  bytes.set(PLAIN);
  return gzipSync(bytes);
}

/** The header of an array of another type or shape. */
function npy(from: string, to: string): Uint8Array {
  const header = String.fromCharCode(...ARRAY).replace(from, to);
  return Uint8Array.from(header, (c) => c.charCodeAt(0));
}

const nrrd = (encoding: string): Uint8Array =>
  text(`NRRD0004\ntype: uint8\ndimension: 2\nsizes: 2 1\nencoding: ${encoding}\n\n0 1\n`);
const mhd = text(
  "ObjectType = Image\nNDims = 2\nDimSize = 2 1\nElementType = MET_UCHAR\nElementDataFile = x.raw\n",
);

/** Predictions of which none can be used, the truths, and why. */
const WRONG: [file: string, prediction: Uint8Array, truth: Uint8Array, reason: RegExp][] = [
  [
    "size.npy",
    encodeNpy(Uint8Array.of(0, 1, 1), [1, 3]),
    ARRAY,
    /^truth and prediction must have the same size, got 2x1 and 3x1$/,
  ],
  [
    "place.nii.gz",
    bytesOf(dicom.files["a.nii.gz"]),
    VOLUME,
    /the same grid to a tenth of a voxel, got 4x3x5 voxels of .* from \(10, .* from \(8\.5, /,
  ],
  [
    "nowhere.npy",
    encodeNpy(new Uint8Array(60), [5, 3, 4]),
    ARRAY,
    /the same grid, got 2x1 and 4x3/,
  ],
  ["torn.nii.gz", VOLUME.subarray(0, 120), VOLUME, /inflated, unexpected end of file\)?$/],
  ["short.nii", PLAIN.subarray(0, -9), PLAIN, /is cut short, \d+ bytes in place of \d+\)$/],
  ["bomb.nii.gz", bomb(), PLAIN, /it inflates to more than the 664 bytes that its header says\)$/],
  [
    "large.png",
    makePng({ width: 60000, height: 60000, rows: new Uint8Array(9) }),
    ARRAY,
    /at most 100/,
  ],
  [
    "huge.nii",
    nifti((header) => [24, 32, 40].forEach((at) => header.setBigInt64(at, 30000n, true))),
    PLAIN,
    /at most 1000 million values, the NIfTI says it is 30000x30000x30000x1$/,
  ],
  [
    "axes.nii",
    nifti((header) => header.setBigInt64(16, 9n, true)),
    PLAIN,
    /its header says it has 9 axes\)$/,
  ],
  [
    "lengths.nii",
    nifti((header) => header.setBigInt64(24, 0n, true)),
    PLAIN,
    /its header says its axes are 0, 3, 5 long\)$/,
  ],
  [
    "series.nii",
    nifti((header) => {
      header.setBigInt64(16, 4n, true);
      header.setBigInt64(40, 1n, true);
      header.setBigInt64(48, 5n, true);
    }),
    PLAIN,
    /there must be one value per voxel, got 5$/,
  ],
  [
    "shift.nii",
    nifti((header) => {
      header.setFloat64(176, 2, true);
      header.setFloat64(184, NaN, true);
    }),
    PLAIN,
    /its header says its values are scaled by 2 and shifted by NaN\)$/,
  ],
  [
    "fraction.npy",
    encodeNpy(Float32Array.of(0, 0.5), [1, 2]),
    ARRAY,
    /whole numbers .*, got 0\.5$/,
  ],
  ["nan.npy", encodeNpy(Float32Array.of(0, NaN), [1, 2]), ARRAY, /whole numbers .*, got NaN$/],
  ["label.npy", encodeNpy(Uint16Array.of(0, 256), [1, 2]), ARRAY, /from 0 to 255, got 256$/],
  ["pickle.npy", npy("'|u1'", "'|O' "), ARRAY, /numbers or booleans, got \|O$/],
  [
    "records.npy",
    npy("'|u1'", "[('a', '|u1')]"),
    ARRAY,
    /numbers or booleans, got \[\('a', '\|u1'\)\]$/,
  ],
  ["ascii.nrrd", nrrd("ascii"), ARRAY, /its encoding must be raw or gzip, got ascii$/],
  ["bzip.nrrd", nrrd("bzip2"), ARRAY, /its encoding must be raw or gzip, got bzip2$/],
  ["alone.mhd", mhd, ARRAY, /its values must lie beside it in x\.raw, got no such file$/],
  ["jpeg.png", bytesOf(PICTURES.photographs[0].file), ARRAY, /blur labels/],
  ["text.nii.gz", text("hello"), VOLUME, /it must be NIfTI by its content, got 5 bytes/],
  ["empty.png", new Uint8Array(0), ARRAY, /got an empty file|got 0 bytes/],
];

folderTest(
  "evaluate names every file that it can't use, and measures the others",
  async (folder) => {
    const line = await maskFolders(folder, { good: [0, 1] }, { good: [0, 1] });
    await Deno.writeFile(`${folder}/prediction/torn_truth.nii`, PLAIN);
    await Deno.writeFile(`${folder}/truth/torn_truth.nii`, PLAIN.subarray(0, -9));
    for (const [file, prediction, truth] of WRONG) {
      await Deno.writeFile(`${folder}/prediction/${file}`, prediction);
      const ending = truth === ARRAY ? ".npy" : truth === PLAIN ? ".nii" : ".nii.gz";
      await Deno.writeFile(`${folder}/truth/${file.replace(/\..*/, ending)}`, truth);
    }
    const out = `${folder}/out`, count = WRONG.length + 1;
    const { code, stdout, stderr } = await evaluate([...line, "--out", out]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, new RegExp(`^${count} files skipped$`, "m"));
    assert.match(stdout, new RegExp(`^${count} cases measured`, "m"));
    assert.doesNotMatch(stdout, /^ +at /m);
    const { data } = JSON.parse(await Deno.readTextFile(`${out}/run.json`));
    const reasons = new Map<string, string>(
      data.skipped.map(({ file, reason }: { file: string; reason: string }) => [file, reason]),
    );
    for (const [file, , , expected] of WRONG) {
      const [, reason] = /^counted as missed, (.*)/.exec(reasons.get(file) ?? "nothing") ?? [];
      assert.match(reason ?? "", expected, file);
      if (!/^truth and/.test(reason)) assert.match(reason, /^predicted mask: Cannot decode /, file);
    }
    assert.match(reasons.get("torn_truth.nii")!, /^true mask: .* cut short/);

    const strict = await evaluate([...line, "--strict", "--out", `${folder}/strict`]);
    assert.equal(strict.code, 1);
    assert.match(strict.stderr, new RegExp(`^error: ${count} files can't be used:\n`));
    assert.doesNotMatch(strict.stderr, /counted as missed/);
    await assert.rejects(Deno.stat(`${folder}/strict`), Deno.errors.NotFound);
  },
);
