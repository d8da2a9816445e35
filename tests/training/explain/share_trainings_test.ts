// Processes that share an experiment: nothing is trained twice, and nothing is left out.
import assert from "node:assert/strict";
import { type Lock, lockFile } from "../../../io/mod.ts";
import type { CornerRun } from "../../../training/explain/corners.ts";
import { trainUnclaimed } from "../../../training/explain/share_trainings.ts";
import { inFolder } from "../../commands/train_command.ts";

/** Trainings of which only the folder matters. */
function runsIn(folder: string, names: string): CornerRun[] {
  return [...names].map((name) => ({ folder: `${folder}/${name}` }) as CornerRun);
}

/** What is trained, and what is left to others, while another process does something. */
async function shared(
  folder: string,
  { names = "abc", measured = "", longer = {}, onTrain = () => {} }: {
    names?: string;
    measured?: string;
    longer?: Record<string, string>;
    onTrain?: () => void;
  },
): Promise<[trained: string, left: string]> {
  const runs = runsIn(folder, names), nameOf = (run: CornerRun) => run.folder.at(-1)!;
  const by = (name: string) => runs.find((run) => nameOf(run) === name)!;
  const beginnings = new Map(Object.entries(longer).map((pair) => [by(pair[0]), by(pair[1])]));
  let trained = "";
  const left = await trainUnclaimed(runs, {
    beginnings,
    isMeasured: (run) => Promise.resolve(measured.includes(nameOf(run))),
    train(run) {
      trained += nameOf(run);
      onTrain();
      return Promise.resolve();
    },
  });
  return [trained, left.map(nameOf).join("")];
}

const claim = (folder: string, name: string): Promise<Lock> => lockFile(`${folder}/${name}.lock`);

Deno.test("what others train is left to them, and what they have measured isn't trained again", async () => {
  await inFolder(async (folder) => {
    using _other = await claim(folder, "b");
    assert.deepEqual(await shared(folder, { names: "abcd", measured: "c" }), ["ad", "b"]);
  });
});

Deno.test("what another process gave up is trained in the end", async () => {
  await inFolder(async (folder) => {
    const other = await claim(folder, "a");
    const onTrain = () => other.release();
    assert.deepEqual(await shared(folder, { onTrain }), ["bca", ""]);
  });
});

Deno.test("a training waits for the one that it begins with, as long as there is another to do", async () => {
  await inFolder(async (folder) => {
    const other = await claim(folder, "a"), longer = { b: "a" };
    assert.deepEqual(await shared(folder, { longer }), ["c", "ab"]);
    const onTrain = () => other.release();
    assert.deepEqual(await shared(folder, { longer, onTrain }), ["cab", ""]);
  });
});
