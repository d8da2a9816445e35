// Volumes whose two sides are stored in different formats and orientations have the figures of medpy,
// MONAI and panoptica, which read the files with nibabel and SimpleITK.
import assert from "node:assert/strict";
import { evaluate, evaluateInstances, type Mask } from "@triptych/metrics";
import { readLabels } from "../../../io/mod.ts";
import FIXTURE from "../../fixtures/evaluation/volumes.json" with { type: "json" };
import { ignoreUnless, isShared, SHARED } from "../../ignored.ts";
import { bytesOf } from "../../io/pictures.ts";
import { folderTest } from "./evaluate_command.ts";
import { evaluateJob } from "./evaluate_job.ts";

/** Figures of the peers by label. */
type Expected = Record<string, {
  medpy: { dice: number; assd: number; hd95: number };
  MONAI: { dice: number; assd: number; hd95: number };
  panoptica: Record<"dice" | "truth" | "prediction" | "detected" | "panopticQuality", number>;
}>;

interface Sources {
  truth: string;
  prediction: string;
}

for (const { name, truth, prediction, expected } of FIXTURE.volumes) {
  folderTest(`evaluate gives the peers' figures of volumes: ${name}`, async (folder) => {
    const sources = { truth: `${folder}/truth`, prediction: `${folder}/prediction` };
    for (const [side, { file, ending }] of Object.entries({ truth, prediction })) {
      await Deno.mkdir(`${folder}/${side}`);
      await Deno.writeFile(`${folder}/${side}/a${ending}`, bytesOf(file));
    }
    const paths = {
      truth: `${folder}/truth/a${truth.ending}`,
      prediction: `${folder}/prediction/a${prediction.ending}`,
    };
    await assertPeers(sources, paths, `${folder}/out`, expected as unknown as Expected);
  });
}

Deno.test({
  name: "evaluate gives the peers' figures of a spine",
  ignore: ignoreUnless(isShared("spine"), "../shared/spine is not here"),
  fn: async () => {
    const out = await Deno.makeTempDir();
    const [truth, prediction] = ["ref", "pred"].map((side) =>
      `${SHARED}spine/semantic/${side}.nii.gz`
    );
    await Deno.writeTextFile(`${out}/pairs.csv`, `truth,prediction\n${truth},${prediction}\n`);
    const job = { pairs: `${out}/pairs.csv` };
    await assertPeers(job, { truth, prediction }, `${out}/run`, FIXTURE.spine as Expected);
    await Deno.remove(out, { recursive: true });
  },
});

/** Compares the figures of one pair with each peer's. */
async function assertPeers(
  sources: Parameters<typeof evaluateJob>[0],
  paths: Sources,
  out: string,
  expected: Expected,
): Promise<void> {
  const { evaluation } = await evaluateJob(sources, { out, strict: true });
  const [{ classes, spacing }] = evaluation.cases;
  const read = async (path: string): Promise<Mask> => {
    const { labels, shape } = await readLabels(path);
    return { data: labels, shape };
  };
  const truth = await read(paths.truth), prediction = await read(paths.prediction);
  assert.ok(Object.keys(expected).length >= 2);
  for (const [label, { medpy, MONAI, panoptica }] of Object.entries(expected)) {
    const { dice, assd, hd95 } = classes[`label ${label}`];
    assertClose({ dice, assd, hd95 }, MONAI, `MONAI, label ${label}`);
    const as = { labels: [Number(label)], spacing, convention: "medpy" } as const;
    const [found] = evaluate(truth, prediction, { ...as, metrics: ["dice", "assd", "hd95"] });
    assertClose({ dice: found.dice, assd: found.assd, hd95: found.hd95 }, medpy, `medpy, ${label}`);
    const instances = evaluateInstances(truth, prediction, {
      label: Number(label),
      connectivity: 3,
      match: "optimal",
      threshold: 0.5,
    });
    const counts = {
      truth: instances.truth.length,
      prediction: instances.prediction.length,
      detected: instances.detected,
      panopticQuality: instances.panopticQuality,
    };
    assertClose({ dice, ...counts }, panoptica, `panoptica, label ${label}`);
  }
}

/** To the precision of floats, which headers and MONAI have. */
function assertClose(
  found: Record<string, unknown>,
  expected: Record<string, number>,
  peer: string,
): void {
  for (const [id, value] of Object.entries(expected)) {
    const difference = Math.abs(Number(found[id]) - value);
    assert.ok(
      difference <= 1e-5 * (1 + value),
      `${id} of ${peer}: ${found[id]}, expected ${value}`,
    );
  }
}
