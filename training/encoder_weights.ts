import { withProgress } from "../cli/mod.ts";
import type { InitialWeights } from "../evaluation/mod.ts";
import { ENCODERS, type EncoderWeights, type ModelMetadata, openWeights } from "../model/mod.ts";
import type { ResumedRun } from "./open_run.ts";
import type { Settings } from "./settings.ts";

/** The value of `--weights` for random initial weights. */
export const RANDOM = "random";

/**
 * Opens an encoder's initial weights, undefined if they are random; published ones are downloaded once.
 *
 * @throws {Error} If they can't be opened; the text says what to do.
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
 * What an encoder started from, for `run.json`: `random`, or the file's name and checksum; undefined for
 * the plain U-Net, which is always random.
 */
export function initialWeights(
  { architecture, weights }: ModelMetadata,
): InitialWeights | undefined {
  if (architecture.encoder === undefined) return undefined;
  return weights?.file === undefined ? RANDOM : { name: weights.file, sha256: weights.sha256 };
}

/** Refuses to resume a run from other weights than it began with; they may lie elsewhere. */
export function refuseOtherWeights(
  { held: { path }, record: { weights: begun } }: ResumedRun,
  weights: InitialWeights | undefined,
): void {
  // runs of earlier versions don't say
  if (begun === undefined || weightsText(begun) === weightsText(weights)) return;
  throw new Error(
    `Cannot resume ${path}: the encoder must have the weights that the run began with, ` +
      `${weightsText(begun)}, got ${weightsText(weights)}`,
  );
}

function weightsText(weights: InitialWeights = "none"): string {
  return typeof weights === "string" ? weights : `those of SHA-256 ${weights.sha256}`;
}
