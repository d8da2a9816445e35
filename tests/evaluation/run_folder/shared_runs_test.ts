// Two run folders that PyTorch and scipy wrote: what this program makes of the same pictures.
import assert from "node:assert/strict";
import {
  caseKind,
  evaluateCase,
  readRun,
  type RunFolder,
  selectTriptychs,
} from "../../../evaluation/mod.ts";
import { decodeLabelPng } from "../../../io/mod.ts";
import { ignoreUnless, isShared, SHARED } from "../../ignored.ts";

const RUNS = `${SHARED}runs/`;
const withoutRuns = (): boolean => ignoreUnless(isShared("runs"), "../shared/runs is not here");

for (const name of ["pytorch-unet", "pytorch-mobilenetv2"]) {
  Deno.test({
    name: `readRun() reads ${name}, whose run.json is of an earlier make`,
    ignore: withoutRuns(),
    fn: async () => {
      const { run, history, evaluation, epochPictures } = await readRun(`${RUNS}/${name}`);
      assert.deepEqual([run!.status, run!.backend, run!.curvesOn], ["done", "pytorch", "test"]);
      assert.deepEqual([run!.data.test.length, run!.data.validation.length], [178, 0]);
      assert.deepEqual(
        history.map(({ epoch }) => epoch),
        Array.from({ length: 15 }, (_, i) => i + 1),
      );
      assert.equal(evaluation!.cases.length, 178);
      assert.ok(epochPictures.length > 15);
      for (const { id, path } of epochPictures) {
        assert.ok(run!.data.test.includes(id), path);
        await Deno.stat(`${RUNS}/${name}/${path}`);
      }
    },
  });

  Deno.test({
    name: `evaluateCase() gives scipy's values for every picture of ${name}`,
    ignore: withoutRuns(),
    fn: async () => {
      const { evaluation } = await readRun(`${RUNS}/${name}`);
      const { cases, classes } = evaluation!;
      for (const { id, classes: figures, pictures, shape } of cases) {
        const truth = await labels(name, pictures!.truth!);
        const prediction = await labels(name, pictures!.prediction!);
        const [rows, columns] = shape;
        const measured = evaluateCase(truth, prediction, { id, shape: [rows, columns], classes });
        for (const [className, values] of Object.entries(figures)) {
          for (const [metric, expected = null] of Object.entries(values)) {
            const found = measured.classes[className][metric] ?? null;
            const isSame = expected === null || found === null
              ? expected === found
              : Math.abs(found - expected) <= 1e-9;
            assert.ok(isSame, `${id} ${className} ${metric}: ${found}, scipy ${expected}`);
          }
        }
      }
    },
  });

  // Where the two rank differently the design decides: the other program takes infinite distances out
  // of the order, an invented case for the worst, of two cases in the middle the one of lower value,
  // and does not settle equal HD95 by ASSD.
  Deno.test({
    name: `selectTriptychs() chooses the cases of ${name}, where the two rank alike`,
    ignore: withoutRuns(),
    fn: async () => {
      const { evaluation }: RunFolder = await readRun(`${RUNS}/${name}`);
      const { cases, classes, metrics, triptychs } = evaluation!;
      const chosen = selectTriptychs(cases, classes, metrics);
      assert.equal(chosen.length, triptychs.length);
      triptychs.forEach((theirs, index) => {
        if (theirs.metric === "hd95") return;
        const ours = { ...chosen[index] };
        const { better } = metrics.find(({ id }) => id === theirs.metric)!;
        if (better === "lower") ours.median = theirs.median;
        if (cases.some((one) => caseKind(one, theirs.class) === "invented")) {
          ours.worst = theirs.worst;
        }
        assert.deepEqual(ours, theirs);
      });
    },
  });
}

async function labels(run: string, path: string): Promise<Uint8Array> {
  return decodeLabelPng(await Deno.readFile(`${RUNS}/${run}/${path}`)).labels;
}
