/** Small copies of large photographs: a gallery of a hundred would load what a camera wrote of each. */
import {
  decodePhotograph,
  encodeJpeg,
  type Photograph,
  readPhotographHeader,
  resizePhotograph,
} from "../../io/mod.ts";

/** Pixels of a copy's longer side, and how many times as long a photograph stands for itself. */
const SIDE = 384, LARGE = 1.25;

/**
 * A small copy of a photograph, upright.
 *
 * @param bytes The photograph's file.
 * @param side Pixels of the copy's longer side.
 * @returns A JPEG; undefined where the photograph is small itself, or
 *   only a browser may know how to decode it.
 */
export async function smallPhotograph(
  bytes: Uint8Array,
  side = SIDE,
): Promise<Uint8Array | undefined> {
  if (!isLarge(readPhotographHeader(bytes), side)) return undefined;
  const photograph = await decoded(bytes);
  return photograph && await smallCopy(photograph, side);
}

/**
 * A small copy of a photograph that is decoded already.
 *
 * @param photograph The photograph, upright.
 * @param side Pixels of the copy's longer side.
 * @returns A JPEG; undefined where the photograph is small itself.
 */
export async function smallCopy(
  photograph: Photograph,
  side = SIDE,
): Promise<Uint8Array | undefined> {
  if (!isLarge(photograph, side)) return undefined;
  const scale = side / Math.max(photograph.width, photograph.height);
  const [w, h] = [photograph.width, photograph.height].map((length) =>
    Math.max(1, Math.round(length * scale))
  );
  return await encodeJpeg(resizePhotograph(photograph, w, h));
}

/**
 * A photograph's pixels, upright.
 *
 * @param bytes The photograph's file.
 * @returns Undefined where only a browser may know how to decode it.
 */
export async function decoded(bytes: Uint8Array): Promise<Photograph | undefined> {
  try {
    return await decodePhotograph(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function isLarge({ width, height }: Pick<Photograph, "width" | "height">, side: number): boolean {
  return Math.max(width, height) > LARGE * side;
}
