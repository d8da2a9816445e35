import { type LabelMap, readGreyVolume } from "../../io/mod.ts";
import type { CasePaths } from "./case_paths.ts";
import { type Grid, gridText, isSameGrid } from "./grids.ts";
import { type ImageOptions, readImage, readImageFile } from "./read_image.ts";

/** Options of {@linkcode readCaseImage}. */
export interface CaseImageOptions extends ImageOptions {
  /** The folder of images, for cases whose list names none. */
  images?: string;
}

/** What a volume's image may end in; the last of a name is nnU-Net's first channel. */
const VOLUME_ENDINGS = [".nii.gz", ".nii", ".mha", ".mhd", ".nrrd", ".npy", ".npz"]
  .flatMap((ending) => [ending, `_0000${ending}`]);

/**
 * Reads the image that a case's pages show.
 *
 * @param paths The case.
 * @param grid The grid of its masks.
 * @param options Where images are.
 * @returns RGB, shape [rows, columns, 3]; of a volume grey levels of its shape; undefined where nobody
 *   asked for images.
 * @throws {Error} If there is none, it can't be read, or it has another grid than a volume's masks.
 */
export async function readCaseImage(
  { id, image }: Pick<CasePaths, "id" | "image">,
  grid: Grid,
  { images, ...options }: CaseImageOptions,
): Promise<Uint8Array | undefined> {
  if ((image ?? images) === undefined) return undefined;
  if (grid.shape.length === 3) return await readVolumeImage(id, grid, { image, images });
  const [height, width] = grid.shape;
  return image === undefined
    ? await readImage(images!, id, { width, height }, options)
    : await readImageFile(image, { width, height }, options);
}

async function readVolumeImage(
  id: string,
  grid: Grid,
  { image, images }: { image?: string; images?: string },
): Promise<Uint8Array> {
  const paths = image === undefined
    ? VOLUME_ENDINGS.map((ending) => `${images}/${id}${ending}`)
    : [image];
  for (const path of paths) {
    const volume = await readUnlessMissing(path, paths.length > 1);
    if (volume === undefined) continue;
    if (isSameGrid(grid, volume)) return volume.labels;
    const [wanted, got] = [grid, volume].map(gridText);
    throw new Error(
      `Cannot show ${path}: it must have the grid of its masks, ${wanted}, got ${got}`,
    );
  }
  throw new Error(
    `Cannot show the image of ${id}: ${images} must contain ${id}.nii.gz, ${id}_0000.nii.gz or the ` +
      "like, got none",
  );
}

async function readUnlessMissing(path: string, mayMiss: boolean): Promise<LabelMap | undefined> {
  try {
    return await readGreyVolume(path);
  } catch (error) {
    if (mayMiss && error instanceof Deno.errors.NotFound) return undefined;
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}
