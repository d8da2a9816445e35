// deno task data and deno task train on folders of other layouts than Oxford-IIIT Pet's.
import assert from "node:assert/strict";
import { encode } from "fast-png";
import { fileURLToPath } from "node:url";
import { readRun } from "../../evaluation/mod.ts";
import { programArgs } from "../program_args.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

async function task(...args: string[]) {
  const command = new Deno.Command("deno", {
    args: ["task", "-q", ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
}

/** Twelve oblong images of bars in five colours, with masks of labels 0 to 4 and void lines of 255. */
async function bars(folder: string): Promise<void> {
  await Deno.mkdir(`${folder}/photos`, { recursive: true });
  await Deno.mkdir(`${folder}/annotations`, { recursive: true });
  const [width, height] = [120, 40];
  for (let n = 0; n < 12; n++) {
    const image = new Uint8Array(width * height * 3), mask = new Uint8Array(width * height);
    for (let i = 0; i < mask.length; i++) {
      const x = (i % width + 7 * n) % width, label = Math.floor(x / 24);
      mask[i] = x % 24 < 2 ? 255 : label;
      image.fill(40 + 40 * label, 3 * i, 3 * i + 3);
    }
    const id = `case ${String(n).padStart(2, "0")}`;
    const about = { width, height };
    await Deno.writeFile(
      `${folder}/photos/${id}.png`,
      encode({ ...about, data: image, channels: 3 }),
    );
    await Deno.writeFile(
      `${folder}/annotations/${id}.png`,
      encode({ ...about, data: mask, channels: 1 }),
    );
  }
}

Deno.test("deno task data says what a folder holds, writes triptych.json once, and train reads it", async () => {
  const parent = await Deno.makeTempDir(), folder = `${parent}/bars`;
  await bars(folder);
  const page = `${parent}/page`;
  const first = await task("data", folder, "--out", page);
  assert.equal(first.code, 0, first.error);
  assert.match(first.out, /images: photos\/\*\.png, masks: annotations\/\{id\}\.png, 12 pairs/);
  assert.match(first.out, /classes: 5 values, 0, 1, 2, 3 and 4/);
  assert.match(first.out, /ignored: value 255, since it only lines the borders of others/);
  assert.match(first.out, /class 4 +4 +(19|20)\.\d\d % +12/);
  const path = `${folder}/triptych.json`, written = await Deno.readTextFile(path);
  assert.deepEqual(JSON.parse(written).ignore, [255]);

  await Deno.writeTextFile(path, written.replace("class 4", "last"));
  assert.ok(first.out.includes(`The page: ${page}/index.html`));
  assert.ok(first.out.includes(`To train on it: deno task train --data ${folder}`));
  assert.match(await Deno.readTextFile(`${page}/index.html`), /12 images with masks of 5 classes/);
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
    "annotations",
    "photos",
    "triptych.json",
  ]);

  const second = await task("data", folder, "--out", page, "--size", "128");
  assert.match(second.out, /triptych\.json exists, and is left as it is/);
  assert.match(second.out, /^To train on it: deno task train --data .*bars --size 128$/m);
  assert.match(await Deno.readTextFile(path), /"last"/);

  const out = `${parent}/run`;
  const settings = [
    ..."--threads 1 --size 64 --features 4 --epochs 30 --lr 1e-2 --batch 2".split(" "),
    ..."--encoder plain".split(" "),
  ];
  const trained = await task("train", "--data", folder, ...settings, "--out", out);
  assert.equal(trained.code, 0, trained.error);
  const { evaluation, run } = await readRun(out);
  assert.deepEqual(evaluation!.classes.map(({ name }) => name).slice(3), ["class 3", "last"]);
  assert.deepEqual(evaluation!.cases[0].shape, [40, 120]);
  assert.ok(evaluation!.cases.every(({ ignored }) => ignored! > 0));
  assert.ok(evaluation!.cases.every(({ classes }) => classes.last.dice! > 0.5), trained.out);
  assert.equal(run!.status, "done");

  const predicted = await task(
    "predict",
    "--model",
    out,
    `${folder}/photos`,
    "--out",
    `${parent}/masks`,
  );
  assert.equal(predicted.code, 0, predicted.error);
  assert.ok((await Deno.stat(`${parent}/masks/case 00.png`)).isFile);
  await Deno.remove(parent, { recursive: true });
});

Deno.test("deno task data exits with 2 for wrong usage, 1 for a folder it can't read", async () => {
  const folder = await Deno.makeTempDir();
  for (
    const args of [
      [],
      [folder, folder],
      [folder, "--classes", "cat"],
      [folder, "--groups", "("],
      [folder, "--spacing", "0.5"],
    ]
  ) {
    const { code, error } = await task("data", ...args);
    assert.equal(code, 2, error);
  }
  const { code, error } = await task("data", folder);
  assert.equal(code, 1);
  assert.match(error, /must hold images with masks, and is empty/);
  assert.doesNotMatch(error, /at .*\.ts:\d/);
  const missing = await task("data", `${folder}/no`);
  assert.equal(missing.code, 1);
  assert.match(missing.error, /there is no such folder/);
  await Deno.writeTextFile(`${folder}/file`, "");
  for (const args of [["data", `${folder}/file`], ["train", "--data", `${folder}/file`]]) {
    const file = await task(...args);
    assert.equal(file.code, 1);
    assert.match(file.error, /Cannot read the folder .*\/file: it is a file/);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a folder that can't be written to is looked at, planned and shown all the same", async () => {
  const parent = await Deno.makeTempDir(), folder = `${parent}/bars`;
  await bars(folder);
  const command = new Deno.Command("deno", {
    args: [
      ...["run", `--deny-write=${folder}`, ...programArgs("data").slice(1)],
      ...[folder, "--out", `${parent}/page`],
    ],
    cwd: root,
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output(), text = new TextDecoder();
  assert.equal(code, 0, text.decode(stderr));
  assert.match(
    text.decode(stdout),
    /^note {4}Cannot write .*; training decides the same\. To correct .*\n(.*\n)*plan /m,
  );
  assert.ok((await Deno.stat(`${parent}/page/index.html`)).isFile);
  await Deno.remove(parent, { recursive: true });
});
