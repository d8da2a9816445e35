import type { EncoderName } from "../encoders/mod.ts";
import { fetchAddress, fetchWeights, type FetchWeightsOptions } from "./fetch.ts";
import type { EncoderWeights } from "./fill.ts";
import { type KnownWeights, knownWeights } from "./known.ts";
import type { WeightsFormatName } from "./named.ts";
import { readWeights } from "./read.ts";

/** Settings of {@link openWeights}. */
export interface OpenWeightsOptions extends FetchWeightsOptions {
  /** A file, or an address that begins with https:// or http://; the published file without it. */
  weights?: string;
  /** What the weights are made for, where neither the file's metadata nor its SHA-256 says so. */
  format?: WeightsFormatName;
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
  const { weights } = options;
  if (encoder === "plain") {
    throw new RangeError(
      "Cannot open weights of the encoder plain: none are published, and none are read for it",
    );
  }
  if (weights === undefined) {
    return await readWeights(await fetchPublished(encoder, options), encoder, options);
  }
  const isAddress = /^https?:\/\//.test(weights);
  const path = isAddress ? await fetchAddress(weights, options) : weights;
  return await readWeights(path, encoder, options);
}

async function fetchPublished(encoder: EncoderName, options: OpenWeightsOptions): Promise<string> {
  const { known: files = knownWeights } = options;
  const known = files.find((file) => file.encoder === encoder);
  if (known === undefined) {
    throw new RangeError(
      `Cannot open weights of the encoder ${encoder}: no published file is known; ` +
        "name one with --weights FILE",
    );
  }
  return await fetchWeights(known, options);
}
