import { crc32 } from "node:zlib";
import { imageOf } from "../core/mod.ts";
import type { Dataset } from "./types.ts";

/** Some photographs of a data set, by their places in it. */
export interface Selection {
  /** The data set. */
  data: Pick<Dataset, "ids" | "images" | "shape">;
  /** Places in it. */
  indices: readonly number[];
}

/** A photograph and one that is the same, pixel by pixel, under another name. */
export interface Copy {
  /** The photograph's id. */
  id: string;
  /** The other's id. */
  of: string;
}

/**
 * The photographs of one selection that another contains too, under the same name or another: a model that
 * was trained on them has seen what it is tested on.
 *
 * @param some The photographs to look for.
 * @param others Where to look for them, decoded at the same size.
 * @returns Each that is found, and the first that it is a copy of.
 */
export function copiesIn(some: Selection, others: Selection): Copy[] {
  const byChecksum = Map.groupBy(others.indices, (index) => crc32(imageOf(others.data, index)));
  return some.indices.flatMap((index) => {
    const pixels = imageOf(some.data, index);
    // equal checksums only make it likely
    const same = byChecksum.get(crc32(pixels))?.find((other) =>
      imageOf(others.data, other).every((value, i) => value === pixels[i])
    );
    if (same === undefined) return [];
    return [{ id: some.data.ids[index], of: others.data.ids[same] }];
  });
}
