// A run that is done stays whole while it is trained on, whatever happens to the longer training.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { longerFolder, takePlace } from "../../training/longer.ts";
import { filesBelow } from "./predict_command.ts";
import {
  epochsOf,
  fails,
  inFolder,
  isThere,
  remains,
  SMALL,
  start,
  train,
  untilHolds,
} from "./train_command.ts";

/** With a constant rate the longer run is one that had all epochs from the start. */
const PLAIN = [...SMALL, ..."--schedule constant --validation 0.2".split(" ")];

Deno.test("a run that is done changes only when a longer training is done, however often that is killed", async () => {
  await inFolder(async (folder) => {
    const [whole, run] = [`${folder}/whole`, `${folder}/run`], longer = longerFolder(run);
    await train(...PLAIN, "--epochs", "4", "--out", whole);
    await train(...PLAIN, "--epochs", "1", "--out", run);
    const before = await contentOf(run);
    for (const epoch of [2, 3]) {
      const more = epoch === 2 ? ["--epochs", "4"] : [];
      const child = start("--resume", run, ...more), ended = child.output();
      await untilHolds(child, async () => await epochsOf(longer) >= epoch);
      child.kill("SIGKILL");
      await ended;
      assert.deepEqual(await contentOf(run), before);
    }
    await fails(2, /--epochs was 4, got 6/, "--resume", run, "--epochs", "6");
    await fails(
      1,
      /it holds the longer training of \S+\/run; resume \S+\/run$/m,
      "--resume",
      longer,
    );
    const { code, stdout, stderr } = await train("--resume", run);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Written to \S+\/run: model, figures, pictures\.$/m);
    assert.equal(await isThere(longer), false);
    assert.deepEqual(await remains(run), await remains(whole));
    const { run: record, evaluation } = await readRun(run);
    assert.deepEqual(
      [record!.status, record!.settings.epochs, record!.trainedOn, evaluation!.name],
      ["done", 4, [1], "run"],
    );
  });
});

Deno.test("a longer training that was killed while it took the run's place takes it at the next start", async () => {
  await inFolder(async (run) => {
    const longer = longerFolder(run);
    const put = async (path: string, text: string) => {
      await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(path, text);
    };
    const names = ["evaluation.json", "model/weights.bin", "pictures/a.jpg", "run.json"];
    for (const name of names) await put(`${run}/${name}`, "before");
    await put(`${run}/pictures/b.jpg`, "before");
    for (const name of names) await put(`${longer}/${name}`, "after");
    await Deno.rename(`${longer}/model/weights.bin`, `${run}/model/weights.bin`);
    await takePlace(run);
    const found = await contentOf(run);
    assert.deepEqual(found, {
      ...Object.fromEntries(names.map((name) => [name, "after"])),
      "pictures/b.jpg": "before",
    });
    assert.equal(await isThere(longer), false);
  });
});

Deno.test("a run that is done is trained again from the first epoch with --from-start alone", async () => {
  await inFolder(async (run) => {
    await train(...PLAIN, "--epochs", "1", "--out", run);
    const before = await remains(run);
    await Deno.remove(`${run}/model`, { recursive: true });
    const { code, stdout, stderr } = await train("--resume", run, "--from-start");
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stdout, /done after epoch/);
    assert.deepEqual(await remains(run), before);
    const { run: record } = await readRun(run);
    assert.deepEqual([record!.status, record!.trainedOn], ["done", undefined]);
  });
});

/** The content of a run's files, those of a longer training and the lock aside. */
async function contentOf(run: string): Promise<Record<string, string>> {
  const names = (await filesBelow(run)).filter((name) => !/^(longer\/|\.lock$)/.test(name));
  const contents = await Promise.all(
    names.map(async (name) =>
      new TextDecoder("latin1").decode(await Deno.readFile(`${run}/${name}`))
    ),
  );
  return Object.fromEntries(names.map((name, i) => [name, contents[i]]));
}
