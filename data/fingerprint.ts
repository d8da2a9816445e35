import { createHash } from "node:crypto";
import type { Dataset } from "./types.ts";

/**
 * SHA-256 over a dataset's ids, shape, images and labels, in hexadecimal: equal for equal data, wherever
 * it was decoded or drawn.
 *
 * @param dataset The parts that it covers.
 * @returns 64 hexadecimal digits.
 */
export function fingerprint(
  { ids, shape, images, labels }: Pick<Dataset, "ids" | "shape" | "images" | "labels">,
): string {
  const hash = createHash("sha256");
  const [rows, columns] = shape;
  // one number for squares, as before there were other shapes
  hash.update(JSON.stringify({ size: rows === columns ? rows : shape, ids }));
  return hash.update(images).update(labels).digest("hex");
}
