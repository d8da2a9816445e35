import { join } from "node:path";
import {
  type Backend,
  type BackendName,
  backendNames,
  FAST_FLAGS,
  startBackend,
} from "@triptych/engine";
import { cacheFolder } from "../io/mod.ts";
import { startFastest, withRemedy } from "./fastest_backend.ts";

/** What {@link chooseBackend} takes: an engine, or "auto" for the fastest. */
export const backendChoices = ["auto", ...backendNames] as const;

/** Options of {@link chooseBackend}. */
export interface ChooseBackendOptions {
  /** How many threads compute, 1 or more. @default all cores, for simd 16 at most */
  threads?: number;
  /**
   * Whether V8 was started with `FAST_FLAGS` of `@triptych/engine`. @default whether the variable
   * `DENO_V8_FLAGS` has them, which only a program with `--allow-env` for it can tell
   */
  fast?: boolean;
  /** The engine that a run began on: "auto" stays with it where it works. */
  keep?: string;
  /** Called before engines are timed, which takes a few seconds, with a line that says so. */
  onMeasure?: (line: string) => void;
}

/**
 * Says where `deno task setup:tensorflow` installs TensorFlow.
 *
 * @returns The folder, which may not exist yet.
 * @throws {Error} If no environment variable says where caches are.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.match(tensorflowFolder(), /tensorflow$/);
 * ```
 */
export function tensorflowFolder(): string {
  return join(cacheFolder(), "tensorflow");
}

/**
 * Sets TensorFlow.js up with an engine. Nothing is ever downloaded.
 *
 * "auto" is the embedded engine, simd, or cpu where simd doesn't work. Where
 * `deno task setup:tensorflow` has installed TensorFlow, it takes the faster of the two: a training step
 * of each is timed, once for a machine, and tensorflow is taken if it is at least 10 % faster.
 *
 * @param name An engine, or "auto".
 * @param options threads, fast, keep, onMeasure.
 * @returns What was chosen, and why.
 * @throws {TypeError} If there is no engine of this name.
 * @throws {Error} If the engine asked for doesn't work here.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const { name } = await chooseBackend("cpu");
 * assert.equal(name, "cpu");
 * ```
 */
export async function chooseBackend(
  name: string = "auto",
  options: ChooseBackendOptions = {},
): Promise<Backend> {
  const { threads, fast = isFast(), keep, onMeasure } = options;
  const start = (name: BackendName) =>
    startBackend(name, { threads, fast, tensorflow: tensorflowFolder });
  if (isBackend(name)) {
    return await start(name).catch((error) => {
      throw withRemedy(error);
    });
  }
  if (name !== "auto") {
    throw new TypeError(
      `Cannot choose a backend: it must be one of ${backendChoices.join(", ")}, got ${name}`,
    );
  }
  if (keep !== undefined && isBackend(keep)) {
    try {
      return await start(keep);
    } catch {
      // a run can be resumed on another machine; what is wrong is said below
    }
  }
  return await startFastest({
    start,
    tensorflow: tensorflowFolder,
    setting: `${threads ?? navigator.hardwareConcurrency} threads${fast ? ", fast" : ""}`,
    timesFile: () => join(cacheFolder(), "engines.json"),
    onMeasure,
  });
}

function isBackend(name: string): name is BackendName {
  return backendNames.includes(name as BackendName);
}

/** Whether V8 was started with the flags that let kernels for wider vectors pay. */
function isFast(): boolean {
  const variable = "DENO_V8_FLAGS";
  if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") return false;
  const flags = Deno.env.get(variable)?.split(",") ?? [];
  return FAST_FLAGS.every((flag) => flags.includes(flag));
}
