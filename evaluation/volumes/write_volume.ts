import type { LabelClass } from "../../core/mod.ts";
import { resizePhotograph } from "../../io/mod.ts";
import type { CasePictures, VolumePictures } from "../run_folder/evaluation.ts";
import { type PictureSet, type VolumePart, writePictures } from "../run_folder/pictures.ts";
import { diceOfSlices } from "./slice_dice.ts";
import { chooseSlices, cropOf } from "./choose_slices.ts";
import { extentOf, pairKinds, type VolumeMasks } from "./extent.ts";
import { largestError } from "./largest_error.ts";
import { type Crop, cut, type Drawing, drawnSize, sliceAxis, wholePicture } from "./planes.ts";

/** A volume to draw. */
export interface VolumeSet extends VolumeMasks {
  /** The name of its files without endings, from `fileNames`. */
  file: string;
  /** Grey levels, 0 to 255, a byte per voxel, if there is an image. */
  image?: Uint8Array;
  /** Whether there is no prediction, so that `prediction` contains no class and is not drawn. */
  isMissing?: boolean;
  /** Whether the axes are anatomical: slices grow to the top, rows to the front, columns to the right. */
  isAnatomical?: boolean;
  /** The classes. */
  classes: readonly LabelClass[];
  /** The colours of labels in the pictures; those of the classes when left out. */
  colors?: readonly LabelClass[];
  /** Values whose voxels are left out. */
  ignore?: readonly number[];
}

/** The most pixels of an image's side: of a view, and of a slice among others. */
const VIEW = 1024, SLICE = 512;

/**
 * Writes a volume's pictures: the three planes through the middle of its thickest error, and up to eight
 * slices. However many slices the volume has, these are at most four pictures of each kind.
 *
 * @param folder The run folder.
 * @param volume The masks, perhaps with an image.
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
    views.push(await writePlanes(folder, drawn, { ...plane, part, longest: VIEW }));
  }
  const slices = await writeSlices(folder, drawn, {
    axis,
    indices: chooseSlices(extent, axis),
    crop: cropOf(extent, axis, drawn),
  });
  return {
    ...views[axis],
    volume: {
      point,
      labels: labelsAt(volume, point),
      anatomical: isAnatomical,
      axis,
      views,
      ...(slices && { slices }),
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

type DrawnVolume = VolumeSet & Drawing;

/** Planes across one axis. */
interface Planes {
  axis: number;
  indices: number[];
  crop: Crop;
}

async function writeSlices(
  folder: string,
  volume: DrawnVolume,
  planes: Planes,
): Promise<VolumePictures["slices"]> {
  if (planes.indices.length === 0) return undefined;
  const options = { ...planes, part: "slices", longest: SLICE } as const;
  const { rows, columns } = planes.crop;
  return {
    indices: planes.indices,
    dice: diceOfSlices(volume, planes),
    shape: [rows[1] - rows[0], columns[1] - columns[0]],
    pictures: await writePlanes(folder, volume, options),
  };
}

/** Writes planes one below the other. */
async function writePlanes(
  folder: string,
  volume: DrawnVolume,
  { axis, indices, crop, part, longest }: Planes & { part?: VolumePart; longest: number },
): Promise<CasePictures> {
  const { file, truth, prediction, image, isMissing, classes, colors = classes, spacing } = volume;
  const height = crop.rows[1] - crop.rows[0], width = crop.columns[1] - crop.columns[0];
  const stacked = (voxels: Uint8Array): Uint8Array =>
    stack(indices.map((index) => cut(voxels, volume, { axis, index, crop })));
  const [rows, columns] = drawnSize(spacing, axis, crop, longest);
  const set: PictureSet = {
    file,
    shape: [indices.length * height, width],
    truth: stacked(truth),
    ...(!isMissing && { prediction: stacked(prediction) }),
    ...(image && {
      image: stack(indices.map((index) => {
        const data = colorsOf(cut(image, volume, { axis, index, crop }));
        return resizePhotograph({ data, width, height }, columns, rows).data;
      })),
      imageShape: [indices.length * rows, columns],
    }),
    classes: colors,
    part,
  };
  return await writePictures(folder, set);
}

function stack(pictures: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pictures.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const picture of pictures) {
    all.set(picture, at);
    at += picture.length;
  }
  return all;
}

/** Grey levels as red, green and blue. */
function colorsOf(grey: Uint8Array): Uint8Array {
  const colors = new Uint8Array(3 * grey.length);
  for (let i = 0, to = 0; i < grey.length; i++) {
    colors[to++] = grey[i];
    colors[to++] = grey[i];
    colors[to++] = grey[i];
  }
  return colors;
}
