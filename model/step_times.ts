/** @module How long a training step takes on each engine, remembered for this machine. */
import { cpus } from "node:os";
import { dirname } from "node:path";
import { makeFolder, writeFileAtomic } from "../io/mod.ts";

/** Milliseconds per training step, by engine. */
export interface StepTimes {
  simd: number;
  tensorflow: number;
}

/**
 * The times that were measured before.
 *
 * @param file Where {@link rememberTimes} wrote them.
 * @param key What they depend on.
 * @returns Undefined if there are none, or the file is damaged: then they are measured again.
 */
export async function knownTimes(file: string, key: string): Promise<StepTimes | undefined> {
  const times = (await readAll(file))[key] as Partial<StepTimes> | undefined;
  const isTime = (value: unknown) => typeof value === "number" && value > 0;
  return isTime(times?.simd) && isTime(times?.tensorflow) ? times as StepTimes : undefined;
}

/**
 * Keeps times for later programs. Where nothing can be written they are measured again then; nobody is
 * asked for a permission.
 */
export async function rememberTimes(file: string, key: string, times: StepTimes): Promise<void> {
  const { state } = Deno.permissions.querySync({ name: "write", path: dirname(file) });
  if (state !== "granted") return;
  const all = { ...await readAll(file), [key]: times };
  await makeFolder(dirname(file)).then(() =>
    writeFileAtomic(file, `${JSON.stringify(all, null, 2)}\n`)
  ).catch(() => {});
}

/** The processor's name, where it may be asked for: a cache folder may be shared by several machines. */
export function processor(): string {
  const { state } = Deno.permissions.querySync({ name: "sys", kind: "cpus" });
  return (state === "granted" ? cpus()[0]?.model.trim() : undefined) ?? "unknown processor";
}

async function readAll(file: string): Promise<Record<string, unknown>> {
  try {
    const all = JSON.parse(await Deno.readTextFile(file));
    return typeof all === "object" && all !== null ? all : {};
  } catch {
    return {};
  }
}
