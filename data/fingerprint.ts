import { createHash } from "node:crypto";
import type { Dataset } from "./types.ts";

/**
 * SHA-256 over a dataset's ids, shape, channels, images and labels, in hexadecimal: equal for equal data, wherever
 * it was decoded or drawn.
 *
 * @param dataset The parts that it covers.
 * @returns 64 hexadecimal digits.
 */
export function fingerprint(
  { ids, shape, channels = 3, images, labels }: Pick<
    Dataset,
    "ids" | "shape" | "channels" | "images" | "labels"
  >,
): string {
  const hash = createHash("sha256");
  const [rows, columns] = shape;
  // one number for squares, and no channels of RGB, as before there were others
  const basis = { size: rows === columns ? rows : shape, ids, ...channels !== 3 && { channels } };
  hash.update(JSON.stringify(basis));
  return hash.update(bytesOf(images)).update(labels).digest("hex");
}

/**
 * The memory of samples as bytes.
 *
 * @param samples Numbers of any kind.
 */
export function bytesOf<Own extends ArrayBufferLike>(
  { buffer, byteOffset, byteLength }: { buffer: Own; byteOffset: number; byteLength: number },
): Uint8Array<Own> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
