import assert from "node:assert/strict";
import { confidenceFigures, type Evaluation } from "../../../evaluation/mod.ts";
import { decodeLabelPng } from "../../../io/mod.ts";

/**
 * Asserts that every case of a run folder says how sure its model is, as its pictures do, and that the
 * calibration is that of all their pixels.
 *
 * @param folder The run folder.
 * @param evaluation Its evaluation.
 */
export async function assertConfidence(folder: string, evaluation: Evaluation): Promise<void> {
  const { cases, classes, calibration } = evaluation;
  const labels = classes.map(({ label }) => label),
    read = async (path: string | undefined) =>
      decodeLabelPng(await Deno.readFile(`${folder}/${path}`)).labels;
  let all = 0;
  for (const { id, shape, pictures, confidence } of cases) {
    const percents = await read(pictures!.confidence);
    assert.equal(percents.length, shape.reduce((a, b) => a * b), id);
    const truth = await read(pictures!.truth), prediction = await read(pictures!.prediction);
    const { expectedDice, ...figures } = confidence!;
    assert.deepEqual(
      figures,
      confidenceFigures({ confidence: percents, truth, prediction, labels }),
    );
    const predicted = new Set(prediction);
    const named = classes.filter(({ label }) => predicted.has(label)).map(({ name }) => name);
    assert.deepEqual(Object.keys(expectedDice), named, id);
    assert.ok(Object.values(expectedDice).every((dice) => dice > 0 && dice <= 1), id);
    all += figures.pixels;
  }
  assert.deepEqual([calibration!.cases, calibration!.pixels], [cases.length, all]);
  assert.equal(calibration!.bins.pixels.reduce((a, b) => a + b), all);
}
