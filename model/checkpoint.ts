import { createHash } from "node:crypto";
import { basename, dirname } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import type { EpochRecord } from "../core/mod.ts";
import { readInside, writeFileAtomic } from "../io/mod.ts";
import type { Training, TrainingProgress } from "./state.ts";
import { shown } from "./weights/shown.ts";

// A checkpoint file:
//   8 bytes    "triptych"
//   4 bytes    length of the header, little-endian
//   header     JSON, padded with spaces to a multiple of 4
//   float32s   the weights, then Adam's means, then its variances, in the header's order, then the
//              weights' averages, if there are any
//   32 bytes   SHA-256 of everything before
const MAGIC = "triptych";
const PREFIX = MAGIC.length + 4;
const DIGEST = 32;

/** Of the header; version 1 had one count of steps for all weights. */
const VERSION = 2;

/** Most bytes besides the values: room for the records of a million epochs. */
const LONGEST = 2 ** 28;

/** The JSON at the start of a checkpoint. */
interface Header {
  version: typeof VERSION;
  progress: TrainingProgress;
  /** Steps that Adam has taken with each weight it trains. */
  optimizerSteps: number[];
  /** All weights of the model, running statistics included. */
  weights: { name: string; shape: number[] }[];
  /** Places in `weights` of those that Adam trains. */
  trainable: number[];
  /** Steps that are in the average of the weights, where there is one. */
  averagedSteps?: number;
}

/**
 * Writes everything that a training needs to be resumed exactly: weights, running statistics, Adam's
 * state, and the progress with the records of the epochs. The file is written aside, then renamed, so that
 * a crash leaves the old one whole.
 *
 * @param path The file, in a folder that exists.
 * @param training Between two steps: in `onStep` or `onEpoch` of `fit`, or after it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend, startTraining } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const start = (seed: number) => startTraining(buildUnet({ size: 16, features: 1, classes, seed }));
 * const [training, resumed] = [start(0), start(1)];
 * training.progress.step = 7;
 *
 * const path = await Deno.makeTempFile();
 * await saveCheckpoint(path, training);
 * await restoreCheckpoint(path, resumed);
 * assert.equal(resumed.progress.step, 7);
 * ```
 */
export async function saveCheckpoint(path: string, training: Training): Promise<void> {
  const { network, optimizer, progress } = training;
  const { weights, trainable } = layoutOf(training);
  const adam = await optimizer.state(), average = await training.average?.state();
  const header: Header = {
    version: VERSION,
    progress,
    optimizerSteps: adam.steps,
    weights,
    trainable,
    averagedSteps: average?.steps,
  };
  const values = await Promise.all(
    network.model.weights.map((weight) => weight.read().data<"float32">()),
  );
  const bytes = pack(header, [
    ...values,
    ...adam.means,
    ...adam.variances,
    ...average?.values ?? [],
  ]);
  await writeFileAtomic(path, bytes, { durable: true });
}

/**
 * Restores a training from a checkpoint.
 *
 * @param path A file from `saveCheckpoint`.
 * @param training Of a model built with the same settings; changed in place.
 * @throws {TypeError} If the file is missing, damaged, not a checkpoint, or of another model.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend, startTraining } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const start = (seed: number) => startTraining(buildUnet({ size: 16, features: 1, classes, seed }));
 * const [training, resumed] = [start(0), start(1)];
 * training.progress.step = 7;
 *
 * const path = await Deno.makeTempFile();
 * await saveCheckpoint(path, training);
 * await restoreCheckpoint(path, resumed);
 * assert.equal(resumed.progress.step, 7);
 * ```
 */
export async function restoreCheckpoint(path: string, training: Training): Promise<void> {
  const layout = layoutOf(training);
  const { header, values } = await readCheckpoint(path, layout);
  const { network, optimizer, average } = training;
  const count = layout.weights.length, { length: trained } = layout.trainable;
  tf.tidy(() =>
    network.model.setWeights(
      layout.weights.map(({ shape }, i) => tf.tensor(values[i], shape, "float32")),
    )
  );
  const adam = values.slice(count);
  optimizer.restore({
    steps: header.optimizerSteps,
    means: adam.slice(0, trained),
    variances: adam.slice(trained, 2 * trained),
  });
  average?.restore({ steps: header.averagedSteps!, values: adam.slice(2 * trained) });
  training.progress = { ...header.progress, records: recordsOf(header) };
}

/** The records of the epochs; JSON has null for a loss that is no number, such as one not measured. */
function recordsOf({ progress: { records = [] } }: Header): EpochRecord[] {
  return records.map((record) => ({
    ...record,
    trainLoss: record.trainLoss ?? NaN,
    validationLoss: record.validationLoss ?? NaN,
  }));
}

async function read(path: string, { weights }: Layout): Promise<Uint8Array> {
  try {
    return await readInside(dirname(path), basename(path), {
      most: LONGEST + 4 * 4 * valuesOf(weights),
    });
  } catch (error) {
    throw new TypeError("the file must be readable", { cause: error });
  }
}

async function readCheckpoint(path: string, layout: Layout): Promise<Content> {
  try {
    return unpack(await read(path, layout), layout);
  } catch (error) {
    const { message } = error as Error;
    throw new TypeError(`Cannot resume from ${path}: ${message}`, { cause: error });
  }
}

/** What is read from a checkpoint; the values in the header's order. */
interface Content {
  header: Header;
  values: Float32Array[];
}

/** What a checkpoint must contain. */
interface Layout extends Pick<Header, "weights" | "trainable"> {
  /** Whether the average of the weights is in it. */
  isAveraged: boolean;
}

function layoutOf({ network, average }: Training): Layout {
  const { weights } = network.model;
  const variables = weights.map((weight) => weight.read() as tf.Variable);
  return {
    weights: weights.map(({ originalName, shape }) => ({
      name: originalName,
      shape: shape as number[],
    })),
    trainable: network.trainable.map((variable) => variables.indexOf(variable)),
    isAveraged: average !== undefined,
  };
}

function describe({ weights }: Pick<Header, "weights">): string {
  return `a model of ${weights.length} weights with ${valuesOf(weights)} values`;
}

function valuesOf(weights: Layout["weights"]): number {
  return weights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape), 0);
}

function pack(header: Header, values: Float32Array[]): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = PREFIX + Math.ceil(json.length / 4) * 4;
  const length = values.reduce((sum, { byteLength }) => sum + byteLength, start) + DIGEST;
  const bytes = new Uint8Array(length).fill(32, 0, start);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, start - PREFIX, true);
  bytes.set(json, PREFIX);
  let offset = start;
  for (const { buffer, byteOffset, byteLength } of values) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  bytes.set(digestOf(bytes.subarray(0, offset)), offset);
  return bytes;
}

function unpack(bytes: Uint8Array, layout: Layout): Content {
  const text = new TextDecoder();
  if (text.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) {
    throw new TypeError(`a checkpoint must begin with "${MAGIC}", and it does not`);
  }
  const content = bytes.subarray(0, Math.max(bytes.length - DIGEST, PREFIX));
  const digest = bytes.subarray(content.length);
  if (digestOf(content).join() !== digest.join()) {
    throw new TypeError(
      "its checksum must match its content, and it does not; the file is damaged or cut short",
    );
  }
  const { header, start } = readHeader(content);
  checkHeader(header, layout);
  const adam = layout.trainable.map((i) => layout.weights[i]);
  let offset = start;
  const average = layout.isAveraged ? layout.weights : [];
  const values = [...layout.weights, ...adam, ...adam, ...average].map(({ shape }) => {
    const end = offset + 4 * tf.util.sizeFromShape(shape);
    const copy = content.slice(offset, end);
    offset = end;
    return new Float32Array(copy.buffer, copy.byteOffset, copy.length >> 2);
  });
  if (offset !== content.length) {
    throw new TypeError(`it must have ${offset + DIGEST} bytes, got ${bytes.length}`);
  }
  return { header, values };
}

/** The header and where it ends. The checksum proves nothing: whoever forges a file forges it too. */
function readHeader(content: Uint8Array): { header: Header; start: number } {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const start = PREFIX + view.getUint32(MAGIC.length, true);
  let header: Header | undefined;
  try {
    header = JSON.parse(new TextDecoder().decode(content.subarray(PREFIX, start)));
  } catch {
    // reported below
  }
  if (typeof header !== "object" || header === null) {
    throw new TypeError("its header must be a JSON object, and is not");
  }
  return { header, start };
}

function checkHeader(header: Header, { isAveraged, ...layout }: Layout): void {
  const { version, weights, trainable, optimizerSteps, averagedSteps, progress } = header;
  if (version !== VERSION) {
    throw new TypeError(
      `it must be of version ${VERSION}, and is of ${
        shown(version)
      }; another version of Triptych ` +
        "wrote it",
    );
  }
  const found = { weights, trainable };
  if (JSON.stringify(found) !== JSON.stringify(layout)) {
    const isLayout = Array.isArray(weights) &&
      weights.every((weight) =>
        Array.isArray(weight?.shape) && weight.shape.every(Number.isInteger)
      );
    throw new TypeError(
      `it must contain the weights of ${describe(layout)}, got those of ${
        isLayout ? describe(found) : "none"
      }`,
    );
  }
  if ((averagedSteps !== undefined) !== isAveraged) {
    throw new TypeError(
      `it must contain ${isAveraged ? "the" : "no"} average of the weights, ` +
        `as ${isAveraged ? "--ema" : "no --ema"} says, and it does${isAveraged ? " not" : ""}`,
    );
  }
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const { epoch, step, photographs, lossSum, seconds, best, records = [] } = progress ?? {};
  const isWhole = Array.isArray(optimizerSteps) && optimizerSteps.length === trainable.length &&
    optimizerSteps.every(isCount) && [epoch, step, photographs].every(isCount) && epoch > 0 &&
    isCount(averagedSteps ?? 0) &&
    Number.isFinite(lossSum) && Number.isFinite(seconds) && Array.isArray(records) &&
    (best === undefined || isCount(best?.epoch) && Number.isFinite(best.dice));
  if (!isWhole) {
    throw new TypeError(
      "its steps and progress must be those of a training, and they are incomplete",
    );
  }
}

function digestOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}
