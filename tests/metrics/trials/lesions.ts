import assert from "node:assert/strict";
import { evaluate, type Lesion, lesionWise, type Mask } from "@triptych/metrics";
import { places } from "../brute_force.ts";
import { draw } from "../masks.ts";
import { assertClose } from "../samples.ts";
import { fill, partsOf, pick, pickShape, type Trial } from "./trial.ts";

/** A mask of some voxels. */
function maskOf(indices: Iterable<number>, shape: readonly number[]): Mask {
  const data = new Uint8Array(shape.reduce((a, b) => a * b));
  for (const i of indices) data[i] = 1;
  return { data, shape };
}

/** Grows a mask across faces and edges. */
function bruteDilate(mask: Mask, iterations: number): Mask {
  if (iterations === 0) return mask;
  const shape = [...mask.shape];
  const inside = places(shape).filter((_, i) => mask.data[i]);
  const grown = draw(shape, (...place) =>
    inside.some((from) => {
      const steps = from.map((p, axis) => Math.abs(p - place[axis]));
      return Math.max(...steps) <= 1 && steps.filter((step) => step === 1).length <= 2;
    }));
  return bruteDilate(grown, iterations - 1);
}

/** The lesion-wise scores of BraTS, one voxel at a time. */
export const LESIONS: Record<string, Trial> = {
  "lesion-wise scores"(random) {
    const shape = pickShape(random, 7, [3]);
    const density = pick(random, [0.05, 0.1, 0.3]);
    const [truth, prediction] = [0, 1].map(() => fill(shape, () => Number(random() < density)));
    const spacing = shape.map(() => pick(random, [1, 0.5, 2]));
    const options = {
      dilation: pick(random, [0, 1, 2]),
      ignoredVolume: pick(random, [0, 1, 2]),
      penalty: 100,
      spacing,
    };
    const predicted = partsOf(prediction, 3);
    const isNear = predicted.map(() => false);
    const lesions = partsOf(bruteDilate(truth, options.dilation), 3).map((area): Lesion => {
      const own = area.filter((i) => truth.data[i]);
      const near = predicted.filter((part, k) => {
        const meets = part.some((i) => area.includes(i));
        isNear[k] ||= meets;
        return meets;
      });
      const volume = own.length * spacing.reduce((a, b) => a * b);
      const rest = { volume, predictions: near.length, isCounted: volume > options.ignoredVolume };
      if (near.length === 0) return { ...rest, dice: 0, hd95: 100 };
      // surface-distance's HD95 has its own test
      const [{ dice, hd95 }] = evaluate(maskOf(own, shape), maskOf(near.flat(), shape), {
        labels: [1],
        metrics: ["dice", "hd95"],
        convention: "surface-distance",
        spacing,
      });
      return { ...rest, dice, hd95 };
    });
    const found = lesionWise(truth, prediction, options);
    assert.deepEqual(found.lesions, lesions);
    const counted = lesions.filter(({ isCounted }) => isCounted);
    const missed = counted.filter(({ predictions }) => predictions === 0).length;
    const invented = isNear.filter((near) => !near).length;
    assert.deepEqual(
      [found.detected, found.missed, found.invented],
      [counted.length - missed, missed, invented],
    );
    const scores = [...counted, ...Array(invented).fill({ dice: 0, hd95: 100 })];
    const mean = (key: "dice" | "hd95", none: number) =>
      scores.length === 0 ? none : scores.reduce((sum, one) => sum + one[key], 0) / scores.length;
    assertClose(found.dice, mean("dice", 1), "Dice");
    assertClose(found.hd95, mean("hd95", 0), "HD95");
  },
};
