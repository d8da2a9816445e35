/** The pictures of a volume: three planes, and slices. */
import { type CaseLabels, caseShapes } from "../../drawing/mod.ts";
import type { Case, CasePictures, VolumePictures } from "../../evaluation/mod.ts";
import { canvasWidth, planesOf, sliceSize, stretchOf } from "../runs/volume.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { stretched } from "./proportion.ts";
import { planeSvg, slicesSvg, type VolumeDrawing } from "./volume_svg.ts";

/** The masks and the image of one picture, read. */
export interface ReadPicture {
  /** The labels. */
  labels: CaseLabels;
  /** The image, a JPEG without what is no picture. */
  image?: Uint8Array;
}

/** Reads a picture; undefined where it has no labels, or they don't fit each other. */
export type ReadPictures = (paths: CasePictures) => Promise<ReadPicture | undefined>;

/** The file's name and its content. */
export type SvgFile = [part: string, content: string];

/**
 * Draws what a case's page shows of a volume.
 *
 * @param run The run.
 * @param one The case.
 * @param volume What its pictures show.
 * @param read Reads them.
 * @returns The files, and the volume without what can't be read; undefined where a view can't be.
 */
export async function drawVolume(
  run: SiteRun,
  one: Case,
  volume: VolumePictures,
  read: ReadPictures,
): Promise<{ files: SvgFile[]; volume: VolumePictures } | undefined> {
  const planes = planesOf(one, volume), canvas = canvasWidth(planes);
  const files: SvgFile[] = [];
  for (const [axis, paths] of volume.views.entries()) {
    const picture = await read(paths);
    if (picture === undefined) return undefined;
    const drawing = { ...drawn(run, picture.labels, planes[axis]), image: picture.image };
    files.push([String(axis), planeSvg(drawing, planes[axis], canvas)]);
  }
  const slices = volume.slices && await read(volume.slices.pictures);
  if (slices === undefined) return { files, volume: { ...volume, slices: undefined } };
  const { shape: [height, width], indices } = volume.slices!, { labels, image } = slices;
  if (labels.width !== width || labels.height !== height * indices.length) {
    return { files, volume: { ...volume, slices: undefined } };
  }
  const size = sliceSize(one, volume);
  const parts = indices.map((_, at) => drawn(run, sliceIn(labels, at, height), size));
  files.push(["slices", slicesSvg(parts, image)]);
  return { files, volume };
}

function drawn(
  run: SiteRun,
  labels: CaseLabels,
  size: { width: number; height: number },
): Omit<VolumeDrawing, "image"> {
  const input = { ...labels, classes: run.drawnClasses };
  const { width, height } = size;
  return {
    input: { ...input, width, height },
    shapes: stretched(caseShapes(input), stretchOf(labels, size)),
  };
}

function sliceIn({ truth, prediction, width }: CaseLabels, at: number, height: number): CaseLabels {
  const part = (labels: Uint8Array | undefined) =>
    labels?.subarray(at * height * width, (at + 1) * height * width);
  return { truth: part(truth), prediction: part(prediction), width, height };
}
