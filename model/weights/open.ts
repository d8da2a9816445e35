import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, download, exists } from "../../io/mod.ts";
import type { EncoderName } from "../encoders/mod.ts";
import type { EncoderWeights } from "./fill.ts";
import { type KnownWeights, knownWeights } from "./known.ts";
import type { WeightsFormatName } from "./named.ts";
import { readWeights } from "./read.ts";

/** Settings of {@link openWeights}. */
export interface OpenWeightsOptions {
  /** A file, or an address that begins with https:// or http://; the published file without it. */
  weights?: string;
  /** What the weights are made for, where neither the file's metadata nor its SHA-256 says so. */
  format?: WeightsFormatName;
  /** Is told how many bytes of a download are there, of how many where that is known. */
  onProgress?: (done: number, total: number | undefined) => void;
  /** Stops a download; what arrived is kept. */
  signal?: AbortSignal;
  /** Where downloads are kept. @default {the user's cache folder} */
  cache?: string;
  /** The published files. @default {knownWeights} */
  known?: readonly KnownWeights[];
}

/**
 * Gets pretrained weights for an encoder: from a file, from an address, or the published file of
 * {@link knownWeights}. What is downloaded is kept in the cache folder; a download that broke off goes
 * on. Needs `--allow-net` for the host, unless the file is there.
 *
 * @param encoder Whose weights
 * @param options Where they are, and what they are made for
 * @returns The weights, for `buildModel`
 * @throws {RangeError} If nothing is published for the encoder, and no file is named
 * @throws {TypeError} If the file can't be read
 * @throws {Error} If the file can't be downloaded, or is another than the one published
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(openWeights("mobilenetv2", { weights: "no/such.safetensors" }), {
 *   message: "Cannot read weights from no/such.safetensors: the file must be readable",
 * });
 * ```
 */
export async function openWeights(
  encoder: EncoderName,
  options: OpenWeightsOptions = {},
): Promise<EncoderWeights> {
  const { weights, format } = options;
  if (encoder === "plain") {
    throw new RangeError(
      "Cannot open weights of the encoder plain: none are published, and none are read for it",
    );
  }
  if (weights === undefined) {
    return await readWeights(await fetchKnown(encoder, options), encoder, format);
  }
  const isAddress = /^https?:\/\//.test(weights);
  return await readWeights(
    isAddress ? await fetchAddress(weights, options) : weights,
    encoder,
    format,
  );
}

async function fetchKnown(encoder: EncoderName, options: OpenWeightsOptions): Promise<string> {
  const { known: files = knownWeights } = options;
  const known = files.find((file) => file.encoder === encoder);
  if (known === undefined) {
    throw new RangeError(
      `Cannot open weights of the encoder ${encoder}: none are published as a file of their own; ` +
        "name a file with --weights FILE",
    );
  }
  return await fetchInto(known.url, new URL(known.url).pathname.split("/").at(-1)!, {
    ...options,
    sha256: known.sha256,
  });
}

/** Other files of the same name must not be taken for it. */
async function fetchAddress(url: string, options: OpenWeightsOptions): Promise<string> {
  const digest = createHash("sha256").update(url).digest("hex").slice(0, 8);
  const name = new URL(url).pathname.split("/").at(-1)!.replace(/[^\w.-]/g, "_");
  return await fetchInto(url, `${digest}-${name}`, options);
}

async function fetchInto(
  url: string,
  name: string,
  { onProgress, signal, sha256, cache = cacheFolder() }: OpenWeightsOptions & { sha256?: string },
): Promise<string> {
  const folder = join(cache, "weights");
  const path = join(folder, name);
  // it has this name only once it is whole and checked
  if (await exists(path)) return path;
  await mkdir(folder, { recursive: true });
  try {
    await download(url, path, { sha256, onProgress, signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(
      `${(error as Error).message}. Where its host can't be reached, fetch the file on another ` +
        `machine, and put it at ${path}, or name it with --weights FILE`,
      { cause: error },
    );
  }
  return path;
}
