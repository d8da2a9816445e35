import assert from "node:assert/strict";
import { calibration, type Mask } from "@triptych/metrics";
import { assertClose } from "../samples.ts";
import type { Trial } from "./trial.ts";

/** How sure and how right probabilities are. */
export const CALIBRATION: Record<string, Trial> = {
  calibration(random) {
    const [classes, bins] = [1 + Math.floor(random() * 3), 1 + Math.floor(random() * 4)];
    const count = 1 + Math.floor(random() * 6);
    const truth: Mask = {
      data: Uint8Array.from({ length: count }, () => Math.floor(random() * (classes + 1))),
      shape: [1, count],
    };
    const data = Float64Array.from({ length: classes * count }, () => Math.floor(random() * 9) / 8);
    const found = calibration(truth, { data, shape: [classes, 1, count] }, {
      bins,
      absent: "allow",
    });
    const voxels = [...truth.data as Uint8Array].flatMap((label, i) =>
      label < classes
        ? [{ label, p: Array.from({ length: classes }, (_, k) => data[k * count + i]) }]
        : []
    );
    assert.equal(found.voxels, voxels.length);
    if (voxels.length === 0) return;
    /** The gap between how sure and how right, over the voxels of each bin. */
    const ece = (list: { p: number; isRight: boolean }[]) => {
      let sum = 0;
      for (let bin = 0; bin < bins; bin++) {
        const inBin = list.filter(({ p }) =>
          p <= (bin + 1) / bins && (p > bin / bins || bin === 0)
        );
        sum += Math.abs(inBin.reduce((gap, { p, isRight }) => gap + p - Number(isRight), 0));
      }
      return sum / list.length;
    };
    const likeliest = voxels.map(({ label, p }) => {
      const most = Math.max(...p);
      return { p: most, isRight: p.indexOf(most) === label };
    });
    assertClose(found.ece, ece(likeliest), "ECE");
    const brier = (k: number) =>
      voxels.reduce((sum, { label, p }) => sum + (p[k] - Number(label === k)) ** 2, 0) /
      voxels.length;
    let total = 0;
    for (let k = 0; k < classes; k++) {
      const list = voxels.map(({ label, p }) => ({ p: p[k], isRight: label === k }));
      assertClose(found.classes[k].ece, ece(list), "ECE of a class");
      assertClose(found.classes[k].brier, brier(k), "Brier score of a class");
      total += brier(k);
    }
    assertClose(found.brier, total, "Brier score");
  },
};
