// deno task train --folds and --seeds as their users meet them.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { writeMenagerie } from "../../data/mod.ts";
import { putFolder } from "../data/put_folder.ts";
import { assertConfidence } from "../evaluation/run_folder/assert_confidence.ts";
import { fails, inFolder, killAfter, remains, SMALL, train } from "./train_command.ts";
import { predict } from "./predict_command.ts";

const FEW = [...SMALL, ..."--animals 12 --epochs 2".split(" ")];

/** The values of a .npy file of float32. */
function valuesOf(npy: Uint8Array<ArrayBuffer>): Float32Array {
  return new Float32Array(npy.buffer.slice(10 + npy[8] + 256 * npy[9]));
}

/** What must not depend on threads and interruptions: the figures, and each member's bits. */
async function remainsOf(run: string) {
  const { evaluation } = await readRun(run);
  const members = [1, 2, 3].map((member) => remains(`${run}/members/${member}`));
  return { cases: evaluation?.cases, members: await Promise.all(members) };
}

Deno.test("each image is measured once, by the fold's model that has not seen it; kills and threads change no bit", async () => {
  await inFolder(async (folder) => {
    const whole = `${folder}/whole`, broken = `${folder}/broken`;
    const { stdout, stderr } = await train(
      ...FEW,
      "--folds",
      "3",
      "--threads",
      "1",
      "--out",
      whole,
    );
    assert.match(stdout, /^data .*: 12 images in 3 folds$/m, stderr);
    const { run, evaluation } = await readRun(whole), { cases } = evaluation!;
    assert.deepEqual([run?.status, run?.members], ["done", 3]);
    assert.deepEqual(cases.map(({ id }) => id).sort(), run!.data.test.toSorted());
    assert.equal(cases.length, 12);
    await assertConfidence(whole, evaluation!);
    // of three images a fold nothing is shown to help
    const tried = run!.postProcessing!.classes;
    assert.deepEqual(tried.map(({ name }) => name), evaluation!.classes.map(({ name }) => name));
    assert.match(stdout, /^post {4}none: it raises no class's Dice by 0\.001 beyond chance$/m);
    for (const member of [1, 2, 3]) {
      const { run, evaluation } = await readRun(`${whole}/members/${member}`);
      const own = cases.filter((one) => one.member === member);
      const seen = [...run!.data.train, ...run!.data.validation];
      assert.deepEqual(own.filter(({ id }) => seen.includes(id)), []);
      assert.deepEqual(own.map(({ id }) => id), run!.data.test);
      assert.deepEqual(own.map(({ classes }) => classes), evaluation!.cases.map((c) => c.classes));
      for (const { pictures } of own) await Deno.stat(`${whole}/${pictures!.prediction}`);
    }
    const flags = [...FEW, "--folds", "3", "--threads", "3", "--out", broken];
    await killAfter({ isBegun: `${broken}/members/2/history.jsonl` }, ...flags);
    await killAfter({ isBegun: `${broken}/members/3/run.json` }, "--resume", broken);
    await train("--resume", broken);
    assert.deepEqual(await remainsOf(broken), await remainsOf(whole));

    await fails(1, /nothing is left to train of its 3 members/, "--resume", whole);
    const longer = ["--epochs", "4"];
    await fails(1, /must all have the same number of epochs/, "--resume", whole, ...longer);
    await fails(
      1,
      /must all have the same number of epochs/,
      "--resume",
      `${whole}/members/1`,
      ...longer,
    );
    await fails(
      1,
      /it is a member of a run; deno task train --resume \S+whole --from-start trains all/,
      "--resume",
      `${whole}/members/1`,
      "--from-start",
    );
    await fails(1, /several: name a member, .*members.1/, ...FEW, "--init", whole);

    // one member alone is the same training
    const alone = `${folder}/alone`;
    await train(...FEW, "--folds", "3", "--member", "2", "--out", alone);
    assert.deepEqual(await remains(alone), await remains(`${whole}/members/2`));
  });
});

Deno.test("a run takes members that were trained alone, with its settings, and trains the others", async () => {
  await inFolder(async (folder) => {
    const whole = `${folder}/whole`, parts = `${folder}/parts`, three = [...FEW, "--folds", "3"];
    await train(...three, "--out", whole);
    await train(...three, "--member", "1", "--out", `${parts}/members/1`);
    const other = /members\/1: it must have the settings asked for, and has lr 0\.001, got 0\.1/;
    await fails(1, other, ...three, "--lr", "0.1", "--out", parts);
    const timed = "--size 32 --animals 12 --folds 3 --minutes 1".split(" ");
    await fails(
      2,
      /all have the same number of epochs: add the --epochs/,
      ...timed,
      "--out",
      parts,
    );
    const { code, stderr } = await train(...three, "--out", parts);
    assert.equal(code, 0, stderr);
    assert.deepEqual(await remainsOf(parts), await remainsOf(whole));
  });
});

Deno.test("a run takes no member that learned from other images", async () => {
  await inFolder(async (folder) => {
    const discs = (radius: number) => (_: number, x: number, y: number) =>
      Number(Math.hypot(x - 20, y - 16) < radius);
    for (const [name, radius] of [["a", 9], ["b", 8]] as const) {
      const about = { count: 6, width: 40, height: 32, valueAt: discs(radius) };
      await putFolder(`${folder}/${name}/data`, about);
    }
    const seeds =
      "--preset sample --backend simd --size 32 --features 2 --batch 4 --epochs 1 --seeds 2";
    const from = (name: string) => [...seeds.split(" "), "--data", `${folder}/${name}/data`];
    const { code, stderr } = await train(
      ...from("a"),
      ...["--member", "1", "--out", `${folder}/parts/members/1`],
    );
    assert.equal(code, 0, stderr);
    const other = /Cannot resume .*members\/1: the data must be what the run began with/;
    await fails(1, other, ...from("b"), "--out", `${folder}/parts`);
  });
});

Deno.test("the mean of several seeds is measured and predicted", async () => {
  await inFolder(async (folder) => {
    const run = `${folder}/run`, images = `${folder}/animals`;
    const { stderr } = await train(...FEW, "--seeds", "2", "--out", run);
    const { run: record, evaluation } = await readRun(run);
    assert.equal(record?.status, "done", stderr);
    const [one, two] = await Promise.all([1, 2].map((k) => readRun(`${run}/members/${k}`)));
    assert.deepEqual(one.run?.data, two.run?.data);
    assert.notDeepEqual(one.history[0].trainLoss, two.history[0].trainLoss);
    const trained = await remains(`${run}/members/2`);
    const again = await train("--resume", run, "--from-start");
    assert.equal(again.code, 0, again.stderr);
    assert.doesNotMatch(again.stdout, /^done /m);
    assert.deepEqual(await remains(`${run}/members/2`), trained);
    assert.deepEqual(evaluation?.cases.map(({ id }) => id), one.run?.data.test);
    assert.ok(evaluation?.cases.every(({ member }) => member === undefined));

    await writeMenagerie(images, { count: 1, size: 32, seed: 7 });
    const probabilitiesOf = async (model: string) => {
      const out = `${model}-out`;
      const flags = ["--model", model, "--out", out, "--probabilities", "npy", `${images}/images`];
      const { code, stdout, stderr } = await predict(folder, flags);
      assert.equal(code, 0, stderr);
      const name = [...Deno.readDirSync(out)].find(({ name }) => name.endsWith(".npy"))!.name;
      return { stdout, values: valuesOf(await Deno.readFile(`${out}/${name}`)) };
    };
    const mean = await probabilitiesOf(run);
    assert.match(mean.stdout, /^model {3}the mean of 2 models' probabilities$/m);
    const [a, b] = [1, 2].map((k) => probabilitiesOf(`${run}/members/${k}`));
    const [{ values: first }, { values: second }] = [await a, await b];
    assert.ok(first.some((p, i) => Math.abs(p - second[i]) > 0.01));
    mean.values.forEach((p, i) => assert.ok(Math.abs(p - (first[i] + second[i]) / 2) < 1e-6));

    await Deno.writeTextFile(`${run}/run.json`, JSON.stringify({ ...record, status: "stopped" }));
    const { code, stderr: refused } = await predict(folder, ["--model", run, `${images}/images`]);
    assert.equal(code, 1);
    assert.match(
      refused,
      /all of its 2 members must be trained; to go on: deno task train --resume/,
    );
  });
});

Deno.test("wrong usage of folds and seeds is refused", async () => {
  await inFolder(async (folder) => {
    const run = `${folder}/run`;
    await fails(
      1,
      /Cannot make 13 folds of menagerie.*as many images, got 12/,
      ...FEW,
      "--folds",
      "13",
    );
    await fails(2, /--folds and --seeds both/, ...FEW, "--folds", "2", "--seeds", "2");
    await fails(2, /--tune tests on a part/, ...FEW, "--folds", "2", "--tune");
    await fails(2, /--member 1 is one of several: add/, ...FEW, "--member", "1");
    await fails(
      2,
      /--member must be at most --folds, 2, got 3/,
      ...FEW,
      "--folds",
      "2",
      "--member",
      "3",
    );
    await train(...FEW, "--epochs", "1", "--out", run);
    await fails(2, /--folds was left out, got 3/, "--resume", run, "--folds", "3");
  });
});
