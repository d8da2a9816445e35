// An experiment in which trainings differ in their epochs trains what they share once.
import assert from "node:assert/strict";
import { readRun } from "../../../evaluation/mod.ts";
import { beginEarlier, beginningsOf, orderOf } from "../../../training/explain/beginnings.ts";
import { type CornerRun, runsOf } from "../../../training/explain/corners.ts";
import { type Question, questionOf } from "../../../training/explain/question.ts";
import { settingsOf } from "../../../training/presets.ts";
import type { Settings } from "../../../training/settings.ts";
import { trainWhatIsLeft } from "../../../training/wanted_run.ts";
import { inFolder, isThere, remains } from "../../commands/train_command.ts";

/** Quick to train. */
const TINY: Settings = {
  ...settingsOf("sample"),
  ...{ backend: "simd", threads: 1, size: 32, features: 2, animals: 24, batch: 4, lr: 1e-3 },
  ...{ schedule: "constant", validation: 0.2 },
};

function question(a: Partial<Settings>, b: Partial<Settings>, out: string): Question {
  const sides = [{ name: "a", settings: { ...TINY, ...a } }, {
    name: "b",
    settings: { ...TINY, ...b },
  }];
  return questionOf(sides, { out, seeds: 2, isFull: true });
}

function runsFor(a: Partial<Settings>, b: Partial<Settings>, out = "out"): Promise<CornerRun[]> {
  return runsOf(question(a, b, out).corners, { seeds: 2, out, folders: [] });
}

/** Which training begins with which, by the names of corners and the seeds. */
async function sharedBy(a: Partial<Settings>, b: Partial<Settings>): Promise<string[]> {
  const runs = await runsFor(a, b);
  const told = ({ corner, seed }: CornerRun) => `${corner.name} ${seed}`;
  return [...await beginningsOf(runs, runs)].map((pair) => pair.map(told).join(" with ")).sort();
}

Deno.test("a training begins with the shorter one that differs in its epochs alone, of its own seed", async () => {
  assert.deepEqual(await sharedBy({ epochs: 1, lr: 1e-3 }, { epochs: 3, lr: 1e-2 }), [
    "a + epochs 0 with a 0",
    "a + epochs 1 with a 1",
    "b 0 with a + lr 0",
    "b 1 with a + lr 1",
  ]);
});

Deno.test("a training whose rates depend on its epochs, or that patience may end, begins with no other", async () => {
  for (const schedule of ["cosine", "step"] as const) {
    assert.deepEqual(await sharedBy({ epochs: 1, schedule }, { epochs: 3, schedule }), []);
  }
  assert.deepEqual(await sharedBy({ epochs: 1, patience: 2 }, { epochs: 3, patience: 2 }), []);
  assert.deepEqual(await sharedBy({ epochs: 1, film: "all" }, { epochs: 3, film: "all" }), []);
});

Deno.test("the quickest is trained first, but never before the one that it begins with", async () => {
  const runs = await runsFor({ epochs: 10 }, { epochs: 12 });
  const beginnings = await beginningsOf(runs, runs);
  const seconds = new Map(runs.map((run) => [run, run.settings.epochs === 10 ? 10 : 2]));
  const order = orderOf(runs, { seconds, beginnings });
  assert.deepEqual(order.map(({ corner, seed }) => `${corner.name} ${seed}`), [
    ...["a 0", "b 0", "a 1", "b 1"],
  ]);
});

Deno.test("what begins where a shorter training ended is the run that had all epochs from the start, bit for bit", async () => {
  await inFolder(async (folder) => {
    const { signal } = new AbortController();
    const [whole] = (await runsFor({ epochs: 1 }, { epochs: 3 }, `${folder}/whole`)).slice(2);
    await trainWhatIsLeft(whole, signal);
    const runs = await runsFor({ epochs: 1 }, { epochs: 3 }, `${folder}/shared`);
    const [short, , long] = runs;
    // a start that was killed left this
    await Deno.mkdir(`${long.folder}.begun/epochs`, { recursive: true });
    await Deno.writeTextFile(`${long.folder}.begun/epochs/other.png`, "not an epoch's");
    await beginEarlier(long, short);
    assert.equal(await isThere(long.folder), false, "what isn't done can't be gone on from");
    await trainWhatIsLeft(short, signal);
    const before = await remains(short.folder);
    await beginEarlier(long, short);
    assert.equal((await readRun(long.folder)).history.length, 1);
    await trainWhatIsLeft(long, signal);
    assert.deepEqual(await remains(long.folder), await remains(whole.folder));
    assert.deepEqual(await remains(short.folder), before);
    const [own, other] = (await Promise.all([long, whole].map(({ folder }) => readRun(folder))))
      .map(({ run }) => {
        const { settings, command, status, notes, trainedOn, bestEpoch, published } = run!;
        return { settings, command, status, notes, trainedOn, bestEpoch, published };
      });
    assert.deepEqual(own, other);
  });
});
