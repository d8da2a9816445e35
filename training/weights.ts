import { withProgress } from "../cli/mod.ts";
import type { InitialWeights } from "../evaluation/mod.ts";
import { ENCODERS, type EncoderWeights, type ModelMetadata, openWeights } from "../model/mod.ts";
import type { Settings } from "./settings.ts";

/** What `--weights` takes for an encoder that begins with random weights. */
export const RANDOM = "random";

/**
 * Opens an encoder's initial weights, undefined where it begins with random ones; those published are
 * downloaded once.
 *
 * @throws {Error} If they can't be had; the text says what to do
 */
export async function openEncoderWeights(
  { encoder, weights, weightsFormat }: Settings,
  signal: AbortSignal,
): Promise<EncoderWeights | undefined> {
  if (ENCODERS[encoder].pretrained === undefined || weights === RANDOM) return undefined;
  const opened = await withProgress(
    { unit: "bytes", label: `weights of ${encoder}` },
    ({ onProgress }) =>
      openWeights(encoder, { weights, format: weightsFormat, signal, onProgress }),
  );
  for (const note of opened.notes ?? []) console.log(`weights ${opened.file}: ${note}`);
  return opened;
}

/**
 * What an encoder began with, for `run.json`: `random`, or the file's name and checksum; undefined for
 * the plain U-Net, which has no other.
 */
export function initialWeights(
  { architecture, weights }: ModelMetadata,
): InitialWeights | undefined {
  if (architecture.encoder === undefined) return undefined;
  return weights?.file === undefined ? RANDOM : { name: weights.file, sha256: weights.sha256 };
}
