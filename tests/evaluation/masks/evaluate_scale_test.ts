// Many cases: workers, kills, parts. However it was done, the figures are the same.
import assert from "node:assert/strict";
import { mergeShards, type Shard } from "../../../evaluation/mod.ts";
import { mulberry32 } from "../../../core/mod.ts";
import { contentOf, filesBelow, folderTest } from "./evaluate_command.ts";
import { evaluateJob, writeMasks } from "./evaluate_job.ts";

const CLASSES = [1, 2].map((label) => ({ label, name: `label ${label}`, color: "#e07a3f" }));

/** 40 pairs of random masks. */
async function manyMasks(folder: string): Promise<{ truth: string; prediction: string }> {
  const random = mulberry32(18);
  const masks = Array.from({ length: 40 }, (_, i) =>
    ["truth", "prediction"].map((side) => [
      `${side}/case_${i}.npy`,
      Array.from({ length: 30 }, () => Math.floor(random() * 3)),
    ])).flat();
  await writeMasks(folder, Object.fromEntries(masks));
  return { truth: `${folder}/truth`, prediction: `${folder}/prediction` };
}

folderTest("evaluate gives the same bytes whatever the number of workers", async (folder) => {
  const sources = await manyMasks(folder);
  const runs = [];
  for (const workers of [1, 3]) {
    await evaluateJob(sources, { out: `${folder}/${workers}/run`, workers });
    runs.push(await contentOf(`${folder}/${workers}/run`));
  }
  assert.equal(Object.keys(runs[0]).length, 85);
  assert.deepEqual(runs[1], runs[0]);
});

for (const count of [1, 3, 8]) {
  folderTest(`${count} parts merged give the bytes of the whole`, async (folder) => {
    const sources = await manyMasks(folder), classes = CLASSES;
    const whole = `${folder}/whole/run`;
    await evaluateJob(sources, { out: whole, classes, settings: { out: whole } });
    const parts = Array.from({ length: count }, (_, i) => `${folder}/part-${i + 1}`);
    for (const [i, out] of parts.entries()) {
      const shard: Shard = { part: i + 1, of: count };
      const settings = { out, shard: `${i + 1}/${count}` };
      await evaluateJob(sources, { out, classes, shard, settings });
    }
    await mergeShards(parts.toReversed(), `${folder}/merged/run`);
    assert.deepEqual(await contentOf(`${folder}/merged/run`), await contentOf(whole));
  });
}

folderTest("merge refuses gaps, doubles, other settings and other cases", async (folder) => {
  const sources = await manyMasks(folder), classes = CLASSES;
  const part = async (
    name: string,
    shard: Shard,
    more: Partial<Parameters<typeof evaluateJob>[1]> = {},
  ) => {
    const out = `${folder}/${name}`;
    await evaluateJob(sources, { out, classes, shard, ...more });
    return out;
  };
  const one = await part("one", { part: 1, of: 3 }), two = await part("two", { part: 2, of: 3 });
  const three = await part("three", { part: 3, of: 3 });
  const other = await part("other", { part: 2, of: 2 });
  const ignoring = await part("ignoring", { part: 3, of: 3 }, { settings: { ignore: "2" } });
  const whole = `${folder}/whole`;
  await evaluateJob(sources, { out: whole, classes });
  await writeMasks(folder, { "truth/new.npy": [0, 1], "prediction/new.npy": [0, 1] });
  const newer = await part("newer", { part: 3, of: 3 });
  const refused: [string[], RegExp][] = [
    [[one, three], /^Error: Cannot merge 2 of 3 parts: all must be given, missing 2$/],
    [[one, two, three, two], /Cannot merge part 2 of 3 twice: \S*two and \S*two$/],
    [[one, two, ignoring], /one and \S*ignoring: their settings .* --ignore nothing and "2"$/],
    [[one, other], /they must be parts of the same number, got 3 and 2$/],
    [[one, two, newer], /parts of the same cases, but masks were added or removed/],
    [[one, whole], /Cannot merge \S*whole: it must be a part that --shard made, got a whole run$/],
  ];
  for (const [folders, message] of refused) {
    await assert.rejects(mergeShards(folders, `${folder}/out`), message);
    await assert.rejects(Deno.stat(`${folder}/out`), Deno.errors.NotFound);
  }
  const run = JSON.parse(await Deno.readTextFile(`${two}/run.json`));
  const changes: [object, RegExp][] = [
    [{ status: "stopped" }, /two: part 2 of 3 must be done, run its command again$/],
    [{ shard: { ...run.shard, part: 1 } }, /two: the case \S* must be in another part than 1$/],
  ];
  for (const [change, message] of changes) {
    await Deno.writeTextFile(`${two}/run.json`, JSON.stringify({ ...run, ...change }));
    await assert.rejects(mergeShards([one, two, three], `${folder}/out`), message);
  }
});

folderTest(
  "a part that is done has nothing left to do, unless a mask has changed",
  async (folder) => {
    const sources = await manyMasks(folder), out = `${folder}/part/run`;
    const job = { out, classes: CLASSES, shard: { part: 1, of: 2 } };
    const { evaluation: { cases } } = await evaluateJob(sources, job);
    const before = await contentOf(out), path = `${out}/run.json`;
    const run = JSON.parse(await Deno.readTextFile(path));
    await Deno.writeTextFile(path, JSON.stringify({ ...run, seconds: 1000 }, null, 2));
    const { notes } = await evaluateJob(sources, job);
    const { seconds } = JSON.parse(await Deno.readTextFile(path));
    assert.ok(seconds > 1000, "those of earlier attempts count");
    assert.deepEqual(notes, [`${cases.length} cases measured before`]);
    assert.deepEqual(await contentOf(out), before);
    await writeMasks(`${folder}/truth`, { [`${cases[0].id}.npy`]: [1, 1] });
    await assert.rejects(evaluateJob(sources, job), /it must not exist yet/);
    assert.deepEqual(await contentOf(out), before);
  },
);

folderTest("an evaluation continues from every state of its journal", async (folder) => {
  const sources = await manyMasks(folder),
    whole = `${folder}/whole/run`,
    out = `${folder}/again/run`;
  await evaluateJob(sources, { out: whole, workers: 1 });
  const { "evaluation.json": expected } = await contentOf(whole);
  const half = new AbortController();
  let isMeasured = false;
  await assert.rejects(
    evaluateJob(sources, {
      out,
      workers: 1,
      signal: half.signal,
      onStart: (_, job) => isMeasured = job === "measure",
      onCase: (done) => isMeasured && done === 6 && half.abort(new Error("enough")),
    }),
    /enough/,
  );
  const journal = await Deno.readFile(`${out}/cases.jsonl`);
  assert.match(await Deno.readTextFile(`${out}/run.json`), /"status": ?"stopped"/);
  const ends = [...new TextDecoder().decode(journal).matchAll(/\n/g)].map(({ index }) => index + 1);
  const damaged = journal.slice();
  damaged[ends[3] - 20] ^= 1;
  const states: [what: string, bytes: Uint8Array, finished: number][] = [
    ["whole", journal, 6],
    ["a torn last line", journal.subarray(0, -7), 5],
    ["a line without its end", journal.subarray(0, -1), 5],
    ["a damaged line", damaged, 2],
    ["lost pictures", journal, 0],
    ["its first line", journal.subarray(0, ends[0]), 0],
  ];
  for (const [what, bytes, finished] of states) {
    await Deno.remove(out, { recursive: true });
    await Deno.mkdir(`${out}/pictures`, { recursive: true });
    for (const file of what === "lost pictures" ? [] : await filesBelow(`${whole}/pictures`)) {
      await Deno.copyFile(`${whole}/pictures/${file}`, `${out}/pictures/${file}`);
    }
    const stoppedRun = { status: "running", backend: "files", data: { test: [] } };
    await Deno.writeTextFile(`${out}/run.json`, JSON.stringify(stoppedRun));
    await Deno.writeFile(`${out}/cases.jsonl`, bytes);
    const counts: number[] = [];
    const { notes } = await evaluateJob(sources, {
      out,
      workers: 1,
      onCase: (n) => counts.push(n),
    });
    const said = finished === 0 ? [] : [`${finished} cases measured before`];
    assert.deepEqual(notes, said, what);
    assert.equal(counts.length, 40 - finished + (finished > 0 ? 1 : 0), what);
    assert.equal((await contentOf(out))["evaluation.json"], expected, what);
  }
});

folderTest(
  "an evaluation starts anew where a mask or a setting has changed, and says so",
  async (folder) => {
    const sources = await manyMasks(folder), out = `${folder}/run`;
    const begin = async (): Promise<void> => {
      const stop = new AbortController();
      let isMeasured = false;
      await assert.rejects(
        evaluateJob(sources, {
          out,
          workers: 1,
          signal: stop.signal,
          onStart: (_, job) => isMeasured = job === "measure",
          onCase: (done) => isMeasured && done === 3 && stop.abort(new Error("enough")),
        }),
        /enough/,
      );
    };
    await begin();
    const other = await evaluateJob(sources, { out, spacing: [2, 1] });
    assert.match(
      other.notes.join(),
      /^the masks or the settings have changed since \S*run was begun: it starts anew$/,
    );
    assert.deepEqual(other.evaluation.cases[0].spacing, [2, 1]);
    await Deno.remove(out, { recursive: true });
    await begin();
    await writeMasks(folder, { "truth/case_0.npy": [1, 1], "prediction/case_0.npy": [1, 1] });
    const changed = await evaluateJob(sources, { out });
    assert.match(changed.notes.join(), /it starts anew$/);
    assert.deepEqual(changed.evaluation.cases[0].shape, [1, 2]);
  },
);
