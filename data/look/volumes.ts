/**
 * Volumes and stacks of pages as slices: each is an image of its own, all of a volume in one group.
 *
 * @module
 */
import { join } from "node:path";
import { counted, type Skipped } from "../../core/mod.ts";
import { readImageHeader, readVolumeHeader, type VolumeHeader } from "../../io/mod.ts";
import type { FolderPair } from "../pair_files.ts";
import { AXES, type Axis } from "./description.ts";

/** Pairs whose volumes are cut. */
export interface Cut {
  /** The pairs: of a volume one per slice. */
  pairs: FolderPair[];
  /** Volumes that can't be used. */
  skipped: Skipped[];
  /** The axis that volumes are cut across; undefined where there are none. */
  slices?: Axis;
  /** The distance of a slice's rows and columns, where all volumes have the same. */
  spacing?: [number, number];
  /** Its unit, also where each volume has a spacing of its own. */
  unit?: string;
  /** A sentence per decision. */
  reasons: string[];
}

/** A pair and its files' depth. */
interface Measured {
  pair: FolderPair;
  /** What the first of its files says, where that is a volume. */
  header?: VolumeHeader;
  /** Slices per axis; of a stack of pages along z alone. */
  shape: readonly [number, number, number];
}

/** What a header needs, gzipped or not. */
const HEAD_BYTES = 4096;

/** The longest axis: each slice is a pair, and a header alone could ask for millions. */
const MOST_SLICES = 65536;

/**
 * Cuts volumes into slices. They are cut across the axis with the coarsest spacing, in most files that
 * across which they were recorded: its slices are sharp in both directions. Pages of a TIFF are slices
 * where its mask has as many pages; otherwise the first page is the image.
 *
 * @param folder The data folder.
 * @param pairs Images with masks.
 * @param axis The axis, where it is known.
 * @returns The pairs, slices in place of volumes.
 */
export async function cutVolumes(
  folder: string,
  pairs: readonly FolderPair[],
  axis?: Axis,
): Promise<Cut> {
  const measured: Measured[] = [], skipped: Skipped[] = [];
  for (const pair of pairs) {
    const found = await measure(folder, pair);
    if ("reason" in found) skipped.push(found);
    else measured.push(found);
  }
  const headers = measured.flatMap(({ header }) => header ?? []);
  const slices = axis ?? coarsest(headers), across = AXES.indexOf(slices);
  const deep = measured.filter(({ header, shape }) => shape[header ? across : 2] > 1);
  const cut = measured.flatMap(({ pair, header, shape }) => {
    const axis = header ? across : 2;
    return !header && shape[axis] === 1 ? [pair] : slicesOf(pair, { axis, count: shape[axis] });
  });
  if (headers.length === 0) {
    const reasons = deep.length === 0 ? [] : [
      `pages: ${counted(cut.length, "slice")} of ${counted(deep.length, "TIFF")}, since their ` +
      "masks have as many pages",
    ];
    return { pairs: cut, skipped, reasons };
  }
  const place = commonSpacing(headers, across);
  const said = `volumes: ${counted(headers.length, "volume")}, cut across ${slices} into ` +
    `${counted(cut.length, "slice")}, ${axis ? "as said" : whyAcross(headers, across)}`;
  const where = place.spacing === undefined
    ? "it differs from volume to volume; each is measured in its own, in mm"
    : `${place.spacing.join(" × ")} ${place.unit}, rows and columns, by the headers`;
  return { pairs: cut, skipped, slices, ...place, reasons: [said, `spacing: ${where}`] };
}

/** How deep a pair's files are; they must be equally deep. */
async function measure(folder: string, pair: FolderPair): Promise<Measured | Skipped> {
  const { images: [image], masks: [mask] } = pair;
  let file = mask;
  try {
    if (mask === undefined) return { pair, shape: FLAT };
    if (isVolume(mask)) {
      const found = await headerOf(join(folder, mask));
      file = image;
      const header = isVolume(image) ? await headerOf(join(folder, image)) : undefined;
      if (header && `${header.shape}` === `${found.shape}`) {
        return { pair, header, shape: header.shape };
      }
      const sizes = `${found.shape.join("x")}, the image ${header?.shape.join("x") ?? "is none"}`;
      return {
        file: mask,
        reason: `mask and image must be volumes of the same size, it has ${sizes}`,
      };
    }
    if (!isTiff(mask) || !isTiff(image)) return { pair, shape: FLAT };
    const pages = await pagesOf(join(folder, mask));
    if (pages === 1) return { pair, shape: FLAT };
    file = image;
    const others = await pagesOf(join(folder, image));
    if (pages === others) return { pair, shape: [1, 1, pages] };
    const counts = `${pages}, the image ${others}`;
    return { file: mask, reason: `mask and image must have as many pages: it has ${counts}` };
  } catch (error) {
    return { file, reason: (error as Error).message };
  }
}

const FLAT = [1, 1, 1] as const;

function isVolume(file: string): boolean {
  return /\.nii(\.gz)?$/i.test(file);
}

function isTiff(file: string): boolean {
  return /\.tiff?$/i.test(file);
}

async function headerOf(path: string): Promise<VolumeHeader> {
  using file = await Deno.open(path);
  const head = new Uint8Array(HEAD_BYTES);
  let length = 0;
  for (let read: number | null = 0; read !== null && length < HEAD_BYTES; length += read ?? 0) {
    read = await file.read(head.subarray(length));
  }
  const header = await readVolumeHeader(head.subarray(0, length));
  if (Math.max(...header.shape) <= MOST_SLICES) return header;
  throw new TypeError(
    `each axis must be at most ${MOST_SLICES} long, its header says ${header.shape.join("x")}`,
  );
}

async function pagesOf(path: string): Promise<number> {
  return readImageHeader(await Deno.readFile(path)).pages;
}

/** A pair per slice. */
function slicesOf(
  pair: FolderPair,
  { axis, count }: { axis: number; count: number },
): FolderPair[] {
  if (count === 1) return [{ ...pair, slice: { axis, index: 0 } }];
  const digits = Math.max(3, String(count - 1).length);
  return Array.from({ length: count }, (_, index) => ({
    ...pair,
    id: `${pair.id}_${AXES[axis]}${String(index).padStart(digits, "0")}`,
    slice: { axis, index },
  }));
}

/** The axis that is the coarsest in most volumes; of equal ones z. */
function coarsest(headers: readonly VolumeHeader[]): Axis {
  const votes = [0, 0, 0];
  for (const { spacing } of headers) votes[spacing.lastIndexOf(Math.max(...spacing))]++;
  return AXES[votes.lastIndexOf(Math.max(...votes))];
}

function whyAcross(headers: readonly VolumeHeader[], axis: number): string {
  const [{ spacing }] = headers, others = spacing.filter((_, other) => other !== axis);
  if (others.every((other) => other === spacing[axis])) return "as all axes have one spacing";
  const unit = headers[0].unit ?? "mm", lengths = others.map(rounded).join(" × ");
  return `their coarsest axis (${rounded(spacing[axis])} ${unit}, the others ${lengths})`;
}

/** The spacing of rows and columns, where it is the same in all volumes; else each has its own, in mm. */
function commonSpacing(
  headers: readonly VolumeHeader[],
  axis: number,
): { spacing?: [number, number]; unit: string } {
  const all = headers.map(({ spacing, unit = "mm" }) => {
    const [across, down] = spacing.filter((_, other) => other !== axis).map(rounded);
    return { spacing: [down, across] as [number, number], unit };
  });
  const isSame = all.every((one) => JSON.stringify(one) === JSON.stringify(all[0]));
  return isSame ? all[0] : { unit: "mm" };
}

/** Headers have floats of 32 bits: 0.699999988079071. */
function rounded(length: number): number {
  return Number(length.toPrecision(6));
}
