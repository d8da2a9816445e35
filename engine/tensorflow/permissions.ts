/** @module What the engine `tensorflow` may need to ask for, and doesn't. */
import { TensorflowUnavailable } from "./unavailable.ts";

/** TensorFlow takes its settings from the environment. */
export const SETTINGS: Readonly<Record<string, string>> = {
  // else it takes all of a GPU's memory at once
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
  // on processors without AVX-512, AMD's before Zen 4, it leaves oneDNN off: convolutions take 1.5 times as long
  TF_ENABLE_ONEDNN_OPTS: "1",
};

/** How many threads compute on the CPU. */
export const THREADS = "TF_NUM_INTRAOP_THREADS";

/**
 * Refuses to start without the permissions that the engine needs: asking for one would stop a program
 * that can do without this engine.
 *
 * @throws {TensorflowUnavailable} If one is missing, or this isn't Deno.
 */
export function checkPermissions(): void {
  if (!("Deno" in globalThis)) throw new TensorflowUnavailable("it runs under Deno only");
  const needed: [flag: string, Deno.PermissionDescriptor][] = [
    ["ffi", { name: "ffi" }],
    ["read", { name: "read" }],
    ...[...Object.keys(SETTINGS), THREADS].map((
      variable,
    ): [string, Deno.PermissionDescriptor] => [`env=${variable}`, { name: "env", variable }]),
  ];
  for (const [flag, descriptor] of needed) {
    const { state } = Deno.permissions.querySync(descriptor);
    if (state !== "granted") throw new TensorflowUnavailable(`it needs --allow-${flag}`);
  }
}
