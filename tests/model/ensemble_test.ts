// Several models as one: the mean of their probabilities, whole and in tiles.
import assert from "node:assert/strict";
import {
  chooseBackend,
  compile,
  ensembleOf,
  predictLogits,
  type Predictor,
  predictOwnSize,
  predictTiles,
} from "../../model/mod.ts";
import { generator, tinyUnet } from "./build.ts";

await chooseBackend("cpu");
const members = [1, 2, 3].map((seed) => compile(tinyUnet({ features: 2, seed })));
const mean = ensembleOf(members);
const { classes: { length: classes }, shape: [side] } = mean.metadata;
const noise = (pixels: number) => Uint8Array.from(generator(7)(pixels * 3, 0, 256));

function softmax(logits: ArrayLike<number>): number[] {
  return Array.from(logits, (_, i) => {
    const first = i - i % classes;
    const own = Array.from({ length: classes }, (_, c) => Math.exp(logits[first + c]));
    return own[i - first] / own.reduce((sum, value) => sum + value);
  });
}

async function assertMean(ask: (one: Predictor) => Promise<number[]>): Promise<void> {
  const all: number[][] = [];
  for (const member of members) all.push(softmax(await ask(member)));
  const found = softmax(await ask(mean));
  found.forEach((p, i) => {
    const expected = all.reduce((sum, own) => sum + own[i], 0) / all.length;
    assert.ok(Math.abs(p - expected) < 1e-6, `${i}: ${p} for ${expected}`);
  });
}

Deno.test("the probabilities of several models are the mean of each one's, mirrored or not", async () => {
  const images = noise(3 * side * side);
  for (const testAugment of ["none", "flip"] as const) {
    await assertMean(async (one) => {
      const all: number[] = [];
      const options = { batch: 2, testAugment };
      for await (const { logits } of predictLogits(one, images, options)) all.push(...logits);
      return all;
    });
  }
});

Deno.test("in tiles, too", async () => {
  const shape = [side + 9, 2 * side + 3] as const, samples = noise(shape[0] * shape[1]);
  await assertMean(async (one) => {
    const all: number[] = [];
    for await (const { logits } of predictTiles(one, { shape, samples })) all.push(...logits);
    return all;
  });
  const { labels } = await predictOwnSize(mean, { shape, samples });
  assert.equal(labels.length, shape[0] * shape[1]);
});

Deno.test("models of other classes or images are refused", () => {
  const other = compile(tinyUnet({ size: 2 * side, features: 2 }));
  assert.throws(
    () => ensembleOf([members[0], other]),
    /Cannot average models: they must have the same classes/,
  );
});
