import { createHash } from "node:crypto";
import type { Dataset } from "./types.ts";

/**
 * SHA-256 over a dataset's ids, size, photographs and trimaps, in hexadecimal: equal for equal data,
 * wherever it was decoded or drawn.
 *
 * @param dataset The parts that are covered.
 * @returns 64 hexadecimal digits.
 */
export function fingerprint(
  { ids, size, images, labels }: Pick<Dataset, "ids" | "size" | "images" | "labels">,
): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify({ size, ids }));
  return hash.update(images).update(labels).digest("hex");
}
