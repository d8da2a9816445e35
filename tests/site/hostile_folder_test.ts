// Run folders that come from anywhere: what they may publish, and that they hold nobody up.
import assert from "node:assert/strict";
import { encodeJpeg, readPhotographHeader } from "../../io/mod.ts";
import { buildSite } from "../../site/site.ts";
import { cleanPhotograph } from "../../site/pictures/clean.ts";
import { withoutUnix } from "../ignored.ts";
import { makeRun } from "./make_run.ts";

const SECRET = "c2VjcmV0LXRva2Vu";

/** A run folder, and beside it a file that must not be published. */
async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/secret.json`, `{"auths":{"registry":"${SECRET}"}}`);
    await makeRun(`${folder}/run`, { cases: 4, epochs: 2 });
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function replace(path: string, target: string): Promise<void> {
  await Deno.remove(path);
  await Deno.symlink(target, path);
}

async function makeFifo(path: string): Promise<void> {
  await Deno.remove(path);
  assert.ok((await new Deno.Command("mkfifo", { args: [path] }).output()).success);
}

/** Every file of a folder, as text. */
function textsOf(folder: string): [path: string, text: string][] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }): [string, string][] => {
    const path = `${folder}/${name}`;
    if (isDirectory) return textsOf(path);
    return [[path, new TextDecoder("latin1").decode(Deno.readFileSync(path))]];
  });
}

function assertNoSecret(site: string): void {
  for (const [path, text] of textsOf(site)) assert.ok(!text.includes(SECRET), path);
}

Deno.test("pictures that lead out of the run folder, or are none, are left out and named", () =>
  inFolder(async (folder) => {
    const run = `${folder}/run`, out = `${folder}/_site`;
    await replace(`${run}/pictures/case_0.jpg`, `${folder}/secret.json`);
    await replace(`${run}/pictures/case_1.truth.png`, "../../secret.json");
    await Deno.copyFile(`${folder}/secret.json`, `${run}/pictures/case_3.jpg`);
    await replace(`${run}/epochs/case_0.001.png`, `${folder}/secret.json`);
    const { leftOut, runs } = await buildSite({ runs: [run], out });
    assert.deepEqual(
      leftOut.pictures.map(({ file, reason }) => [file.slice(run.length + 1), reason]),
      [
        ["pictures/case_0.jpg", "it must lie inside the folder, got a link that leads out of it"],
        [
          "pictures/case_1.truth.png",
          "it must lie inside the folder, got a link that leads out of it",
        ],
        [
          "pictures/case_3.jpg",
          leftOut.pictures[2].reason,
        ],
        ["epochs/case_0.001.png", "it must lie inside the folder, got a link that leads out of it"],
      ],
    );
    assert.match(
      leftOut.pictures[2].reason,
      /must be JPEG, PNG, GIF, WebP, BMP, AVIF or TIFF by its content/,
    );
    assert.equal(runs[0].cases, 4);
    assertNoSecret(out);
    const page = await Deno.readTextFile(`${out}/runs/run/cases/case_0.html`);
    assert.ok(!page.includes("case_0.jpg"), "no page speaks of what was left out");
  }));

for (const name of ["run.json", "evaluation.json", "history.jsonl"]) {
  Deno.test(`a run whose ${name} leads out of it is left out; the others are built`, () =>
    inFolder(async (folder) => {
      await makeRun(`${folder}/good`, { cases: 3 });
      await replace(`${folder}/run/${name}`, `${folder}/secret.json`);
      const out = `${folder}/_site`, runs = [`${folder}/run`, `${folder}/good`];
      const report = await buildSite({ runs, out });
      assert.deepEqual(report.runs.map((run) => run.name), ["good"]);
      assert.deepEqual(report.leftOut.runs, [{
        file: `${folder}/run`,
        reason: `Cannot read ${folder}/run/${name}: it must lie inside the folder, ` +
          "got a link that leads out of it",
      }]);
      assertNoSecret(out);
      const index = await Deno.readTextFile(`${out}/index.html`);
      assert.match(index, /1 run could not be read<\/b> and is\s+missing here: <code>run<\/code>/);
      await assert.rejects(buildSite({ runs, out, strict: true }), /leads out of it/);
      await assert.rejects(buildSite({ runs: [`${folder}/run`], out }), /leads out of it/);
    }));
}

Deno.test("a run whose pages can't be made is left out; the others are built", () =>
  inFolder(async (folder) => {
    await makeRun(`${folder}/good`, { cases: 3 });
    await makeRun(`${folder}/better`, { cases: 3 });
    // settings may be anything, and a page writes the number of epochs
    const path = `${folder}/run/run.json`;
    const run = JSON.parse(await Deno.readTextFile(path));
    const settings = { epochs: { toString: 1 } };
    await Deno.writeTextFile(path, JSON.stringify({ ...run, status: "stopped", settings }));
    const out = `${folder}/_site`;
    const report = await buildSite({
      runs: ["run", "good", "better"].map((name) => `${folder}/${name}`),
      out,
    });
    assert.deepEqual(report.runs.map(({ name }) => name).sort(), ["better", "good"]);
    assert.match(report.leftOut.runs[0].reason, /^Cannot show .*\/run: its pages can't be made/);
    assert.match(await Deno.readTextFile(`${out}/index.html`), /1 run could not be read/);
    assert.ok(!textsOf(out).some(([path]) => /compare\/.*run/.test(path.slice(out.length))));
  }));

const FIFOS = ["run.json", "evaluation.json", "history.jsonl", "pictures/case_1.jpg"]
  .concat("pictures/case_1.truth.png", "pictures/case_1.prediction.png", "epochs/case_0.002.png");
for (const name of FIFOS) {
  Deno.test({
    name: `a FIFO as ${name} holds no build up`,
    ignore: withoutUnix(),
    fn: () =>
      inFolder(async (folder) => {
        await makeFifo(`${folder}/run/${name}`);
        await makeRun(`${folder}/good`, { cases: 3 });
        const { leftOut } = await buildSite({
          runs: [`${folder}/run`, `${folder}/good`],
          out: `${folder}/_site`,
        });
        const [{ reason }] = [...leftOut.runs, ...leftOut.pictures];
        assert.match(reason, /it must be a file, got a FIFO/);
      }),
  });
}

Deno.test("a run folder that is a link itself is read", () =>
  inFolder(async (folder) => {
    await Deno.symlink(`${folder}/run`, `${folder}/latest`);
    const { runs, leftOut } = await buildSite({
      runs: [`${folder}/latest`],
      out: `${folder}/_site`,
    });
    assert.deepEqual([runs[0].name, leftOut], ["run", { runs: [], pictures: [] }]);
  }));

Deno.test("a published JPEG keeps its pixels and orientation, and loses what is no picture", async () => {
  const data = Uint8Array.from({ length: 8 * 16 * 3 }, (_, i) => i % 251);
  const plain = await encodeJpeg({ data, width: 8, height: 16 });
  const segment = (marker: number, text: string) => {
    const body = new TextEncoder().encode(text);
    return [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
  };
  const exif = segment(
    0xe1,
    `Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0${SECRET}`,
  );
  const full = Uint8Array.from([
    ...plain.subarray(0, 2),
    ...exif,
    ...segment(0xfe, SECRET),
    ...segment(0xed, SECRET),
    ...plain.subarray(2),
    ...new TextEncoder().encode(SECRET),
  ]);
  assert.equal(readPhotographHeader(full).orientation, 6);
  const clean = cleanPhotograph(full);
  assert.ok(!new TextDecoder("latin1").decode(clean).includes(SECRET));
  assert.deepEqual(readPhotographHeader(clean), { ...readPhotographHeader(full) });
  // without its orientation it is the file that was encoded
  assert.equal(clean.length, plain.length + 36);
  assert.deepEqual(clean.subarray(38), plain.subarray(2));
  assert.deepEqual(cleanPhotograph(plain), plain);
  assert.throws(() => cleanPhotograph(plain.subarray(0, plain.length - 20)), TypeError);
});

Deno.test("a published PNG loses its texts and what stands behind its end", async () => {
  const { encode } = await import("fast-png");
  const pixels = { width: 2, height: 2, channels: 3 as const, data: new Uint8Array(12).fill(90) };
  const plain = encode(pixels);
  const full = encode({ ...pixels, text: { Comment: SECRET } } as Parameters<typeof encode>[0]);
  const tailed = Uint8Array.from([...full, ...new TextEncoder().encode(SECRET)]);
  assert.ok(new TextDecoder("latin1").decode(full).includes(SECRET));
  assert.deepEqual(cleanPhotograph(tailed), plain);
  assert.throws(() => cleanPhotograph(plain.subarray(0, plain.length - 12)), /PNG/);
});
