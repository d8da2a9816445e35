/** Predictions through the epochs for a small run's cases: early, late, forgotten and never learned, by turns. */
import { evaluate } from "@triptych/metrics";
import { filmLine, writeFilm } from "../../evaluation/mod.ts";
import type { LabelClass } from "../../core/mod.ts";

/** A case to make a film of. */
export interface FilmCase {
  id: string;
  truth: Uint8Array;
  shape: readonly [number, number];
}

/** Whether the prediction for a case is the truth after an epoch, or all background. */
const IS_RIGHT: ((epoch: number, epochs: number) => boolean)[] = [
  () => true,
  (epoch, epochs) => epoch > epochs / 2,
  (epoch, epochs) => epoch <= epochs / 2,
  () => false,
];

/**
 * Writes films.
 *
 * @param folder The run folder.
 * @param cases Its cases.
 * @param options The classes, of which 2 is the background, and how many epochs.
 */
export async function makeFilm(
  folder: string,
  cases: readonly FilmCase[],
  { classes, epochs }: { classes: readonly LabelClass[]; epochs: number },
): Promise<void> {
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const lines = cases.map(({ id, truth, shape }, i) => {
      const isRight = IS_RIGHT[i % IS_RIGHT.length](epoch, epochs);
      const labels = isRight ? truth : new Uint8Array(truth.length).fill(2);
      const options = {
        labels: classes.map(({ label }) => label),
        metrics: ["dice"],
        absent: "allow",
      } as const;
      const dice = evaluate({ data: truth, shape }, { data: labels, shape }, options)
        .map(({ tp, fp, fn, dice }) => tp + fp + fn > 0 ? dice : undefined);
      return filmLine({ id, dice, labels, shape }, classes);
    });
    await writeFilm(folder, { epoch, classes: classes.map(({ name }) => name) }, lines);
  }
}
