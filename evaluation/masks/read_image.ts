import {
  decodePhotograph,
  orientationFor,
  readPhotographHeader,
  resizePhotograph,
} from "../../io/mod.ts";

/** Options of {@linkcode readImage}. */
export interface ImageOptions {
  /** The most millions of pixels that an image may have; 100 when left out. */
  maxMegapixels?: number;
  /** Called if the mask fits only the stored pixels, without their EXIF rotation. */
  onStored?: () => void;
}

/**
 * Reads the image of a mask, `ID.jpg` or of another kind, resized to the mask's size. It is rotated as
 * EXIF says, unless the mask's shape fits only the stored pixels.
 *
 * @param folder The folder of images.
 * @param id The case's id.
 * @param size The mask's size, in pixels.
 * @param options How large it may be, and a callback for one that is not rotated.
 * @returns RGB, shape [height, width, 3].
 * @throws {Error} If there is no such image, or it can't be read.
 */
export async function readImage(
  folder: string,
  id: string,
  size: { width: number; height: number },
  options: ImageOptions = {},
): Promise<Uint8Array> {
  const names = PHOTOGRAPH_EXTENSIONS.map((extension) => id + extension);
  // macOS writes the decomposed form
  for (const name of new Set([...names, ...names.map((name) => name.normalize("NFD"))])) {
    try {
      return await readImageFile(`${folder}/${name}`, size, options);
    } catch (error) {
      if (!((error as Error).cause instanceof Deno.errors.NotFound)) throw error;
    }
  }
  const some = names.slice(0, 3).join(", ");
  throw new Error(
    `Cannot show the image of ${id}: ${folder} must contain ${some} or the like, got none`,
  );
}

const PHOTOGRAPH_EXTENSIONS = [".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG"];

/**
 * Reads the image of a mask, resized to the mask's size, as {@linkcode readImage} does.
 *
 * @param path The image's file.
 * @param size The mask's size, in pixels.
 * @param options How large it may be, and a callback for one that is not rotated.
 * @returns RGB, shape [height, width, 3].
 * @throws {Error} If it can't be read.
 */
export async function readImageFile(
  path: string,
  size: { width: number; height: number },
  { maxMegapixels, onStored = () => {} }: ImageOptions = {},
): Promise<Uint8Array> {
  try {
    // a pipe would never end
    if (!(await Deno.stat(path)).isFile) throw new TypeError("it must be a file");
    const bytes = await Deno.readFile(path);
    const orientation = orientationFor(readPhotographHeader(bytes), size);
    const photograph = await decodePhotograph(bytes, { orientation, maxMegapixels });
    if (orientation === "stored") onStored();
    return resizePhotograph(photograph, size.width, size.height).data;
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}
