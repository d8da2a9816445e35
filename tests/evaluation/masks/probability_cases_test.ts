// Which probabilities are taken for those of a case, and at which of its pixels they are measured.
import assert from "node:assert/strict";
import { withProbabilities } from "../../../evaluation/masks/find_probabilities.ts";
import { calibration } from "@triptych/metrics";
import { encodeNpy } from "../../../io/mod.ts";
import { folderTest } from "./evaluate_command.ts";
import { evaluateJob, writeMasks } from "./evaluate_job.ts";

folderTest(
  "probabilities of a name that several cases' masks have belong to none",
  async (folder) => {
    await writeMasks(folder, { "m.npy": [0], "b.npy": [0], "x.npy": [0] });
    const found = await withProbabilities([
      { id: "x", truth: "t/x.png", prediction: "p/x/m.png" },
      { id: "y", truth: "t/y.png", prediction: "p/y/m.png" },
      { id: "z", truth: "t/z.png", prediction: "p/z/b.png" },
      { id: "s/x", truth: "t/s/x.png" },
    ], folder);
    const names = found.map(({ probabilities }) => probabilities);
    assert.deepEqual(names, [[`${folder}/x.npy`], [], [`${folder}/b.npy`], []]);
  },
);

folderTest(
  "probabilities with a background are measured where the background is ignored",
  async (folder) => {
    const truth = [0, 1, 2, 1], planes = [[0.5, 0.25, 0, 0.5], [0.5, 0.5, 0, 0.5], [0, 0.25, 1, 0]];
    await writeMasks(folder, { "t/a.npy": truth, "p/a.npy": [1, 1, 2, 0] });
    await Deno.mkdir(`${folder}/soft`);
    const array = encodeNpy(Float32Array.from(planes.flat()), [3, 1, 4]);
    await Deno.writeFile(`${folder}/soft/a.npy`, array);
    const { evaluation, notes } = await evaluateJob({
      truth: `${folder}/t`,
      prediction: `${folder}/p`,
    }, {
      out: `${folder}/out`,
      ignore: [0],
      probabilities: `${folder}/soft`,
    });
    const counted = planes.flatMap((plane) => plane.slice(1));
    const expected = calibration(
      { data: truth.slice(1), shape: [1, 3] },
      { data: Float32Array.from(counted), shape: [3, 1, 3] },
    );
    const { pixels, ece, classes } = evaluation.calibration!;
    assert.deepEqual([notes, pixels, ece], [[], 3, expected.ece]);
    assert.deepEqual(
      classes.map(({ label, ece }) => [label, ece]),
      [0, 1, 2].map((label) => [
        label,
        expected.classes[label].ece,
      ]),
    );
  },
);
