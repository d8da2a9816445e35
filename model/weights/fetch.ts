import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { cacheFolder, download, exists, madeOnce } from "../../io/mod.ts";
import type { PublishedWeights } from "../encoders/mod.ts";
import type { OpenWeightsOptions } from "./open.ts";

/** Options of {@link fetchWeights}. */
export type FetchWeightsOptions = Pick<OpenWeightsOptions, "onProgress" | "signal" | "cache">;

/**
 * Downloads a published file of weights into the cache folder, or finds it there. An interrupted
 * download is resumed. Needs `--allow-net` for the file's host, unless the file is there.
 *
 * @param published Of an encoder of {@link ENCODERS}.
 * @param options Progress, signal, and where the file goes.
 * @returns The file's path.
 * @throws {Error} If it can't be downloaded whole, or its SHA-256 is another.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ENCODERS } from "../encoders/mod.ts";
 *
 * const published = ENCODERS.mobilenetv2.pretrained!.published!;
 * const cache = await Deno.makeTempDir();
 * const path = weightsPath(published, cache);
 * await Deno.mkdir(`${cache}/weights`);
 * await Deno.writeTextFile(path, "it is there already");
 * assert.equal(await fetchWeights(published, { cache }), path);
 * ```
 */
export async function fetchWeights(
  published: PublishedWeights,
  options: FetchWeightsOptions = {},
): Promise<string> {
  const { url, sha256 } = published;
  return await fetchTo(weightsPath(published, options.cache), url, sha256, options);
}

/**
 * Where a published file of weights is, or would be.
 *
 * @param published Of an encoder of {@link ENCODERS}.
 * @param cache Where downloads are kept; by default the user's cache folder.
 * @returns The path.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ENCODERS } from "../encoders/mod.ts";
 *
 * const published = ENCODERS.mobilenetv2.pretrained!.published!;
 * assert.match(weightsPath(published, "/cache"), /mobilenet_v2-b0353104\.pth$/);
 * ```
 */
export function weightsPath({ url }: PublishedWeights, cache: string = cacheFolder()): string {
  return join(cache, "weights", basename(new URL(url).pathname));
}

/** How long a host may take to say how long a file is. */
const PATIENCE = 5000;

/**
 * Asks how long a published file of weights is, without downloading it. Needs `--allow-net` for its host.
 *
 * @param published Of an encoder of {@link ENCODERS}.
 * @param signal Stops the question.
 * @returns Bytes; undefined if the host doesn't say.
 * @throws {Error} If the host can't be reached within five seconds, or lacks the file.
 */
export async function bytesOfWeights(
  { url }: PublishedWeights,
  signal: AbortSignal,
): Promise<number | undefined> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  const { ok, status, headers } = await fetch(url, { method: "HEAD", signal: within });
  if (!ok) throw new Error(`${new URL(url).host} answered ${status}`);
  const length = headers.get("content-length");
  return length === null ? undefined : Number(length);
}

/** Downloads a file from any address into the cache folder, or finds it there. */
export async function fetchAddress(url: string, options: FetchWeightsOptions): Promise<string> {
  const { cache = cacheFolder() } = options;
  // files at different addresses may have the same name
  const digest = createHash("sha256").update(url).digest("hex").slice(0, 8);
  const name = basename(new URL(url).pathname).replace(/[^\w.-]/g, "_");
  return await fetchTo(join(cache, "weights", `${digest}-${name}`), url, undefined, options);
}

async function fetchTo(
  path: string,
  url: string,
  sha256: string | undefined,
  { onProgress, signal }: FetchWeightsOptions,
): Promise<string> {
  // a file gets this name only once it is complete and checked
  if (await exists(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  try {
    await madeOnce(path, () => download(url, path, { sha256, onProgress, signal }), { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(
      `${(error as Error).message}. Where its host can't be reached, fetch the file on another ` +
        `machine and put it at ${path}, or name it with --weights FILE, or start from --weights random`,
      { cause: error },
    );
  }
  return path;
}
