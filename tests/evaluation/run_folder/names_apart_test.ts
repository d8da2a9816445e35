// Runs whose folders have one name are told apart wherever they are named.
import assert from "node:assert/strict";
import {
  compareModels,
  compareRuns,
  comparisonTables,
  type Evaluation,
  namedApart,
  rankingTables,
  readRun,
} from "../../../evaluation/mod.ts";
import { ASSD, CLASS, DICE, found } from "../cases.ts";
import { folderTest } from "../masks/evaluate_command.ts";

/** Writes three measured runs of one name, and returns their folders. */
async function threeRuns(folder: string): Promise<string[]> {
  const paths = ["one/x/unet", "two/x/unet", "two/y/unet"].map((path) => `${folder}/${path}`);
  for (const [i, path] of paths.entries()) {
    const evaluation: Evaluation = {
      schema: "triptych/evaluation@1",
      ...{ name: "unet", title: "unet", createdAt: "2026-01-01T00:00:00Z" },
      ...{ classes: [CLASS], metrics: [DICE, ASSD], confusion: [[1]], triptychs: [] },
      cases: ["a", "b", "c"].map((id, k) => found(id, 10 / 11, 1 + i + k)),
    };
    await Deno.mkdir(path, { recursive: true });
    await Deno.writeTextFile(`${path}/evaluation.json`, JSON.stringify(evaluation));
  }
  return paths;
}

const NAMES = ["one/x/unet", "two/x/unet", "y/unet"];

folderTest("runs of one name are named with as many folders as tell them apart", async (folder) => {
  const paths = await threeRuns(folder);
  const runs = await Promise.all(paths.map(readRun));
  const named = namedApart(runs);
  assert.deepEqual(named.map(({ name }) => name), NAMES);
  assert.deepEqual(named.map(({ evaluation }) => evaluation!.title), NAMES);
  assert.deepEqual(namedApart([runs[0]])[0].name, "unet");
  // a run that is given twice has no other name
  assert.deepEqual(namedApart([runs[0], runs[0]]).map(({ name }) => name), ["unet", "unet"]);
});

folderTest("comparisons tell runs of one name apart", async (folder) => {
  const paths = await threeRuns(folder), [before, after] = paths;
  const [{ ranks, chances }] = rankingTables(await compareModels(paths)).tables;
  assert.deepEqual(ranks.rows.map(([, name]) => name).sort(), NAMES);
  assert.deepEqual(chances.head.slice(1).toSorted(), NAMES);
  const { settings } = comparisonTables(await compareRuns(before, after));
  assert.deepEqual(settings.head.slice(2), NAMES.slice(0, 2));
});
