/** What of a volume's slices a page's script draws planes of, and a sheet of all slices for who has no script. */
import { deflateSync } from "node:zlib";
import type { CaseLabels } from "../../drawing/mod.ts";
import type { Case, VolumePictures } from "../../evaluation/mod.ts";
import type { LabelPicture } from "../../io/mod.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { canvasWidth, type KeptBox, planesOf, type SheetColumn } from "../runs/volume.ts";
import { ink } from "./filmstrip.ts";
import { indexedPng, type Ink } from "./indexed_png.ts";
import { UNSURE_PALETTE } from "./uncertainty.ts";

/** The slices of a volume, one below the other. */
export interface VolumeBlock {
  /** The labels. */
  labels: CaseLabels;
  /** How unsure the model is, by the place in the palette of that. */
  unsure?: Uint8Array;
  /** Which part of the planes they show. */
  box: KeptBox;
}

/**
 * A classic script that hands the page the kept voxels: `file://` has no fetch.
 *
 * @param run The run.
 * @param one The case.
 * @param volume Its pictures, with slices.
 * @param block Their labels.
 */
export function blockScript(
  run: SiteRun,
  one: Case,
  volume: VolumePictures,
  { labels: { truth, prediction }, unsure, box }: VolumeBlock,
): string {
  const planes = planesOf(one, volume);
  // most of a prediction is like the truth, and zeros take no room
  const changes = truth && prediction ? prediction.map((label, i) => label ^ truth[i]) : prediction;
  const parts = Object.entries({ truth, prediction: changes, unsure })
    .filter((part): part is [string, Uint8Array<ArrayBuffer>] => part[1] !== undefined);
  const all = new Uint8Array(parts.reduce((sum, [, voxels]) => sum + voxels.length, 0));
  parts.reduce((at, [, voxels]) => (all.set(voxels, at), at + voxels.length), 0);
  const data = {
    axis: volume.axis,
    shape: one.shape,
    isReversed: volume.anatomical,
    indices: volume.slices!.indices,
    box,
    planes: planes.map(({ width, height }) => ({ width, height })),
    canvas: canvasWidth(planes),
    classes: run.classes.map(({ name, label, labels = [label], colors, backdrop }) => ({
      name,
      labels,
      color: colors.photo,
      isBackdrop: backdrop,
    })),
    // what no class but the ground behind the others has
    ground: Array.from({ length: 256 }, (_, label) => label).filter((label) =>
      !run.classes.some((c) => !c.backdrop && (c.labels ?? [c.label]).includes(label))
    ),
    ...unsure && { unsure: UNSURE_PALETTE },
    parts: parts.map(([name]) => name),
    voxels: new Uint8Array(deflateSync(all, { level: 9 })).toBase64(),
  };
  return `globalThis.triptychVolume = ${JSON.stringify(data)};\n`;
}

/** Missed, invented, and one class instead of another. */
const MISSED: Ink = [0xe6, 0x1f, 0x8c, 0xf0],
  INVENTED: Ink = [0xff, 0xe0, 0x8a, 0xf0],
  MISTAKEN: Ink = [0x8f, 0x5a, 0xe0, 0xf0];

/** How opaque classes are, 0 to 255. */
const TINT = 170;

/**
 * All slices as one picture, what is shown of each in columns beside each other; what is behind shines through.
 *
 * @param run The run.
 * @param block The slices.
 * @param columns What the columns show.
 */
export function sheetPng(
  run: SiteRun,
  { labels: { truth, prediction, width, height }, unsure }: VolumeBlock,
  columns: readonly SheetColumn[],
): Uint8Array {
  const own = run.classes.filter((c) => c.labels === undefined);
  const palette: Ink[] = [
    ...UNSURE_PALETTE,
    ...[MISSED, INVENTED, MISTAKEN],
    ...own.map((c) => ink(c.colors.photo, c.backdrop ? 0 : TINT)),
  ];
  const errors = UNSURE_PALETTE.length, first = errors + 3;
  // beyond 256 colours there is none
  const inkOf = new Uint8Array(256), isClass = new Uint8Array(256);
  own.slice(0, 256 - first).forEach((c, k) => {
    inkOf[c.label] = first + k;
    if (!c.backdrop) isClass[c.label] = 1;
  });
  const errorOf = (i: number): number => {
    const [t, p] = [truth![i], prediction![i]];
    if (t === p || (isClass[t] | isClass[p]) === 0) return 0;
    return errors + (isClass[t] === 0 ? 1 : isClass[p] === 0 ? 0 : 2);
  };
  const kinds = {
    e: errorOf,
    p: (i: number) => inkOf[prediction![i]],
    t: (i: number) => inkOf[truth![i]],
    u: (i: number) => unsure![i],
  };
  const all = new Uint8Array(columns.length * width * height);
  for (const [column, kind] of columns.entries()) {
    const of = kinds[kind];
    for (let y = 0, i = 0; y < height; y++) {
      const to = (y * columns.length + column) * width;
      for (let x = 0; x < width; x++, i++) all[to + x] = of(i);
    }
  }
  const sheet: LabelPicture = { labels: all, width: columns.length * width, height };
  return indexedPng(sheet, palette.slice(0, 256));
}
