// Older runs get the fingerprints of their truths from their pictures.
import assert from "node:assert/strict";
import { type Evaluation, readRun, writeEvaluation } from "../../../evaluation/mod.ts";
import { withTruthHashes } from "../../../evaluation/comparison/truth_hashes.ts";
import { makeRun } from "../../site/make_run.ts";

Deno.test("a run without hashes gets from its pictures the hashes that were written with them", async () => {
  await inFolder(async (folder) => {
    const { evaluation: before } = await readRun(`${folder}/new`);
    await change(`${folder}/old`, ({ truthHash: _, ...one }) => one);
    const runs = await Promise.all(["new", "old"].map((name) => readRun(`${folder}/${name}`)));
    assert.ok(runs[1].evaluation!.cases.every((one) => one.truthHash === undefined));
    const [, old] = await withTruthHashes(runs);
    assert.deepEqual(
      old.evaluation!.cases.map((one) => one.truthHash),
      before!.cases.map((one) => one.truthHash),
    );
  });
});

Deno.test("a truth's picture that leads out of the folder, is missing, broken or of another size gives no hash", async () => {
  await inFolder(async (folder) => {
    await Deno.symlink(
      `${folder}/new/pictures/case_0.truth.png`,
      `${folder}/old/pictures/link.png`,
    );
    await Deno.writeTextFile(`${folder}/old/pictures/broken.png`, "no PNG");
    const pictures = [
      "pictures/link.png",
      "pictures/none.png",
      "pictures/broken.png",
    ];
    await change(`${folder}/old`, ({ truthHash: _, ...one }, i) => ({
      ...one,
      ...(i < 3 ? { pictures: { truth: pictures[i] } } : i === 3 ? { shape: [16, 64] } : {}),
    }));
    const runs = await Promise.all(["new", "old"].map((name) => readRun(`${folder}/${name}`)));
    const [, old] = await withTruthHashes(runs);
    assert.deepEqual(
      old.evaluation!.cases.map((one) => one.truthHash !== undefined),
      [false, false, false, false, true, true],
    );
  });
});

Deno.test("pictures of a run that shares no case are left alone", async () => {
  await inFolder(async (folder) => {
    await change(`${folder}/old`, ({ truthHash: _, ...one }) => one);
    const old = await readRun(`${folder}/old`);
    assert.equal((await withTruthHashes([old]))[0], old);
  });
});

/** Two runs of the same six cases. */
async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of ["new", "old"]) await makeRun(`${folder}/${name}`, { cases: 6 });
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function change(
  folder: string,
  edit: (one: Evaluation["cases"][0], i: number) => Evaluation["cases"][0],
): Promise<void> {
  const { evaluation } = await readRun(folder);
  await writeEvaluation(`${folder}/evaluation.json`, {
    ...evaluation!,
    cases: evaluation!.cases.map(edit),
  });
}
