/** @module Which engine "auto" takes. */
import {
  type Backend,
  type BackendName,
  findTensorflow,
  TENSORFLOW,
  TensorflowUnavailable,
} from "@triptych/engine";
import project from "../deno.json" with { type: "json" };
import { knownTimes, processor, rememberTimes } from "./step_times.ts";
import { timeSteps } from "./time_steps.ts";

/** How many times as fast as the embedded engine another must be to be taken. */
const LEAD = 1.1;

/** What {@link startFastest} works with. */
export interface FastestOptions {
  /** Starts an engine, or makes it the current one again. */
  start: (name: BackendName) => Promise<Backend>;
  /** Gives the folder of TensorFlow's installation. */
  tensorflow: () => string;
  /** How engines are started, which times depend on. */
  setting: string;
  /** Gives the file in which times are remembered. */
  timesFile: () => string;
  /** Called before engines are timed. */
  onMeasure?: (line: string) => void;
}

/**
 * Starts the engine that trains fastest here. Only where TensorFlow is set up is anything timed.
 *
 * @returns The engine; its description has the times, or why another was left out.
 */
export async function startFastest(options: FastestOptions): Promise<Backend> {
  const { start } = options;
  try {
    const { simd, tensorflow } = await timesHere(options);
    if (simd instanceof Error) return described(await start("tensorflow"), leftOut("simd", simd));
    if (tensorflow * LEAD <= simd) {
      const why = `${milliseconds(tensorflow)} per training step, simd ${milliseconds(simd)}`;
      return described(await start("tensorflow"), why);
    }
    const lead = tensorflow < simd ? ", less than 10 % faster" : "";
    const why = `${milliseconds(simd)} per training step, tensorflow ${milliseconds(tensorflow)}`;
    return await startEmbedded(start, `${why}${lead}`);
  } catch (error) {
    return await startEmbedded(start, leftOut("tensorflow", error));
  }
}

/**
 * The times of this machine, remembered or measured.
 *
 * @throws {Error} If the engine tensorflow doesn't work here.
 */
async function timesHere(
  { start, tensorflow, setting, timesFile, onMeasure }: FastestOptions,
): Promise<{ simd: number | Error; tensorflow: number }> {
  const { manifest } = await findTensorflow(tensorflow);
  // whether there is a GPU is only known once TensorFlow runs
  const devices = manifest?.gpu === false ? ["CPU"] : (await start("tensorflow")).devices;
  const key = keyOf(setting, devices);
  const file = timesFile();
  const known = await knownTimes(file, key);
  if (known !== undefined) return known;

  await start("tensorflow");
  onMeasure?.(
    "timing a training step of tensorflow and of simd, which takes a few seconds",
  );
  const times = await timeSteps({
    tensorflow: () => start("tensorflow"),
    simd: () => start("simd"),
  });
  if (times.tensorflow instanceof Error) throw times.tensorflow;
  if (times.simd instanceof Error) return { simd: times.simd, tensorflow: times.tensorflow.least };
  const found = { simd: times.simd.least, tensorflow: times.tensorflow.least };
  // on a busy machine the engines are timed again next time
  const isSteady = [times.simd, times.tensorflow].every(({ least, next }) => next < least * LEAD);
  if (isSteady) await rememberTimes(file, key, found);
  return found;
}

/**
 * Names the error of an engine that can't be started, with what a user of Triptych can do.
 *
 * @param error What the engine threw.
 * @returns The error to be thrown in its place.
 */
export function withRemedy(error: Error): Error {
  const remedy = remedyOf(error);
  return remedy === "" ? error : new Error(`${error.message}${remedy}`, { cause: error });
}

/** The embedded engine, or plain JavaScript where that doesn't work. */
async function startEmbedded(start: FastestOptions["start"], why: string): Promise<Backend> {
  try {
    return described(await start("simd"), why);
  } catch (error) {
    return described(await start("cpu"), `${why}; ${leftOut("simd", error)}`);
  }
}

function described(backend: Backend, why: string): Backend {
  return { ...backend, description: `${backend.description} (${why})` };
}

function leftOut(name: BackendName, error: unknown): string {
  const { message } = error as Error;
  const reason = error instanceof TensorflowUnavailable ? error.reason : message;
  return `not ${name}: ${reason}${remedyOf(error as Error)}`;
}

function remedyOf(error: Error): string {
  if (!(error instanceof TensorflowUnavailable)) return "";
  switch (error.remedy) {
    case "install":
      return "; deno task setup:tensorflow installs it";
    case "reinstall":
      return "; run deno task setup:tensorflow again";
    default:
      return "";
  }
}

/** What times depend on: versions, machine, and how engines are started. */
export function keyOf(setting: string, devices: readonly string[]): string {
  const { deno, v8 } = Deno.version;
  return [
    `triptych ${project.version}`,
    `tensorflow ${TENSORFLOW.version} on ${devices.join(", ")}`,
    `deno ${deno}, v8 ${v8}`,
    processor(),
    setting,
  ].join("; ");
}

function milliseconds(time: number): string {
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`;
}
