// Which probabilities are taken for those of a case.
import assert from "node:assert/strict";
import { withProbabilities } from "../../../evaluation/masks/find_probabilities.ts";
import { folderTest } from "./evaluate_command.ts";
import { writeMasks } from "./evaluate_job.ts";

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
