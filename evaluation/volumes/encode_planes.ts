import { Buffer } from "node:buffer";
import type { LabelClass } from "../../core/mod.ts";
import { resizePhotograph } from "../../io/mod.ts";
import {
  type EncodedPictures,
  encodePictures,
  type PictureSet,
  type VolumePart,
} from "../run_folder/pictures.ts";
import type { VolumeMasks } from "./extent.ts";
import { type Crop, cut, type Drawing, drawnSize } from "./planes.ts";

/** A volume to draw. */
export interface VolumeSet extends VolumeMasks {
  /** The name of its files without endings, from `fileNames`. */
  file: string;
  /** Grey levels, 0 to 255, a byte per voxel, if there is an image. */
  image?: Uint8Array;
  /** The probability of each voxel's predicted class in per cent, 0 where it is unknown. */
  confidence?: Uint8Array;
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

/** A volume, and how its planes are drawn. */
export type DrawnVolume = VolumeSet & Drawing;

/** Planes across one axis. */
export interface Planes {
  /** The axis. */
  axis: number;
  /** Where along it. */
  indices: readonly number[];
  /** Which part of each. */
  crop: Crop;
  /** What they are called; of the view that stands for the volume, nothing. */
  part?: VolumePart;
  /** The most pixels of an image's side. */
  longest: number;
}

/** Encodes planes one below the other. */
export async function encodePlanes(volume: DrawnVolume, planes: Planes): Promise<EncodedPictures> {
  const { file, truth, prediction, image, isMissing, classes, colors = classes } = volume;
  const { axis, indices, crop, part, longest } = planes;
  const height = crop.rows[1] - crop.rows[0], width = crop.columns[1] - crop.columns[0];
  const stacked = (voxels: Uint8Array): Uint8Array =>
    stack(indices.map((index) => cut(voxels, volume, { axis, index, crop })));
  const [rows, columns] = drawnSize(volume.spacing, axis, crop, longest);
  const { confidence } = volume;
  const set: PictureSet = {
    file,
    shape: [indices.length * height, width],
    truth: stacked(truth),
    ...(!isMissing && { prediction: stacked(prediction) }),
    ...(!isMissing && confidence && { confidence: stacked(confidence) }),
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
  return await encodePictures(set);
}

function stack(pictures: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pictures));
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
