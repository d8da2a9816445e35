import { createHash } from "node:crypto";
import { bytesOf } from "./bytes.ts";
import { type Pack, readRows } from "./pack.ts";
import type { Dataset } from "./types.ts";

/** The parts of a set that its fingerprint covers; its pixels are in memory or in a file. */
export type Fingerprinted =
  & Pick<Dataset, "ids" | "shape" | "channels">
  & ({ pack?: undefined; images: Dataset["images"]; labels: Dataset["labels"] } | { pack: Pack });

/**
 * SHA-256 over a dataset's ids, shape, channels, images and labels, in hexadecimal: equal for equal data,
 * wherever it was decoded or drawn, and wherever it lies.
 *
 * @param set The parts that it covers.
 * @returns 64 hexadecimal digits.
 */
export function fingerprint(set: Fingerprinted): string {
  const { ids, shape, channels = 3 } = set;
  const hash = createHash("sha256");
  const [rows, columns] = shape;
  // one number for squares, and no channels of RGB, as before there were others
  const basis = { size: rows === columns ? rows : shape, ids, ...channels !== 3 && { channels } };
  hash.update(JSON.stringify(basis));
  if (set.pack === undefined) hash.update(bytesOf(set.images)).update(set.labels);
  else {
    const { pack } = set;
    for (const index of ids.keys()) hash.update(bytesOf(readRows(pack, index).samples));
    for (const index of ids.keys()) hash.update(readRows(pack, index).truths);
  }
  return hash.digest("hex");
}
