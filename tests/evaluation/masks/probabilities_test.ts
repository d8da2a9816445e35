// Calibration of predicted probabilities over the pixels of all cases.
import assert from "node:assert/strict";
import { calibration } from "@triptych/metrics";
import { decodeLabelPng, encodeGreyPng, encodeLabelVolume, encodeNpy } from "../../../io/mod.ts";
import { mulberry32 } from "../../../core/mod.ts";
import { calibrationTable, mergeShards, readEvaluation } from "../../../evaluation/mod.ts";
import { evaluate, folderTest, writeMask } from "./evaluate_command.ts";
import { bytesOf } from "../../io/pictures.ts";
import { evaluateJob, writeMasks } from "./evaluate_job.ts";

const CAT = [{ label: 1, name: "cat", color: "#e07a3f" }];
const WIDTH = 40;

/** Cases of one row with random truths, and the probabilities of 0 and 1. */
function drawn(count: number, seed: number) {
  const random = mulberry32(seed);
  return Array.from({ length: count }, (_, i) => {
    const cat = Float32Array.from({ length: WIDTH }, () => Math.round(random() * 0xffff) / 0xffff);
    const truth = Array.from(cat, (p) => Number(random() < p));
    const data = Float32Array.of(...cat.map((p) => 1 - p), ...cat);
    return { id: `c${i}`, truth, data, prediction: Array.from(cat, (p) => Number(p > 0.5)) };
  });
}

async function write(folder: string, cases: ReturnType<typeof drawn>): Promise<void> {
  await writeMasks(folder, {
    ...Object.fromEntries(cases.map(({ id, truth }) => [`truth/${id}.npy`, truth])),
    ...Object.fromEntries(cases.map(({ id, prediction }) => [`out/${id}.npy`, prediction])),
  });
  await Deno.mkdir(`${folder}/soft`, { recursive: true });
}

const sourcesOf = (folder: string) => ({ truth: `${folder}/truth`, prediction: `${folder}/out` });

folderTest(
  "errors and scores are those of all pixels together",
  async (folder) => {
    const cases = drawn(40, 7);
    await write(folder, cases);
    for (const { id, data } of cases) {
      await Deno.writeFile(`${folder}/soft/${id}.npy`, encodeNpy(data, [2, 1, WIDTH]));
    }
    const run = (workers: number) =>
      evaluateJob(sourcesOf(folder), {
        out: `${folder}/run-${workers}`,
        classes: CAT,
        probabilities: `${folder}/soft`,
        workers,
      });
    const [{ evaluation }, other] = [await run(1), await run(2)];
    const found = evaluation.calibration!;
    assert.deepEqual(other.evaluation.calibration, found);
    const planes = [0, 1].flatMap((k) =>
      cases.flatMap(({ data }) => [...data.subarray(k * WIDTH, (k + 1) * WIDTH)])
    );
    const expected = calibration(
      { data: cases.flatMap(({ truth }) => truth), shape: [1, 40 * WIDTH] },
      { data: Float32Array.from(planes), shape: [2, 1, 40 * WIDTH] },
    );
    const near = (one: number, two: number) =>
      assert.ok(Math.abs(one - two) < 1e-5, `${one}, ${two}`);
    near(found.ece, expected.ece);
    near(found.brier, expected.brier);
    found.classes.forEach(({ ece, brier }, k) => {
      near(ece, expected.classes[k].ece);
      near(brier, expected.classes[k].brier);
    });
    assert.deepEqual(
      [found.cases, found.pixels, found.classes.map(({ label, name }) => `${label} ${name}`)],
      [40, 40 * WIDTH, ["0 background", "1 cat"]],
    );
    assert.deepEqual(found.bins.pixels, expected.bins.map(({ voxels }) => voxels));
    assert.equal(calibrationTable(found).rows.length, 3);
    assert.deepEqual(other.evaluation.cases, evaluation.cases);
    for (const { id, confidence, pictures } of evaluation.cases) {
      const file = await Deno.readFile(`${folder}/run-1/${pictures!.confidence}`);
      const percents = decodeLabelPng(file).labels, one = cases.find((one) => one.id === id)!;
      const { truth, data, prediction } = one;
      const said = prediction.map((label, at) =>
        Math.max(1, Math.round(100 * data[label * WIDTH + at]))
      );
      assert.deepEqual([...percents], said);
      const wrong = truth.flatMap((label, at) => label === prediction[at] ? [] : [said[at]]);
      const sum = said.reduce((a, b) => a + b);
      assert.ok(Math.abs(confidence!.mean - sum / 100 / WIDTH) < 1e-12);
      const sureOf = (list: readonly number[]) => list.filter((p) => p >= 90).length;
      assert.deepEqual(
        [confidence!.pixels, confidence!.wrong, confidence!.sure, confidence!.surelyWrong],
        [WIDTH, wrong.length, sureOf(said), sureOf(wrong)],
      );
      const own = prediction.flatMap((label, at) => label === 1 ? [data[WIDTH + at]] : []);
      const total = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
      const dice = 2 * total(own) / (total([...data.subarray(WIDTH)]) + own.length);
      assert.ok(Math.abs(confidence!.expectedDice.cat - dice) < 1e-6);
    }
  },
);

folderTest(
  "pictures of 16 bits beside the masks, as predict writes them, give the same",
  async (folder) => {
    const cases = drawn(3, 8);
    await write(folder, cases);
    await Deno.mkdir(`${folder}/both`);
    for (const { id, data, prediction } of cases) {
      await writeMask(`${folder}/both/${id}.png`, ...prediction);
      await Deno.writeFile(`${folder}/soft/${id}.npy`, encodeNpy(data, [2, 1, WIDTH]));
      for (const k of [0, 1]) {
        const plane = Uint16Array.from(
          data.subarray(k * WIDTH, (k + 1) * WIDTH),
          (p) => Math.round(p * 0xffff),
        );
        const file = encodeGreyPng({ data: plane, width: WIDTH, height: 1 });
        await Deno.writeFile(`${folder}/both/${id}.class-${k}.png`, file);
      }
    }
    const arrays = await evaluateJob(sourcesOf(folder), {
      out: `${folder}/arrays`,
      classes: CAT,
      probabilities: `${folder}/soft`,
    });
    await Deno.writeTextFile(`${folder}/both/c0.overlay.jpg`, "a picture");
    const both = { truth: `${folder}/truth`, prediction: `${folder}/both` };
    const pictures = await evaluateJob(both, {
      out: `${folder}/pictures`,
      classes: CAT,
      probabilities: `${folder}/both`,
    });
    assert.deepEqual([pictures.skipped, pictures.notes], [[], [
      `7 other files in ${folder}/both left out: .png, .jpg`,
    ]]);
    assert.deepEqual(
      pictures.evaluation.calibration!.bins.pixels,
      arrays.evaluation.calibration!.bins.pixels,
    );
    assert.equal(
      pictures.evaluation.calibration!.ece.toFixed(4),
      arrays.evaluation.calibration!.ece.toFixed(4),
    );
  },
);

folderTest("parts of an evaluation merge to the calibration of the whole", async (folder) => {
  const cases = drawn(9, 9);
  await write(folder, cases);
  for (const { id, data } of cases) {
    await Deno.writeFile(`${folder}/soft/${id}.npy`, encodeNpy(data, [2, 1, WIDTH]));
  }
  const job = { classes: CAT, probabilities: `${folder}/soft` };
  const whole = await evaluateJob(sourcesOf(folder), { ...job, out: `${folder}/whole` });
  for (const part of [1, 2]) {
    const out = `${folder}/part-${part}`;
    await evaluateJob(sourcesOf(folder), { ...job, shard: { part, of: 2 }, out });
  }
  await mergeShards([`${folder}/part-1`, `${folder}/part-2`], `${folder}/merged`);
  const merged = await readEvaluation(`${folder}/merged/evaluation.json`);
  assert.deepEqual(merged.calibration, whole.evaluation.calibration);
});

/** `numpy.savez_compressed(file, probabilities=numpy.asfortranarray(p.astype("float16")))`, p of the volume below. */
const NPZ =
  "UEsDBC0AAAAIAAAAIQD0+Pq2//////////8RABQAcHJvYmFiaWxpdGllcy5ucHkBABAAsAAAAAAAAABWAAAAAAAA" +
  "AJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqSuo6Cell9UUpSYF59flJIKEg8pKk0FChdnJBakArkaRjoKQGQMJDV1" +
  "FGoVyAFcDDYMIGADxjZwFqoYkhwAUEsBAi0DLQAAAAgAAAAhAPT4+rZWAAAAsAAAABEAAAAAAAAAAAAAAIABAAAA" +
  "AHByb2JhYmlsaXRpZXMubnB5UEsFBgAAAAABAAEAPwAAAJkAAAAAAA==";

/** The head of a NIfTI whose x runs to the patient's left and y to the back. */
function mirroredHead(): Uint8Array {
  const head = new Uint8Array(352), view = new DataView(head.buffer);
  const write = (at: number, ...values: number[]) =>
    values.forEach((value, i) => view.setFloat32(at + 4 * i, value, true));
  view.setInt32(0, 348, true);
  [3, 2, 3, 2, 1].forEach((value, i) => view.setInt16(40 + 2 * i, value, true));
  write(76, 1, 1, 1, 1);
  write(108, 352);
  view.setInt16(254, 1, true);
  write(280, -1, 0, 0, 1, 0, -1, 0, 2, 0, 0, 1, 0);
  head.set(new TextEncoder().encode("n+1"), 344);
  return head;
}

folderTest(
  "an array of a volume is turned as its mask is, whatever its order and archive",
  async (folder) => {
    const labels = Uint8Array.of(0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0);
    const volume = { shape: [2, 3, 2] as const, head: mirroredHead() };
    for (const name of ["truth", "out", "soft"]) await Deno.mkdir(`${folder}/${name}`);
    for (const name of ["truth", "out"]) {
      await Deno.writeFile(`${folder}/${name}/a.nii.gz`, encodeLabelVolume(labels, volume));
    }
    const data = Float32Array.of(...labels.map((label) => 1 - label), ...labels);
    const arrays = { "a.npy": encodeNpy(data, [2, 2, 3, 2]), "a.npz": bytesOf(NPZ) };
    for (const [name, array] of Object.entries(arrays)) {
      await Deno.mkdir(`${folder}/soft/${name}`);
      await Deno.writeFile(`${folder}/soft/${name}/${name}`, array);
      const { evaluation } = await evaluateJob(sourcesOf(folder), {
        out: `${folder}/run-${name}`,
        classes: CAT,
        probabilities: `${folder}/soft/${name}`,
      });
      assert.deepEqual([evaluation.calibration!.ece, evaluation.calibration!.brier], [0, 0]);
    }
  },
);

folderTest(
  "an array of a volume of one slice is turned as its mask is, with the slice's axis or without",
  async (folder) => {
    const labels = Uint8Array.of(0, 1, 1, 0, 0, 0), data = [...labels].map((label) => 1 - label);
    const volume = { shape: [2, 3, 1] as const, head: mirroredHead() };
    for (const name of ["truth", "out", "soft"]) await Deno.mkdir(`${folder}/${name}`);
    for (const name of ["truth", "out"]) {
      await Deno.writeFile(`${folder}/${name}/a.nii.gz`, encodeLabelVolume(labels, volume));
    }
    for (const shape of [[2, 1, 3, 2], [2, 3, 2]]) {
      const array = encodeNpy(Float32Array.of(...data, ...labels), shape);
      await Deno.writeFile(`${folder}/soft/a.npy`, array);
      const { evaluation } = await evaluateJob(sourcesOf(folder), {
        out: `${folder}/run-${shape.length}`,
        classes: CAT,
        probabilities: `${folder}/soft`,
      });
      assert.deepEqual([evaluation.calibration!.ece, evaluation.calibration!.brier], [0, 0]);
    }
  },
);

folderTest(
  "probabilities that can't be right are named, and strict refuses them",
  async (folder) => {
    const cases = drawn(1, 3);
    await write(folder, cases);
    const [{ data }] = cases, changed = (value: number) => data.map((p, i) => i === 5 ? value : p);
    const files: [Uint8Array, RegExp][] = [
      [
        encodeNpy(changed(NaN), [2, 1, WIDTH]),
        /probabilities must be from 0 to 1, got NaN for class 0/,
      ],
      [
        encodeNpy(changed(1.5), [2, 1, WIDTH]),
        /got 1\.5 for class 0 at voxel 5; apply the softmax/,
      ],
      [
        encodeNpy(changed(data[5] / 4 + 0.6), [2, 1, WIDTH]),
        /must add up to 1 over all classes, got .* at \[0, 5\]/,
      ],
      [
        encodeNpy(data, [2, WIDTH, 1]),
        /probabilities must have the shape classes x 1x40, got 2x40x1/,
      ],
      [
        encodeNpy(data, [1, 2, WIDTH]),
        /the shape classes x 1x40, got 1x2x40|must be of the 1 classes/,
      ],
      [
        encodeNpy(data, [2, WIDTH]),
        /the array must have the axes class, row, column, .*got shape \(2, 40\)/,
      ],
      [
        encodeNpy(new Float32Array(4 * WIDTH).fill(0.25), [4, 1, WIDTH]),
        /of the 1 classes 1, or of these and 0, 2, got 4/,
      ],
      [encodeNpy(data, [2, 1, WIDTH]).subarray(0, 200), /the NumPy array is cut short/],
      [new TextEncoder().encode("no array"), /Cannot/],
    ];
    for (const [i, [file, message]] of files.entries()) {
      await Deno.writeFile(`${folder}/soft/c0.npy`, file);
      const job = { classes: CAT, probabilities: `${folder}/soft` };
      const out = `${folder}/run-${i}`;
      const { evaluation, notes } = await evaluateJob(sourcesOf(folder), { ...job, out });
      assert.match(notes.join("\n"), message);
      assert.match(notes[0], /^1 case left out of the calibration: /);
      assert.equal(evaluation.calibration, undefined);
      const strict = evaluateJob(sourcesOf(folder), { ...job, out: `${out}-strict`, strict: true });
      await assert.rejects(strict, message);
    }
    await assert.rejects(
      evaluateJob(sourcesOf(folder), { out: `${folder}/x`, probabilities: `${folder}/run-0` }),
      /Cannot measure probabilities: there must be NAME\.npy, NAME\.npz or .* in .*run-0, got none/,
    );
  },
);

folderTest("evaluate --probabilities prints the calibration", async (folder) => {
  const cases = drawn(2, 4);
  await write(folder, cases);
  for (const { id, data } of cases) {
    const bytes = Uint8Array.from(data, (p) => Math.round(p * 255));
    await Deno.writeFile(`${folder}/soft/${id}.npy`, encodeNpy(bytes, [2, 1, WIDTH]));
  }
  const { code, stdout } = await evaluate([
    ...["--truth", `${folder}/truth`, "--prediction", `${folder}/out`],
    ...["--probabilities", `${folder}/soft`, "--out", `${folder}/run`],
  ]);
  assert.equal(code, 0);
  assert.match(stdout, /^likeliest class +0\.\d{4} +0\.\d{4} +80$/m);
  assert.match(stdout, /^foreground +0\.\d{4} +0\.\d{4} +80$/m);
});
