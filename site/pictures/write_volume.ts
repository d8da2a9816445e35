/** The pictures of a volume: three planes, slices, and what a page's script draws other planes of. */
import { type CaseLabels, caseShapes } from "../../drawing/mod.ts";
import type { Case, CasePictures, VolumePictures } from "../../evaluation/mod.ts";
import type { LabelPicture } from "../../io/mod.ts";
import { canvasWidth, keptBox, planesOf, sheetColumns, stretchOf } from "../runs/volume.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { indexedPng } from "./indexed_png.ts";
import { stretched } from "./proportion.ts";
import { UNSURE_PALETTE, unsureSteps } from "./uncertainty.ts";
import { blockScript, sheetPng } from "./volume_block.ts";
import { planeSvg, type VolumeDrawing } from "./volume_svg.ts";

/** The masks and the image of one picture, read. */
export interface ReadPicture {
  /** The labels. */
  labels: CaseLabels;
  /** The image, a JPEG without what is no picture. */
  image?: Uint8Array;
  /** The probability of each pixel's predicted class in per cent, of the labels' size. */
  confidence?: LabelPicture;
}

/** Reads a picture; undefined where it has no labels, or they don't fit each other. */
export type ReadPictures = (paths: CasePictures) => Promise<ReadPicture | undefined>;

/** A file's address and its content. */
export type VolumeFile = [url: string, content: string | Uint8Array];

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
): Promise<{ files: VolumeFile[]; volume: VolumePictures } | undefined> {
  const planes = planesOf(one, volume), canvas = canvasWidth(planes);
  const files: VolumeFile[] = [], views: CasePictures[] = [];
  for (const [axis, paths] of volume.views.entries()) {
    const picture = await read(paths);
    if (picture === undefined) return undefined;
    const unsure = unsureOf(run, picture);
    const drawing: VolumeDrawing = {
      ...drawn(run, picture.labels, planes[axis]),
      image: picture.image,
      unsure: unsure && indexedPng({ ...picture.confidence!, labels: unsure }, UNSURE_PALETTE),
    };
    files.push([run.volumeUrl(one.id, String(axis)), planeSvg(drawing, planes[axis], canvas)]);
    views.push(unsure ? paths : { ...paths, confidence: undefined });
  }
  const slices = volume.slices && await read(volume.slices.pictures);
  const isWhole = slices && fits(slices.labels, volume.slices!);
  if (!isWhole) return { files, volume: { ...volume, views, slices: undefined } };
  files.push(...sliceFiles(run, one, volume, slices));
  const { truth, prediction } = slices.labels, { pictures } = volume.slices!;
  const readable = {
    ...truth && { truth: pictures.truth },
    ...prediction && { prediction: pictures.prediction },
    ...slices.image && { image: pictures.image },
    ...slices.confidence && { confidence: pictures.confidence },
  };
  return { files, volume: { ...volume, views, slices: { ...volume.slices!, pictures: readable } } };
}

function fits(
  { width, height }: CaseLabels,
  { shape: [rows, columns], indices }: NonNullable<VolumePictures["slices"]>,
): boolean {
  return width === columns && height === rows * indices.length;
}

/** All slices, for the page's script and for who has none; none where the run folder doesn't say where they lie. */
function sliceFiles(
  run: SiteRun,
  one: Case,
  volume: VolumePictures,
  picture: ReadPicture,
): VolumeFile[] {
  const box = keptBox(one, volume);
  if (box === undefined) return [];
  const { labels, image } = picture, block = { labels, unsure: unsureOf(run, picture), box };
  const columns = sheetColumns({ ...labels, confidence: block.unsure });
  const url = (ending: "js" | "jpg" | "png") => run.volumeFileUrl(one.id, ending);
  return [
    [url("js"), blockScript(run, one, volume, block)],
    [url("png"), sheetPng(run, block, columns)],
    ...image ? [[url("jpg"), image] satisfies VolumeFile] : [],
  ];
}

/** How unsure the model is; undefined where that isn't known. */
function unsureOf(run: SiteRun, { labels, confidence }: ReadPicture): Uint8Array | undefined {
  if (confidence === undefined) return undefined;
  const { truth, prediction } = labels;
  const own = run.classes.filter((c) => !c.labels).map(({ label }) => label);
  return unsureSteps(confidence.labels, { truth, prediction, labels: own });
}

function drawn(
  run: SiteRun,
  labels: CaseLabels,
  size: { width: number; height: number },
): Omit<VolumeDrawing, "image" | "unsure"> {
  const input = { ...labels, classes: run.drawnClasses };
  const { width, height } = size;
  return {
    input: { ...input, width, height },
    shapes: stretched(caseShapes(input), stretchOf(labels, size)),
  };
}
