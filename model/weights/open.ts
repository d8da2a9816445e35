import { type EncoderName, ENCODERS, type PublishedWeights } from "../encoders/mod.ts";
import { fetchAddress, fetchWeights } from "./fetch.ts";
import type { EncoderWeights } from "./fill.ts";
import type { WeightsFormatName } from "./format.ts";
import { readWeights } from "./read.ts";

/** Options of {@link openWeights}. */
export interface OpenWeightsOptions {
  /** A file, or an address that begins with https:// or http://; by default the published file. */
  weights?: string;
  /** What the weights are made for, where neither the file's metadata nor its SHA-256 says so. */
  format?: WeightsFormatName;
  /** The published file. @default {the encoder's own} */
  published?: PublishedWeights;
  /** Called with the bytes downloaded so far, and their total where it is known. */
  onProgress?: (done: number, total: number | undefined) => void;
  /** Stops a download; what has arrived is kept. */
  signal?: AbortSignal;
  /** Where downloads are kept. @default {the user's cache folder} */
  cache?: string;
}

/**
 * Gets pretrained weights for an encoder: from a file, from an address, or its published file. What is
 * downloaded is kept in the cache folder; an interrupted download is resumed. Needs `--allow-net` for
 * the host, unless the file is there.
 *
 * @param encoder Whose weights.
 * @param options Where they are, and what they are made for.
 * @returns The weights, for `buildUnet`.
 * @throws {RangeError} If nothing is published for the encoder, and no file is named.
 * @throws {TypeError} If the file can't be read.
 * @throws {Error} If the file can't be downloaded, or isn't the one that was published.
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
  const { pretrained } = ENCODERS[encoder];
  if (pretrained === undefined) {
    throw new RangeError(
      `Cannot open weights of the encoder ${encoder}: none are published, and none are read for it`,
    );
  }
  const { weights, published = pretrained.published } = options;
  if (weights !== undefined) {
    const isAddress = /^https?:\/\//.test(weights);
    const path = isAddress ? await fetchAddress(weights, options) : weights;
    return await readWeights(path, encoder, { ...options, published });
  }
  if (published === undefined) {
    throw new RangeError(
      `Cannot open weights of the encoder ${encoder}: no published file is known; ` +
        "name one with --weights FILE",
    );
  }
  const path = await fetchWeights(published, options);
  return await readWeights(path, encoder, { ...options, published });
}
