import type { CasePictures, VolumePictures } from "../run_folder/evaluation.ts";
import { type VolumePart, writeEncoded } from "../run_folder/pictures.ts";
import { chooseSlices, SHOWN } from "./choose_slices.ts";
import { type DrawnVolume, encodePlanes, type VolumeSet } from "./encode_planes.ts";
import { extentOf, pairKinds, type VolumeExtent } from "./extent.ts";
import { keepSlices } from "./keep_slices.ts";
import { largestError } from "./largest_error.ts";
import { sliceAxis, wholePicture } from "./planes.ts";
import { sliceProfile } from "./slice_profile.ts";

/** The most pixels of the side of a view's image. */
const VIEW = 1024;

/**
 * Writes a volume's pictures: the three planes through the middle of its thickest error, and slices. However
 * many slices the volume has, these are at most four pictures of each kind.
 *
 * @param folder The run folder.
 * @param volume The masks, perhaps with an image and the prediction's confidence.
 * @returns The pictures' paths, and what they show.
 */
export async function writeVolume(folder: string, volume: VolumeSet): Promise<CasePictures> {
  const { shape, spacing, classes, ignore, isAnatomical = false } = volume;
  const axis = sliceAxis(spacing), kinds = pairKinds(classes, ignore);
  const extent = extentOf(volume, kinds, axis);
  const point = largestError(volume, kinds, extent);
  const drawn: DrawnVolume = { ...volume, isAnatomical };
  const views: CasePictures[] = [];
  for (const across of [0, 1, 2]) {
    const part = across === axis ? undefined : String(across) as VolumePart;
    const plane = { axis: across, indices: [point[across]], crop: wholePicture(shape, across) };
    views.push(
      writeEncoded(folder, await encodePlanes(drawn, { ...plane, part, longest: VIEW })),
    );
  }
  const slices = await writeSlices(folder, drawn, extent, { axis, always: point[axis] });
  return {
    ...views[axis],
    volume: {
      point,
      labels: labelsAt(volume, point),
      anatomical: isAnatomical,
      axis,
      views,
      ...(slices && { profile: sliceProfile(volume, axis), slices }),
    },
  };
}

function labelsAt(
  { truth, prediction, shape, isMissing }: VolumeSet,
  [z, y, x]: readonly number[],
): { truth: number; prediction?: number } {
  const i = (z * shape[1] + y) * shape[2] + x;
  return { truth: truth[i], ...(!isMissing && { prediction: prediction[i] }) };
}

async function writeSlices(
  folder: string,
  volume: DrawnVolume,
  extent: VolumeExtent,
  where: { axis: number; always: number },
): Promise<VolumePictures["slices"]> {
  const kept = await keepSlices(volume, extent, where);
  if (kept === undefined) return undefined;
  const { indices, crop: { rows, columns }, encoded } = kept;
  return {
    indices,
    shown: chooseSlices(extent, where.axis, SHOWN).map((index) => nearest(indices, index)),
    from: [rows[0], columns[0]],
    shape: [rows[1] - rows[0], columns[1] - columns[0]],
    pictures: writeEncoded(folder, encoded),
  };
}

/** The place of the nearest index: where a part has no error, its middle may not be kept. */
function nearest(indices: readonly number[], index: number): number {
  const away = indices.map((one) => Math.abs(one - index));
  return away.indexOf(Math.min(...away));
}
