import { exists } from "./exists.ts";
import { lockFile } from "./lock.ts";

/**
 * Makes a file or folder unless it exists, in one process at a time: a second one that wants it says so
 * on the terminal, waits, and finds it made.
 *
 * @param path The file or folder; the folder above it must exist.
 * @param make Makes it; the name must appear only once it is complete.
 * @param options The signal.
 * @param options.signal Stops the waiting.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * let times = 0;
 * const make = async () => {
 *   times++;
 *   await Deno.writeTextFile(`${folder}/model.pth`, "");
 * };
 * await Promise.all([1, 2, 3].map(() => madeOnce(`${folder}/model.pth`, make)));
 * assert.equal(times, 1);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function madeOnce(
  path: string,
  make: () => Promise<void>,
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  if (await exists(path)) return;
  const lockPath = `${path}.lock`;
  using _lock = await lockFile(lockPath, {
    signal,
    onWait: (holder) => console.error(`note: waiting for ${holder}, which is making ${path}`),
  });
  // whoever held the lock may have made it
  if (!await exists(path)) await make();
  // others that wait for this lock, or take a new one now, find the file made
  await Deno.remove(lockPath).catch(() => {});
}
