import { createHash } from "node:crypto";

/** The file that describes a model, in the TensorFlow.js layers format. */
export const DESCRIPTION = "model.json";

/** The file of its weights. */
export const WEIGHTS = "weights.bin";

/** Adds `sha256`, a checksum of everything else in `model.json`, which TensorFlow.js ignores. */
export function seal(description: object): object {
  return { ...description, sha256: digestOf(JSON.stringify(description)) };
}

/**
 * Checks the checksum of `model.json` and removes it; the file's layout doesn't matter, and an empty
 * checksum says that it was edited by hand. Errors complete "Cannot load …: ".
 */
export function unseal(description: object): object {
  const { sha256, ...rest } = description as { sha256?: unknown; weightsManifest?: unknown };
  // earlier versions wrote no checksum of either file
  const isSealed = Array.isArray(rest.weightsManifest) && rest.weightsManifest[0]?.sha256;
  const isEdited = sha256 === "";
  if (
    (isSealed || sha256 !== undefined) && !isEdited && sha256 !== digestOf(JSON.stringify(rest))
  ) {
    throw new TypeError(
      `the checksum in ${DESCRIPTION} must match the rest of it, and does not; the file is damaged, ` +
        'or was edited by hand: then set its last entry to "sha256": ""',
    );
  }
  return rest;
}

/** The SHA-256 of a file's content, in hexadecimal. */
export function digestOf(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}
