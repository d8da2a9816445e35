import { createHash } from "node:crypto";

/** The file that describes a model, in the TensorFlow.js layers format. */
export const DESCRIPTION = "model.json";

/** The file that holds its weights. */
export const WEIGHTS = "weights.bin";

/**
 * Adds a checksum to a description. TensorFlow.js passes over it.
 *
 * @param description What `model.json` is to hold
 * @returns The same with `sha256`, over all the rest of it
 */
export function seal(description: object): object {
  return { ...description, sha256: digestOf(JSON.stringify(description)) };
}

/**
 * Checks the checksum of a description; how the file is laid out is no matter. Whoever edits it empties
 * the checksum.
 *
 * @param description What `model.json` holds
 * @returns The same without `sha256`
 * @throws {TypeError} If they don't agree; the message completes "Cannot load …: "
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
        'or was edited by hand: then its last entry must be "sha256": ""',
    );
  }
  return rest;
}

/**
 * @param content The content of a file
 * @returns Its SHA-256 in hexadecimal
 */
export function digestOf(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}
