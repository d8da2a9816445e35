import { exists } from "./exists.ts";
import { lockFile } from "./lock.ts";

/**
 * Makes a file or folder that isn't there, by one process at a time: a second one that wants the same
 * says so on the terminal and waits, and then finds it made.
 *
 * @param path The file or folder; the folder above it must exist.
 * @param make Makes it, under this name only once it is whole.
 * @param options What stops the waiting.
 * @param options.signal Raised by Ctrl-C.
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
    onWait: (holder) => console.error(`note: ${holder} is making ${path}, which is waited for`),
  });
  // whoever held the lock may have made it
  if (!await exists(path)) await make();
  // who waits for the lock, or makes another one now, finds what it is for
  await Deno.remove(lockPath).catch(() => {});
}
