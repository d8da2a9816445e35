import { cpus } from "node:os";
import { version_core } from "@tensorflow/tfjs-core";
import type { Backend } from "@triptych/engine";
import project from "../deno.json" with { type: "json" };

/**
 * The versions that a run's figures depend on, for `run.json`.
 *
 * @param backend The engine
 * @returns Versions by name
 */
export function versionsOf(backend: Backend): Record<string, string> {
  const { deno, v8 } = Deno.version;
  return {
    triptych: project.version,
    deno,
    v8,
    tfjs: version_core,
    [`backend ${backend.name}`]: backend.version,
  };
}

/**
 * The machine in a line, for `run.json`.
 *
 * @returns Cores, processor, memory and system
 */
export function hardware(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? "unknown processor";
  const gigabytes = Math.round(Deno.systemMemoryInfo().total / 2 ** 30);
  return `${processors.length} × ${model}, ${gigabytes} GiB, ${Deno.build.target}`;
}
