// `deno task predict`, run as people run it, with the small model of an old run.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import {
  decodeLabelPng,
  encodeJpeg,
  encodeLabelPng,
  encodeLabelVolume,
  readImage,
  readVolume,
} from "../../io/mod.ts";
import { labelClasses } from "../../core/mod.ts";
import { buildUnet, chooseBackend, saveModel } from "../../model/mod.ts";
import { ignoreUnless } from "../ignored.ts";
import { programArgs } from "../program_args.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const model = `${root}tests/fixtures/runs/b35c387/done`;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `deno task predict` in a folder, which `limit`, a line of shell, may make small. */
async function predict(cwd: string, args: string[], limit = ""): Promise<Ended> {
  const words = programArgs("predict").map((word) => word.replace(/^commands\//, `${root}$&`));
  const command = ["deno", ...words, "--backend", "simd", ...args];
  const shell = ["sh", "-c", `${limit} exec "$@"`, "sh", ...command];
  const [program, ...rest] = limit === "" ? command : shell;
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: rest,
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** Runs a test in a folder of its own, with photographs at the given paths. */
function folderTest(
  name: string,
  paths: string[],
  test: (folder: string) => Promise<void>,
  isOfUnix = false,
): void {
  Deno.test({
    name,
    ignore: ignoreUnless(
      !isOfUnix || Deno.build.os !== "windows",
      "Windows has neither pipes nor limits that a test can set",
    ),
    fn: async () => {
      const folder = await Deno.makeTempDir({ prefix: "triptych-predict-" });
      try {
        for (const path of paths) await writePhotograph(`${folder}/${path}`);
        await test(folder);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

/** Noise, as JPEG or else PNG, 40 × 30 pixels. */
async function writePhotograph(path: string): Promise<void> {
  await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
  const [width, height] = [40, 30];
  const noise = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 251);
  const grey = { labels: noise.subarray(0, width * height), width, height };
  const palette = Array.from({ length: 256 }, (_, i) => [i, i, i] as const);
  const bytes = path.endsWith(".png")
    ? encodeLabelPng(grey, palette)
    : await encodeJpeg({ data: noise, width, height });
  await Deno.writeFile(path, bytes);
}

/** All files below a folder. */
async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      found.push(...(await filesBelow(`${folder}/${name}`)).map((file) => `${name}/${file}`));
    } else found.push(name);
  }
  return found.sort();
}

const MODEL = ["--model", model];

folderTest(
  "predict gives a mask of the photograph's size, and an overlay",
  ["ph/a.jpg"],
  async (cwd) => {
    const { code, stdout, stderr } = await predict(cwd, [...MODEL, "ph", "--out", "out"]);
    assert.deepEqual([code, stderr], [0, ""], stdout);
    assert.match(stdout, /^1 mask written to out, 0 files skipped$/m);
    const { width, height, labels } = decodeLabelPng(await Deno.readFile(`${cwd}/out/a.png`));
    assert.deepEqual([width, height], [40, 30]);
    assert.ok(labels.every((label) => label >= 1 && label <= 3));
    assert.deepEqual(await filesBelow(`${cwd}/out`), ["a.overlay.jpg", "a.png"]);
  },
);

folderTest("predict refuses to write where it reads, before anything is written", [
  "ph/a.jpg",
  "ph/b.png",
], async (cwd) => {
  await Deno.symlink(`${cwd}/ph`, `${cwd}/link`);
  const before = await Deno.readFile(`${cwd}/ph/b.png`);
  const refused: [string[], string, RegExp][] = [
    [
      ["ph", "--out", "ph"],
      cwd,
      /Cannot write masks to ph, the same place as the images \(ph\)/,
    ],
    [["ph", "--out", "link"], cwd, /Cannot write masks to link, the same place as the images/],
    [["ph/b.png", "--out", "link"], cwd, /masks to link\/b\.png, .*images \(ph\/b\.png\)/],
    [["."], `${cwd}/ph`, /^$/],
    [[".", "--out", "."], `${cwd}/ph`, /Cannot write masks to \., the same place as the images/],
    [["ph", "--model", model, "--out", `${model}/pictures`], cwd, /inside the model's run folder/],
  ];
  for (const [args, folder, message] of refused) {
    const { code, stderr } = await predict(folder, [...MODEL, ...args]);
    assert.match(stderr, message);
    assert.equal(code, stderr === "" ? 0 : 1);
  }
  assert.deepEqual(await Deno.readFile(`${cwd}/ph/b.png`), before);
  assert.deepEqual((await filesBelow(`${cwd}/ph`)).filter((file) => !file.includes("/")), [
    "a.jpg",
    "b.png",
  ]);
});

folderTest(
  "predict keeps the masks of photographs apart that have one name",
  [
    "one/a.jpg",
    "two/a.jpg",
    "two/A.png",
    "two/con.jpg",
    "two/b..jpg",
    `two/${"ü".repeat(122)}.jpg`,
  ],
  async (cwd) => {
    const { code, stdout } = await predict(cwd, [...MODEL, "one", "two", "two/", "two/a.jpg"]);
    assert.equal(code, 0);
    assert.match(stdout, /^6 masks written to predictions, 0 files skipped$/m);
    const masks = (await filesBelow(`${cwd}/predictions`)).filter((file) => file.endsWith(".png"));
    assert.deepEqual(masks, [
      "one/a.png",
      "two/A.png.png",
      "two/_con.png",
      "two/a.jpg.png",
      "two/b_.png",
      `two/${"ü".repeat(90)}.png`,
    ]);
  },
);

folderTest(
  "predict names and counts what it can't read, and what it leaves out",
  ["ph/a.jpg"],
  async (cwd) => {
    for (const name of ["1.jpg", "2.jpg", "3.png", "4.gif"]) {
      await Deno.writeTextFile(`${cwd}/ph/${name}`, "");
    }
    for (const name of ["x.heic", "y.HEIC", "z.txt", "README", ".hidden"]) {
      await Deno.writeTextFile(`${cwd}/ph/${name}`, "");
    }
    const { code, stdout } = await predict(cwd, [...MODEL, "ph"]);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^4 other files in ph left out: \.heic, (\.txt, no ending|no ending, \.txt)$/m,
    );
    assert.match(stdout, /^skipped 4 files \(ph\/1\.jpg, ph\/2\.jpg, ph\/3\.png, …\): /m);
    assert.match(stdout, /^1 mask written to predictions, 4 files skipped$/m);

    await Deno.remove(`${cwd}/ph/a.jpg`);
    const nothing = await predict(cwd, [...MODEL, "ph"]);
    assert.deepEqual([nothing.code, nothing.stderr], [
      1,
      "error: Cannot predict: no image could be read\n",
    ]);
  },
);

folderTest(
  "predict searches folders with all below them, and leaves out what Triptych wrote",
  ["ph/a.jpg", "ph/in/a.jpg", "ph/in/deep/b.png", "run/pictures/c.jpg", "run/epochs/c.001.png"],
  async (cwd) => {
    for (const name of ["c.truth.png", "c.prediction.png"]) {
      await Deno.copyFile(`${cwd}/run/epochs/c.001.png`, `${cwd}/run/pictures/${name}`);
    }
    await Deno.writeTextFile(`${cwd}/run/run.json`, "{}");
    const { code, stdout, stderr } = await predict(cwd, [...MODEL, "."]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^2 masks and overlays of Triptych in run\/pictures left out$/m);
    const expected = ["ph/a", "ph/in/a", "ph/in/deep/b", "run/pictures/c"]
      .flatMap((name) => [`${name}.overlay.jpg`, `${name}.png`]);
    assert.deepEqual(await filesBelow(`${cwd}/predictions`), expected.sort());
    // its own output is no input of a second time
    const again = await predict(cwd, [...MODEL, "."]);
    assert.match(again.stdout, /^4 masks written to predictions, 0 files skipped$/m);
    const elsewhere = await predict(cwd, [...MODEL, "predictions", "--out", "other"]);
    assert.match(elsewhere.stderr, /^error: Cannot find an image: there must be a \.jpg/);
  },
);

folderTest(
  "predict gives volumes labels where they lie, and TIFF a label picture",
  [],
  async (cwd) => {
    await Deno.mkdir(`${cwd}/in`);
    const [x, y, z] = [20, 12, 3];
    const voxels = Uint8Array.from({ length: x * y * z }, (_, i) => (i * 37) % 256);
    const head = niftiHead([x, y, z], [0.5, 0.5, 4]);
    await Deno.writeFile(
      `${cwd}/in/v.nii.gz`,
      encodeLabelVolume(voxels, { shape: [x, y, z], head }),
    );
    await Deno.writeFile(`${cwd}/in/t.tif`, greyTiff(20, 12));
    await chooseBackend("cpu");
    const classes = labelClasses("air", "bone", "rest"), normalisation = [{ low: 0, high: 255 }];
    const about = { size: [16, 32], depth: "float", fit: "pad" } as const;
    const ofVolumes = buildUnet({ ...about, normalisation, features: 2, classes, seed: 1 });
    await saveModel(`${cwd}/run/model`, ofVolumes);
    const args = ["--model", "run", "in", "--out", "out", "--probabilities", "npy"];
    const { code, stdout, stderr } = await predict(cwd, args);
    assert.deepEqual([code, stderr], [0, ""], stdout);
    assert.deepEqual(await filesBelow(`${cwd}/out`), [
      "t.npy",
      "t.overlay.jpg",
      "t.png",
      "v.nii.gz",
      "v.npy",
    ]);
    const volume = await readVolume(await Deno.readFile(`${cwd}/out/v.nii.gz`));
    assert.deepEqual([volume.shape, volume.spacing], [[x, y, z], [0.5, 0.5, 4]]);
    assert.deepEqual(
      volume.affine,
      (await readVolume(await Deno.readFile(`${cwd}/in/v.nii.gz`))).affine,
    );
    assert.ok(volume.data.every((label) => label >= 1 && label <= 3));
    assertDecided(await Deno.readFile(`${cwd}/out/v.npy`), volume.data, "(3, 3, 12, 20)");
    const { labels } = decodeLabelPng(await Deno.readFile(`${cwd}/out/t.png`));
    assertDecided(await Deno.readFile(`${cwd}/out/t.npy`), labels, "(3, 12, 20)");
  },
);

folderTest("predict writes a PNG of probabilities per class", ["ph/a.jpg"], async (cwd) => {
  const { code, stderr } = await predict(cwd, [...MODEL, "ph", "--probabilities", "png"]);
  assert.equal(code, 0, stderr);
  const planes = await Promise.all(
    [1, 2, 3].map(async (label) =>
      (await readImage(await Deno.readFile(`${cwd}/predictions/a.class-${label}.png`))).data
    ),
  );
  const { labels } = decodeLabelPng(await Deno.readFile(`${cwd}/predictions/a.png`));
  labels.forEach((label, i) => {
    const own = planes.map((plane) => plane[i]);
    assert.ok(Math.abs(own[0] + own[1] + own[2] - 65535) <= 2, `${own} at ${i}`);
    assert.equal(own[label - 1], Math.max(...own));
  });
});

/** Probabilities are highest for the label at each place. */
function assertDecided(
  npy: Uint8Array<ArrayBuffer>,
  labels: ArrayLike<number>,
  shape: string,
): void {
  const start = 10 + npy[8] + 256 * npy[9];
  const header = new TextDecoder().decode(npy.subarray(10, start));
  assert.ok(header.includes("'<f4'") && header.includes(`'shape': ${shape}`), header);
  const values = new Float32Array(npy.buffer.slice(start)), count = labels.length;
  assert.equal(values.length, 3 * count);
  for (let i = 0; i < count; i++) {
    const own = [0, 1, 2].map((c) => values[c * count + i]);
    assert.equal(own[labels[i] - 1], Math.max(...own));
    assert.ok(Math.abs(own[0] + own[1] + own[2] - 1) < 1e-5);
  }
}

/** The head of a NIfTI file of bytes, without an affine of its own. */
function niftiHead(shape: readonly number[], spacing: readonly number[]): Uint8Array {
  const head = new Uint8Array(352), view = new DataView(head.buffer);
  view.setInt32(0, 348, true);
  [3, ...shape, 1, 1, 1, 1].forEach((length, i) => view.setInt16(40 + 2 * i, length, true));
  view.setInt16(70, 2, true);
  view.setInt16(72, 8, true);
  [1, ...spacing].forEach((step, i) => view.setFloat32(76 + 4 * i, step, true));
  view.setFloat32(108, 352, true);
  head.set(new TextEncoder().encode("n+1"), 344);
  return head;
}

/** A TIFF of one strip of grey bytes. */
function greyTiff(width: number, height: number): Uint8Array {
  const entries = [[256, width], [257, height], [258, 8], [259, 1], [262, 1], [273, 200], [277, 1]];
  entries.push([278, height], [279, width * height]);
  const file = new Uint8Array(200 + width * height), view = new DataView(file.buffer);
  file.set(new TextEncoder().encode("II"));
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, entries.length, true);
  entries.forEach(([tag, value], i) => {
    view.setUint16(10 + 12 * i, tag, true);
    view.setUint16(12 + 12 * i, 4, true);
    view.setUint32(14 + 12 * i, 1, true);
    view.setUint32(18 + 12 * i, value, true);
  });
  for (let i = 0; i < width * height; i++) file[200 + i] = (i * 7) % 256;
  return file;
}

folderTest(
  "predict takes links to photographs and waits for no pipe",
  ["far/a.jpg"],
  async (cwd) => {
    await Deno.mkdir(`${cwd}/ph`);
    await Deno.symlink(`${cwd}/far/a.jpg`, `${cwd}/ph/linked.jpg`);
    await Deno.symlink(`${cwd}/nowhere`, `${cwd}/ph/dead.jpg`);
    await new Deno.Command("mkfifo", { args: [`${cwd}/ph/pipe.jpg`] }).output();
    const { code, stdout } = await predict(cwd, [...MODEL, "ph"]);
    assert.deepEqual([code, stdout], [0, "1 mask written to predictions, 0 files skipped\n"]);
    const pipe = await predict(cwd, [...MODEL, "ph/pipe.jpg"]);
    assert.equal(pipe.code, 1);
    assert.match(
      pipe.stderr,
      /^error: Cannot read ph\/pipe\.jpg: it must be an image or a f/,
    );
  },
  true,
);

folderTest("predict ends with exit code 1 and the path where it can't write", [
  "ph/a.jpg",
  "ph/b.jpg",
], async (cwd) => {
  await Deno.writeTextFile(`${cwd}/file`, "");
  const noFolder = await predict(cwd, [...MODEL, "ph", "--out", "file/x"]);
  assert.equal(noFolder.code, 1);
  assert.match(noFolder.stderr, /^error: Cannot write file\/x: a file is where/);

  // files may have at most 512 bytes: the first overlay is larger
  const full = await predict(cwd, [...MODEL, "ph"], `trap "" XFSZ; ulimit -f 1;`);
  assert.equal(full.code, 1);
  assert.match(
    full.stderr,
    /^error: Cannot write predictions\/a\.\S+: the file is too large for this disk; 0 of 2 masks were written before$/m,
  );
  assert.deepEqual(
    (await filesBelow(`${cwd}/predictions`)).filter((file) => !/^a\.png$/.test(file)),
    [],
  );
}, true);

for (
  const [args, message] of [
    [[], /Expected images or folders, got none/],
    [["--modle", "x"], /Unknown flag --modle, did you mean --model\?/],
  ] as [string[], RegExp][]
) {
  Deno.test(`predict ${args.join(" ")} exits with 2`, async () => {
    const { code, stderr } = await predict(root, args);
    assert.equal(code, 2);
    assert.match(stderr, message);
  });
}
