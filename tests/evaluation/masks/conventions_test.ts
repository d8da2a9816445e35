// A whole folder valued as another program would, and what undefined distances count as in means.
import assert from "node:assert/strict";
import { evaluate, type MetricId } from "@triptych/metrics";
import {
  averagesOf,
  CONVENTIONS,
  type LesionMatch,
  mergeShards,
  readEvaluation,
} from "../../../evaluation/mod.ts";
import { meansTable } from "../../../evaluation/tables/means_table.ts";
import { METRICS } from "../../../evaluation/masks/evaluate_case.ts";
import { lackOf, metricsOf } from "../../../evaluation/masks/conventions.ts";
import { mulberry32 } from "../../../core/mod.ts";
import { evaluate as run, folderTest, maskFolders } from "./evaluate_command.ts";
import { evaluateJob, writeMasks } from "./evaluate_job.ts";

const CLASSES = [1, 2].map((label) => ({ label, name: `label ${label}`, color: "#e07a3f" }));

/** Random masks of 8 × 1; the first are empty in one of the two, or both. */
function randomMasks(): Record<string, number[]> {
  const random = mulberry32(7);
  return Object.fromEntries(
    Array.from({ length: 8 }, (_, i) =>
      (["truth", "prediction"] as const).map((side, k) => {
        const labels = Array.from({ length: 8 }, () => Math.floor(random() * 3));
        return [`${side}/case_${i}.npy`, labels.map((label) => i < 4 && i >> k & 1 ? 0 : label)];
      })).flat(),
  );
}

for (const convention of CONVENTIONS) {
  folderTest(`a folder valued as ${convention} has that program's figures`, async (folder) => {
    const masks = randomMasks();
    await writeMasks(folder, masks);
    const sources = { truth: `${folder}/truth`, prediction: `${folder}/prediction` };
    const job = { out: `${folder}/run`, classes: CLASSES, convention };
    const { evaluation, notes } = await evaluateJob(sources, job);
    assert.equal(evaluation.convention, convention);
    assert.deepEqual(notes, lackOf({ convention }));
    for (const { id, classes } of evaluation.cases) {
      const [truth, prediction] = ["truth", "prediction"]
        .map((side) => ({ data: masks[`${side}/${id}.npy`], shape: [1, 8] }));
      for (const { label, name } of CLASSES) {
        for (const metric of evaluation.metrics) {
          let value = NaN;
          try {
            const options = { labels: [label], metrics: [metric.id as MetricId], convention };
            [{ [metric.id as MetricId]: value }] = evaluate(truth, prediction, {
              ...options,
              absent: "allow",
            });
          } catch (error) {
            assert.match((error as Error).message, /as medpy does/);
          }
          assert.equal(classes[name][metric.id], Number.isFinite(value) ? value : null);
        }
      }
    }
    const [truth] = [{ data: [1], shape: [1, 1] }];
    for (const { id, title } of METRICS) {
      if (evaluation.metrics.some((metric) => metric.id === id)) continue;
      assert.match(notes.join(), new RegExp(title));
      const metrics = [id as MetricId];
      assert.throws(
        () => evaluate(truth, truth, { labels: [1], metrics, convention }),
        /metrics must be/,
      );
    }
  });
}

folderTest(
  "an undefined distance counts in means as --empty says, and stays null",
  async (folder) => {
    await writeMasks(folder, {
      "truth/a.npy": [1, 0, 0, 0, 0, 0],
      "prediction/a.npy": [0, 1, 0, 0, 0, 0],
      "truth/b.npy": [1, 0, 0, 0, 0, 0],
      "prediction/b.npy": [0, 0, 0, 0, 0, 0],
    });
    const sources = { truth: `${folder}/truth`, prediction: `${folder}/prediction` };
    const spacing = [8, 1];
    for (
      const [empty, mean, text, rule] of [
        [undefined, Infinity, "∞ (1 of 2)", "count as infinite in means"],
        ["diagonal", 5.5, "5.50 (1 of 2)", "count as the image's diagonal in means"],
        ["nan", 1, "1.00 (1 of 2)", "are left out of means"],
        [374, 187.5, "187.50 (1 of 2)", "count as 374 in means"],
      ] as const
    ) {
      const out = `${folder}/${empty}`;
      const { evaluation } = await evaluateJob(sources, { out, spacing, empty });
      const assd = evaluation.metrics.find(({ id }) => id === "assd")!;
      assert.equal(assd.empty, empty);
      assert.equal(evaluation.cases[1].classes.foreground.assd, null);
      assert.equal(averagesOf(evaluation.cases, "foreground", assd).mean, mean);
      const { rows: [row], notes } = meansTable(evaluation);
      assert.deepEqual(row.slice(0, 4), ["foreground", "0.000 (2 of 2)", "0.000 (2 of 2)", text]);
      assert.deepEqual(notes, [`where one mask is empty, ASSD and HD95 ${rule}`]);
    }
  },
);

Deno.test("a convention's undefined distances are left out of means unless told otherwise", () => {
  const rule = (valuation: Parameters<typeof metricsOf>[0], id: string) =>
    metricsOf(valuation).find((metric) => metric.id === id)?.empty;
  assert.equal(rule({ convention: "medpy" }, "hd95"), "nan");
  assert.equal(rule({ convention: "medpy", empty: 373.13 }, "hd95"), 373.13);
  assert.equal(rule({ convention: "monai" }, "assd"), undefined);
  assert.equal(rule({ convention: "monai" }, "dice"), undefined);
});

Deno.test("measures by lesion, and no others, say which lesions match", () => {
  const matchesOf = (match?: LesionMatch) =>
    metricsOf({ measures: ["clDice", "lesionF1"], lesionSizes: [10], match })
      .flatMap(({ id, match }) => match ? [[id, match.score, match.threshold]] : []);
  assert.deepEqual(matchesOf()[0], ["lesionF1", "iou", 0.5]);
  const [f1, ...bySize] = matchesOf({ score: "overlap", threshold: 0.9 });
  assert.deepEqual(f1, ["lesionF1", "overlap", 0.9]);
  assert.deepEqual(bySize[0], ["lesionRecallTo10", "overlap", 0.9]);
  assert.equal(bySize.length, 6);
});

folderTest("parts with a convention merge to the whole's bytes", async (folder) => {
  await writeMasks(folder, randomMasks());
  const sources = { truth: `${folder}/truth`, prediction: `${folder}/prediction` };
  const job = { classes: CLASSES, convention: "monai", empty: "diagonal" } as const;
  await evaluateJob(sources, { ...job, out: `${folder}/whole/run` });
  const parts = [1, 2].map((part) => `${folder}/part-${part}`);
  for (const [i, out] of parts.entries()) {
    await evaluateJob(sources, { ...job, out, shard: { part: i + 1, of: 2 } });
  }
  await mergeShards(parts, `${folder}/merged/run`);
  const [whole, merged] = await Promise.all(
    ["whole", "merged"].map((name) => readEvaluation(`${folder}/${name}/run/evaluation.json`)),
  );
  assert.deepEqual({ ...merged, createdAt: "" }, { ...whole, createdAt: "" });
});

folderTest(
  "evaluate prints means with how many are defined, and what is wrong with its flags",
  async (folder) => {
    const line = await maskFolders(folder, { a: [0, 1], b: [0, 1] }, { a: [0, 1], b: [0, 0] });
    const { stdout } = await run([...line, "--out", `${folder}/run`, "--empty", "7"]);
    assert.match(stdout, /^foreground +0\.500 \(2 of 2\) +0\.500 \(2 of 2\) +3\.50 \(1 of 2\)/m);
    assert.match(
      stdout,
      /^note: where one mask is empty, ASSD and HD95 count as 7 px in means$/m,
    );
    for (
      const [flags, message] of [
        [["--empty", "inf"], /--empty must be diagonal, nan or a number of at least 0, got "inf"/],
        [["--empty=-1"], /--empty must be diagonal/],
        [["--convention", "nnu"], /--convention must be .*nnunet.*, got "?nnu/],
      ] as const
    ) {
      const { code, stderr } = await run([...line, ...flags]);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  },
);
