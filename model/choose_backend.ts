import { join } from "node:path";
import {
  type Backend,
  type BackendOptions,
  chooseBackend as choose,
  FAST_FLAGS,
} from "@triptych/engine";
import { cacheFolder } from "../io/mod.ts";

/**
 * Says where `deno task setup:tensorflow` installs TensorFlow.
 *
 * @returns The folder, which may not exist yet.
 * @throws {Error} When no environment variable says where caches are.
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
 * @param name An engine, or "auto" for the first that works here of tensorflow (where
 * `deno task setup:tensorflow` has installed it), simd and cpu.
 * @param options threads, 1 or more; another folder of TensorFlow's; fast, by default whether the variable
 * `DENO_V8_FLAGS` has V8's flags for speed, which only a program with `--allow-env` for it can tell.
 * @returns What was chosen, and why.
 * @throws {TypeError} When there is no engine of this name.
 * @throws {Error} When the engine asked for doesn't work here.
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
  options: BackendOptions = {},
): Promise<Backend> {
  return await choose(name, { tensorflow: tensorflowFolder, fast: isFast(), ...options });
}

/** Whether V8 was started with the flags that let kernels for wider vectors pay. */
function isFast(): boolean {
  const variable = "DENO_V8_FLAGS";
  if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") return false;
  const flags = Deno.env.get(variable)?.split(",") ?? [];
  return FAST_FLAGS.every((flag) => flags.includes(flag));
}
