// deno task train --curve as its users meet it.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { writeMenagerie } from "../../data/mod.ts";
import { predict } from "./predict_command.ts";
import { fails, inFolder, killAfter, remains, SMALL, train } from "./train_command.ts";

const FEW = [...SMALL, ..."--animals 14 --epochs 2 --validation 0 --curve".split(" ")];

Deno.test("four models learn from ever fewer images in as many steps; a kill and threads change no bit", async () => {
  await inFolder(async (folder) => {
    const whole = `${folder}/whole`, broken = `${folder}/broken`;
    const { stdout, stderr } = await train(...FEW, "--threads", "1", "--out", whole);
    const { run, evaluation } = await readRun(whole);
    assert.equal(run?.status, "done", stderr);
    assert.deepEqual([run!.members, run!.curve], [4, [1, 0.5, 0.25, 0.125]]);
    assert.match(stdout, /^ +images +mean Dice +foreground +background +border/m);
    assert.match(stdout, /^(18 images, twice as many|What more images would bring)/m);
    const members = await Promise.all(
      [1, 2, 3, 4].map((member) => readRun(`${whole}/members/${member}`)),
    );
    assert.deepEqual(members.map((m) => m.run!.data.train.length), [9, 5, 2, 1]);
    for (const { run: own } of members) assert.deepEqual(own!.data.test, run!.data.test);
    const figures = (cases = evaluation!.cases) =>
      cases.map(({ id, classes }) => ({ id, classes }));
    assert.deepEqual(figures(), figures(members[0].evaluation!.cases));

    await killAfter(
      { isBegun: `${broken}/members/2/history.jsonl` },
      ...FEW,
      "--threads",
      "2",
      "--out",
      broken,
    );
    await train("--resume", broken);
    for (const member of [1, 2, 3, 4]) {
      const [one, other] = [broken, whole].map((run) => remains(`${run}/members/${member}`));
      assert.deepEqual(await one, await other);
    }
    assert.deepEqual((await readRun(broken)).evaluation!.cases, evaluation!.cases);
    // one model alone is the same training
    const alone = `${folder}/alone`;
    await train(...FEW, "--member", "3", "--out", alone);
    assert.deepEqual(await remains(alone), await remains(`${whole}/members/3`));

    // what predicts is the model of all images
    await writeMenagerie(`${folder}/animals`, { count: 1, size: 32, seed: 7 });
    const masks = await Promise.all([whole, `${whole}/members/1`].map(async (model, i) => {
      const out = `${folder}/out${i}`;
      const { code, stderr } = await predict(folder, [
        "--model",
        model,
        "--out",
        out,
        `${folder}/animals/images`,
      ]);
      assert.equal(code, 0, stderr);
      const { name } = [...Deno.readDirSync(out)].find(({ name }) => name.endsWith(".png"))!;
      return await Deno.readFile(`${out}/${name}`);
    }));
    assert.deepEqual(masks[0], masks[1]);
  });
});

Deno.test("a curve of too few images, of folds, and a model that it hasn't are refused", async () => {
  await fails(
    1,
    /learning curve of .* at least 8 images .* got 7 images/,
    ...FEW,
    "--animals",
    "10",
  );
  await fails(2, /--curve needs one test set/, ...FEW, "--folds", "2");
  await fails(2, /at most the models of --curve, 4, got 5/, ...FEW, "--member", "5");
});
