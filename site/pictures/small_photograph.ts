/** Small copies of large photographs: a gallery of a hundred would load what a camera wrote of each. */
import {
  decodePhotograph,
  encodeJpeg,
  readPhotographHeader,
  resizePhotograph,
} from "../../io/mod.ts";

/** Pixels of a copy's longer side; a photograph that is hardly longer stands for itself. */
const SIDE = 384, LARGE = 480;

/**
 * A small copy of a photograph, upright.
 *
 * @param bytes The photograph's file.
 * @returns A JPEG whose longer side is 384 pixels; undefined where the photograph is small itself, or
 *   only a browser may know how to decode it.
 */
export async function smallPhotograph(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const { width, height } = readPhotographHeader(bytes);
  if (Math.max(width, height) <= LARGE) return undefined;
  try {
    const photograph = await decodePhotograph(bytes);
    const scale = SIDE / Math.max(photograph.width, photograph.height);
    const [w, h] = [photograph.width, photograph.height].map((side) =>
      Math.max(1, Math.round(side * scale))
    );
    return await encodeJpeg(resizePhotograph(photograph, w, h));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
