/**
 * How many images per second a worker makes into batches, without augmentations and with each:
 * `deno task bench:batches [SIZE]`.
 *
 * @module
 */
import { table } from "../cli/mod.ts";
import { type Augmentation, AUGMENTATIONS, menagerie, trainingBatches } from "../data/mod.ts";

const ROUNDS = 5;

if (import.meta.main) {
  const size = Number(Deno.args[0] ?? 128);
  const animals = await menagerie({ count: 64, size, seed: 0 });
  // each four times, so that a worker's start counts for little
  const indices = Array.from({ length: 256 }, (_, i) => i % 64);
  const kinds: readonly (readonly Augmentation[])[] = [
    [],
    ...AUGMENTATIONS.map((one) => [one]),
    AUGMENTATIONS,
  ];
  const rows = [];
  for (const augment of kinds) {
    const batches = trainingBatches(animals, indices, { batch: 16, seed: 0, augment });
    const speeds: number[] = [];
    for (let epoch = 0; epoch <= ROUNDS; epoch++) {
      const start = performance.now();
      let count = 0;
      for await (const batch of batches.epoch(epoch)) count += batch.count;
      // the first round waits for the compiler
      if (epoch > 0) speeds.push(count / (performance.now() - start) * 1000);
    }
    rows.push([
      augment.join(", ") || "none",
      Math.round(speeds.sort((a, b) => a - b)[ROUNDS >> 1]),
    ]);
  }
  console.log(`${size} px, batches of 16 from one worker, medians of ${ROUNDS} rounds\n`);
  console.log(table(rows, { head: ["augmentations", "images/s"] }));
}
