import type { EncodedPictures } from "../run_folder/pictures.ts";
import { chooseSlices, cropOf, SHOWN } from "./choose_slices.ts";
import { type DrawnVolume, encodePlanes } from "./encode_planes.ts";
import type { VolumeExtent } from "./extent.ts";
import type { Crop } from "./planes.ts";

/** The pictures of a volume's kept slices take so many bytes, unless eight slices alone take more. */
export const SLICE_BYTES = 300_000;

/** The most pixels of an image's side: first, and where not all slices would be kept so. */
const SIDES = [512, 256];

/** The most rows of one picture, of all slices together: more no browser decodes. */
const MOST_ROWS = 0x7fff;

/** Slices of a volume, as pictures. */
export interface KeptSlices {
  /** Which, ascending. */
  indices: number[];
  /** The part of each. */
  crop: Crop;
  /** The pictures, all slices one below the other. */
  encoded: EncodedPictures;
}

/**
 * Encodes the slices that a run keeps of a volume: all that have classes or errors, if their pictures take
 * {@linkcode SLICE_BYTES} at most; otherwise images are made smaller, and then the stretch is divided into as
 * many equal parts as that leaves, a multiple of eight, each with the slice that has most wrong voxels. How
 * many that may be, eight of them tell.
 *
 * @param volume The volume.
 * @param extent Where classes and errors lie.
 * @param axis The axis across the slices.
 * @param always A slice that is kept in any case.
 * @returns Undefined where the masks are empty.
 */
export async function keepSlices(
  volume: DrawnVolume,
  extent: VolumeExtent,
  { axis, always }: { axis: number; always: number },
): Promise<KeptSlices | undefined> {
  const few = chooseSlices(extent, axis, SHOWN);
  if (few.length === 0) return undefined;
  const [start, end] = extent.objects![axis], crop = cropOf(extent, axis, volume);
  const encode = (indices: readonly number[], longest: number): Promise<EncodedPictures> =>
    encodePlanes(volume, { axis, indices, crop, part: "slices", longest });
  // parts that eight larger ones consist of, so that what is the worst of one of these is kept
  const inEighths = (parts: number): number =>
    parts >= end - start ? end - start : Math.max(SHOWN, parts - parts % SHOWN);
  const pinned = always >= start && always < end ? [always] : [];
  let parts = SHOWN, side = SIDES[0];
  for (side of SIDES) {
    const bytes = bytesOf(await encode(few, side)) / few.length;
    const rows = Math.max(crop.rows[1] - crop.rows[0], volume.image ? side : 0);
    parts = inEighths(Math.min(MOST_ROWS / rows, SLICE_BYTES / bytes));
    // smaller images don't make masks smaller
    if (parts >= end - start || volume.image === undefined) break;
  }
  for (;;) {
    const chosen = new Set([...chooseSlices(extent, axis, parts), ...pinned]);
    const indices = [...chosen].sort((a, b) => a - b);
    const encoded = await encode(indices, side), bytes = bytesOf(encoded);
    if (parts <= SHOWN || bytes <= SLICE_BYTES) return { indices, crop, encoded };
    parts = inEighths(Math.min(parts - 1, parts * SLICE_BYTES / bytes));
  }
}

function bytesOf({ files }: EncodedPictures): number {
  return files.values().reduce((sum, { length }) => sum + length, 0);
}
