// deno task train from a trained model, and on a run that is done.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { exists } from "../../io/mod.ts";
import { readTrained } from "../../model/mod.ts";
import { putFolder } from "../data/put_folder.ts";
import { fails, inFolder, SMALL, train } from "./train_command.ts";

/** The default's schedule would fall to 0, and a validation set choose the epoch. */
const PLAIN = [...SMALL, ..."--schedule constant --validation 0".split(" ")];

Deno.test("a run that is done and trained on ends as one that had all epochs from the start", async () => {
  await inFolder(async (folder) => {
    const [whole, parts] = [`${folder}/whole`, `${folder}/parts`];
    await train(...PLAIN, "--epochs", "3", "--out", whole);
    const first = await train(...PLAIN, "--epochs", "1", "--out", parts);
    const alarm =
      /The model predicts only background, never foreground or border\. Likely causes?: /;
    assert.match(first.stderr, alarm);
    assert.match(String((await readRun(parts)).run!.notes), alarm);
    await fails(
      2,
      /--epochs must be a whole number of at least 1/,
      "--resume",
      parts,
      "--epochs",
      "0",
    );
    const before = (await readRun(parts)).evaluation!;
    // tried on the model that is replaced
    await Deno.writeTextFile(`${parts}/hypotheses.json`, "{}");
    const { code, stdout, stderr } = await train("--resume", parts, "--epochs", "3");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^run .*\/parts, done after epoch 1, trained further to 3$/m);
    assert.deepEqual(await digest(parts), await digest(whole));
    const [one, other] = [await readRun(whole), await readRun(parts)];
    assert.deepEqual(other.evaluation!.cases, one.evaluation!.cases);
    assert.notEqual(other.evaluation!.createdAt, before.createdAt);
    assert.deepEqual(other.history.map(({ epoch }) => epoch), [1, 2, 3]);
    assert.deepEqual(other.run!.settings, one.run!.settings);
    assert.deepEqual(other.run!.trainedOn, [1]);
    assert.equal(await exists(`${parts}/hypotheses.json`), false);
    // the settings alone repeat it
    assert.equal(other.run!.command, one.run!.command);
  });
});

Deno.test("trained on with another schedule, a run says what its rate did, and how to repeat it", async () => {
  await inFolder(async (folder) => {
    const run = `${folder}/run`;
    await train(...SMALL, "--validation", "0", "--epochs", "1", "--out", run);
    const { stdout } = await train("--resume", run, "--epochs", "3");
    const why =
      /The run was done after epoch 1 and trained further to 3: the learning rate rose again/;
    assert.match(stdout, why);
    const { run: record, history } = await readRun(run);
    assert.match(String(record!.notes), why);
    assert.match(
      record!.command!,
      /--out \S+\/run && deno task train --resume \S+\/run --epochs 3$/,
    );
    const [first, second] = history.map(({ learningRate }) => learningRate);
    assert.ok(second > 5 * first, `${first} ${second}`);
    await fails(
      2,
      /--epochs was 3, got 2; a run that is done can/,
      ...["--resume", run, "--epochs", "2"],
    );
  });
});

Deno.test("--init starts from a run's weights", async (t) => {
  await inFolder(async (folder) => {
    const [first, second, moved] = ["first", "second", "moved"].map((name) => `${folder}/${name}`);
    await train(...PLAIN, "--epochs", "1", "--features", "3", "--out", first);
    const before = await readTrained(`${first}/model`);
    // steps of nothing: what was taken is what is left
    const still = [...PLAIN.toSpliced(PLAIN.indexOf("--features"), 2), "--lr", "1e-30"];
    const begin = (init: string, ...args: string[]) =>
      train(...still, "--epochs", "1", "--init", init, ...args);

    await t.step("all of them, its settings with them, and leaves the run alone", async () => {
      const { code, stdout, stderr } = await begin(first, "--seed", "1", "--out", second);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^init .*first: all weights; encoder plain, features 3$/m);
      const { run } = await readRun(second);
      const { seen, ...weights } = run!.weights as { seen: number };
      assert.deepEqual(weights, { name: `${first}, all weights`, sha256: before.sha256 });
      assert.deepEqual([run!.settings.init, run!.settings.features], [first, 3]);
      assert.deepEqual(await trainable(second), await trainable(first));
      assert.equal((await readTrained(`${first}/model`)).sha256, before.sha256);
      // another seed has another split
      assert.match(
        stdout,
        new RegExp(`^note .*Of the 12 test images, ${seen} were trained on`, "m"),
      );
      assert.match(String(run!.notes), /say little about new images/);
    });
    await t.step("but a new last layer for other classes", async () => {
      const data = `${folder}/data`, run = `${folder}/other`;
      const valueAt = (_: number, x: number) => Math.floor(x / 10);
      await putFolder(data, { count: 4, width: 40, height: 24, valueAt });
      const { code, stdout, stderr } = await begin(first, "--data", data, "--out", run);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^init .*: all weights but the last layer's, whose classes are new/m);
      const after = await trainable(run), known = await trainable(first);
      const names = Object.keys(after).filter((name) =>
        String(after[name]) !== String(known[name])
      );
      assert.deepEqual(names, ["logits/kernel", "logits/bias"]);
    });
    await t.step("and needs the run only once", async () => {
      await Deno.rename(first, moved);
      const resumed = await train("--resume", second, "--epochs", "2");
      assert.equal(resumed.code, 0, resumed.stderr);
      const again = ["--resume", second, "--epochs", "4", "--from-start"];
      await fails(1, /Cannot start from .*first: .* got no such folder/, ...again);
      assert.equal((await readRun(second)).run!.status, "done");
    });
    await t.step("which must fit, and lies apart", async () => {
      const other = ["--features", "4", "--init", `${moved}/model`, "--out", `${folder}/no`];
      await fails(2, /--features must be the model's, 3, got 4; leave it out/, ...still, ...other);
      const inside = ["--init", moved, "--out", `${moved}/inside`];
      await fails(1, /inside the run to start from/, ...still, ...inside);
    });
  });
});

/** The weights that are trained, by name. */
async function trainable(run: string): Promise<Record<string, Float32Array>> {
  const { weights } = await readTrained(`${run}/model`);
  const entries = [...weights].filter(([name]) => !name.includes("/moving_"));
  return Object.fromEntries(entries.map(([name, { values }]) => [name, values]));
}

async function digest(run: string): Promise<string> {
  return (await readTrained(`${run}/model`)).sha256;
}
