// The loop that measures cases: in a run folder, one at a time, with names that any disk tells apart.
import assert from "node:assert/strict";
import { type CaseMasks, evaluateCases, readEvaluation, readRun } from "../../../evaluation/mod.ts";
import { filesBelow, folderTest } from "./evaluate_command.ts";

const CLASSES = [{ label: 1, name: "cat", color: "#e07a3f" }];

/** A case of four pixels. */
function maskOf(id: string, ...prediction: number[]): CaseMasks {
  return {
    id,
    group: "cats",
    shape: [2, 2],
    truth: Uint8Array.of(0, 1, 1, 255),
    prediction: Uint8Array.from(prediction),
  };
}

folderTest("evaluateCases() measures, draws, counts and writes what it returns", async (folder) => {
  const image = new Uint8Array(12).fill(100);
  const cases = [{ ...maskOf("a", 0, 1, 1, 1), image }, maskOf("b", 1, 1, 0, 0)];
  const heard: number[] = [];
  const evaluation = await evaluateCases(folder, cases, {
    ids: ["a", "b"],
    classes: CLASSES,
    ignore: [255],
    title: "Mine",
    constantDice: { cat: 0.5 },
    onCase: (done) => heard.push(done),
  });
  assert.deepEqual(await readEvaluation(`${folder}/evaluation.json`), evaluation);
  assert.deepEqual((await readRun(folder)).evaluation, evaluation);
  assert.deepEqual(evaluation.cases.map(({ classes }) => classes.cat.dice), [1, 0.5]);
  assert.deepEqual(evaluation.cases.map(({ ignored }) => ignored), [1, 1]);
  assert.ok(evaluation.cases.every(({ truthHash }) => truthHash?.length === 32));
  const { title, ignore, constantDice, confusion, unlabelled } = evaluation;
  assert.deepEqual([title, ignore, constantDice, confusion], ["Mine", [255], { cat: 0.5 }, [[3]]]);
  assert.deepEqual(unlabelled, { truth: [1], prediction: [1], both: 1 });
  assert.deepEqual(heard, [1, 2]);
  assert.deepEqual(await filesBelow(folder), [
    "evaluation.json",
    "pictures/a.jpg",
    "pictures/a.prediction.png",
    "pictures/a.truth.png",
    "pictures/b.prediction.png",
    "pictures/b.truth.png",
  ]);
});

folderTest(
  "ids that differ only in case have pictures of their own on any disk",
  async (folder) => {
    const cases = [maskOf("a", 0, 1, 1, 1), maskOf("A", 1, 1, 0, 0)];
    await evaluateCases(folder, cases, { ids: ["a", "A", "b"], classes: CLASSES });
    const files = (await filesBelow(`${folder}/pictures`)).map((file) => file.toLowerCase());
    assert.equal(new Set(files).size, 4);
  },
);

folderTest(
  "a case is asked for when the one before is done, and none after an abort",
  async (folder) => {
    const controller = new AbortController(), reason = new Error("enough");
    const order: string[] = [];
    async function* cases() {
      for (const id of ["a", "b", "c"]) {
        order.push(`read ${id}`);
        yield await Promise.resolve(maskOf(id, 0, 1, 1, 1));
      }
    }
    const work = evaluateCases(folder, cases(), {
      ids: ["a", "b", "c"],
      classes: CLASSES,
      signal: controller.signal,
      onCase(done) {
        order.push(`done ${done}`);
        if (done === 2) controller.abort(reason);
      },
    });
    await assert.rejects(work, reason);
    assert.deepEqual(order, ["read a", "done 1", "read b", "done 2", "read c"]);
    assert.ok(!(await filesBelow(folder)).includes("evaluation.json"));
  },
);

folderTest("a case that ids doesn't contain is refused", async (folder) => {
  const work = evaluateCases(folder, [maskOf("x", 0, 1, 1, 1)], { ids: ["a"], classes: CLASSES });
  await assert.rejects(work, /Cannot evaluate case "x": ids must contain the id of every case/);
});

folderTest("a second case of the same id is refused when it comes", async (folder) => {
  const one = maskOf("a", 0, 1, 1, 1), done: number[] = [];
  const options = { ids: ["a", "a"], classes: CLASSES, onCase: (n: number) => void done.push(n) };
  await assert.rejects(
    evaluateCases(folder, [one, one], options),
    /Cannot evaluate case "a": ids must contain the id of every case, and no two have the same/,
  );
  assert.deepEqual(done, [1]);
});

folderTest(
  "classes that can't be written are refused before any case is measured",
  async (folder) => {
    const [cat] = CLASSES, cases = () => assert.fail("a case was asked for");
    const iterable = { [Symbol.iterator]: cases as () => Iterator<CaseMasks> };
    const refuses = (classes: typeof CLASSES, message: RegExp) =>
      assert.rejects(evaluateCases(folder, iterable, { ids: ["a"], classes }), message);
    await refuses([{ ...cat, color: "orange" }], /\/classes\/0\/color must match/);
    await refuses([cat, { ...cat, label: 2 }], /class names must be unique/);
    assert.deepEqual(await filesBelow(folder), []);
  },
);
