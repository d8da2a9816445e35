import { dirname, join } from "node:path";
import { postStepTexts } from "../core/mod.ts";
import { exists, keepApart, makeFolder, sweepPartsOf, writeFileAtomic } from "../io/mod.ts";
import { checkTasks, readTrained } from "../model/mod.ts";
import { encodeOnnx, type OnnxModel } from "./onnx/encode_onnx.ts";
import { encodeTfjs, FILES } from "./tfjs/encode_tfjs.ts";

/** What is exported, and where to. */
export interface ExportOptions {
  /** The run folder, which nothing is written to. */
  run: string;
  /** The folders of its models that predict together. */
  models: readonly string[];
  /** The file, or the folder, that is written. */
  out: string;
}

/**
 * Writes the model of a run as an ONNX file; with several models, the file takes the mean of their
 * probabilities. A file of that name is replaced.
 *
 * @param options The models, and the file.
 * @returns What the model takes and gives, and the bytes of the file.
 * @throws {TypeError} If a model can't be read, or they don't fit each other.
 * @throws {Error} If the file would lie in the run folder, or can't be written.
 */
export async function exportOnnx({ run, models, out }: ExportOptions): Promise<OnnxModel> {
  await keepApart(
    [{ path: run, what: "the run folder", whole: true }],
    [{ path: out, what: "the model" }],
  );
  const members = await Promise.all(models.map(readTrained));
  checkTasks(members);
  const model = encodeOnnx(members);
  await makeFolder(dirname(out));
  await sweepPartsOf([out]);
  await writeFileAtomic(out, model.content);
  return model;
}

/**
 * Writes the model of a run in TensorFlow.js's format, with weights of 16 bits.
 *
 * @param options The model, and the folder, which must hold no model.
 * @returns The bytes of the weights, and what `predict` does to the labels, which other programs must do
 *   themselves.
 * @throws {TypeError} If the model can't be read.
 * @throws {Error} If there are several, the folder holds a model or lies in the run folder, or a file can't
 *   be written.
 */
export async function exportTfjs(
  { run, models: [model, ...others], out }: ExportOptions,
): Promise<{ length: number; outside: string[] }> {
  if (others.length > 0) {
    throw new Error(
      `Cannot export ${run} for TensorFlow.js: it must be one model, got ${
        others.length + 1
      } members; ` +
        `export one of them: ${run}/members/1, or all by --format onnx`,
    );
  }
  const paths = [FILES.weights, FILES.description].map((name) => join(out, name));
  await keepApart(
    [{ path: run, what: "the run folder", whole: true }],
    ["", ...paths].map((path) => ({ path: path || out, what: "the model" })),
  );
  if (await exists(paths[1])) {
    throw new Error(
      `Cannot write the model to ${out}: it holds one already; remove it, or choose another place`,
    );
  }
  const trained = await readTrained(model), { description, weights } = encodeTfjs(trained);
  await makeFolder(out);
  await sweepPartsOf(paths);
  await writeFileAtomic(paths[0], weights);
  // last: without it there is no model
  await writeFileAtomic(paths[1], description);
  return { length: weights.length, outside: postStepTexts(trained.metadata) };
}
