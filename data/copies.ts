import { crc32 } from "node:zlib";
import { bytesOf } from "./fingerprint.ts";
import { imageAt } from "./image_at.ts";
import type { ImageSet } from "./types.ts";

/** Some images of a data set, by their places in it. */
export interface Selection {
  /** The data set. */
  data: ImageSet & { ids: readonly string[] };
  /** Places in it. */
  indices: readonly number[];
}

/** An image that equals another, pixel by pixel. */
export interface Copy {
  /** The image's id. */
  id: string;
  /** The other's id. */
  of: string;
}

/**
 * The images of one selection that another also contains, under any name: a model trained on them has
 * seen what it is tested on.
 *
 * @param some The images to look for.
 * @param others Where to look for them, decoded at the same size.
 * @returns Each that is found, with the first that it is a copy of.
 */
export function copiesIn(some: Selection, others: Selection): Copy[] {
  const bytes = ({ data }: Selection, index: number) => bytesOf(imageAt(data, index));
  const byChecksum = Map.groupBy(others.indices, (index) => crc32(bytes(others, index)));
  return some.indices.flatMap((index) => {
    const pixels = bytes(some, index);
    // equal checksums only make it likely
    const same = byChecksum.get(crc32(pixels))?.find((other) =>
      bytes(others, other).every((value, i) => value === pixels[i])
    );
    if (same === undefined) return [];
    return [{ id: some.data.ids[index], of: others.data.ids[same] }];
  });
}
