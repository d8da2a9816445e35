import {
  decodeLabelPng,
  decodePhotograph,
  type LabelPicture,
  orientationFor,
  readPhotographHeader,
  resizePhotograph,
} from "../../io/mod.ts";

/** Two folders of mask PNGs, a true and a predicted one under the same file name. */
export interface MaskFolders {
  /** The folder of true masks. */
  truth: string;
  /** The folder of predicted masks. */
  prediction: string;
  /** The most millions of pixels that a mask may have; 100 when left out. */
  maxMegapixels?: number;
}

/** The names of a true mask and its prediction. */
export interface MaskNames {
  /** The file name without its ending, in Unicode's composed form (NFC). */
  id: string;
  /** The true mask's file name. */
  truth: string;
  /** The predicted mask's file name. */
  prediction: string;
}

/** A true and a predicted mask of the same shape. */
export interface MaskPair {
  /** The true mask. */
  truth: LabelPicture;
  /** The predicted mask. */
  prediction: LabelPicture;
}

/**
 * Reads a true mask and its prediction.
 *
 * @param folders The two folders.
 * @param names Their file names.
 * @returns Both masks.
 * @throws {Error} If one can't be read, or their sizes differ.
 */
export async function readMasks(folders: MaskFolders, names: MaskNames): Promise<MaskPair> {
  const truth = await readLabels("true", `${folders.truth}/${names.truth}`, folders);
  const prediction = await readLabels(
    "predicted",
    `${folders.prediction}/${names.prediction}`,
    folders,
  );
  if (truth.width !== prediction.width || truth.height !== prediction.height) {
    throw new RangeError(
      `truth and prediction must have the same size, got ${sizeOf(truth)} and ${
        sizeOf(prediction)
      }`,
    );
  }
  return { truth, prediction };
}

/** Options of {@linkcode readImage}. */
export interface ImageOptions {
  /** The most millions of pixels that an image may have; 100 when left out. */
  maxMegapixels?: number;
  /** Called if the mask fits only the stored pixels, without their EXIF rotation. */
  onStored?: () => void;
}

/**
 * Reads the image of a mask, `NAME.jpg` or of another kind, resized to the mask's size. It is rotated as
 * EXIF says, unless the mask's shape fits only the stored pixels.
 *
 * @param folder The folder of images.
 * @param id The mask's file name without `.png`.
 * @param size The mask's size, in pixels.
 * @param options How large it may be, and a callback for one that is not rotated.
 * @returns RGB, shape [height, width, 3].
 * @throws {Error} If there is no such image, or it can't be read.
 */
export async function readImage(
  folder: string,
  id: string,
  size: { width: number; height: number },
  { maxMegapixels, onStored = () => {} }: ImageOptions = {},
): Promise<Uint8Array> {
  const names = PHOTOGRAPH_EXTENSIONS.map((extension) => id + extension);
  // macOS writes the decomposed form
  for (const name of new Set([...names, ...names.map((name) => name.normalize("NFD"))])) {
    const path = `${folder}/${name}`;
    try {
      // a pipe would never end
      if (!(await Deno.stat(path)).isFile) throw new TypeError("it must be a file");
      const bytes = await Deno.readFile(path);
      const orientation = orientationFor(readPhotographHeader(bytes), size);
      const photograph = await decodePhotograph(bytes, { orientation, maxMegapixels });
      if (orientation === "stored") onStored();
      return resizePhotograph(photograph, size.width, size.height).data;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue;
      throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
    }
  }
  const some = names.slice(0, 3).join(", ");
  throw new Error(
    `Cannot show the image of ${id}: ${folder} must contain ${some} or the like, got none`,
  );
}

const PHOTOGRAPH_EXTENSIONS = [".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG"];

/** Reads a mask; errors don't name the file, so that the caller can group equal ones. */
async function readLabels(
  which: string,
  path: string,
  { maxMegapixels }: Pick<MaskFolders, "maxMegapixels">,
): Promise<LabelPicture> {
  try {
    return decodeLabelPng(await Deno.readFile(path), { maxMegapixels });
  } catch (error) {
    throw new Error(`${which} mask: ${(error as Error).message}`, { cause: error });
  }
}

function sizeOf({ width, height }: LabelPicture): string {
  return `${width}x${height}`;
}
