/** The most megapixels that are decoded unless the caller says otherwise; more than most cameras have. */
export const MAX_MEGAPIXELS = 100;

/** `--max-megapixels` of the commands that read pictures, which the error below names. */
export const MEGAPIXELS_FLAG = {
  kind: "integer",
  min: 1,
  default: MAX_MEGAPIXELS,
  help: "skip larger pictures, judged by their headers, before they take memory",
} as const;

/**
 * Refuses the size in a picture's header before anything is decoded, so that a few bytes can't ask for
 * gigabytes.
 *
 * @param job What could not be done, for the message: `decode photograph`.
 * @param picture The size and what kind of file says so.
 * @param maxMegapixels The most millions of pixels.
 * @throws {TypeError} If the picture has no pixel, or too many.
 */
export function checkPictureSize(
  job: string,
  { format, width, height }: { format: string; width: number; height: number },
  maxMegapixels: number,
): void {
  const size = `the ${format} says it is ${width}x${height}`;
  if (width === 0 || height === 0) {
    throw new TypeError(`Cannot ${job}: it must have at least one pixel, ${size}`);
  }
  const megapixels = (width * height) / 1e6;
  if (!(megapixels <= maxMegapixels)) {
    throw new TypeError(
      `Cannot ${job}: it must have at most ${maxMegapixels} megapixels (--max-megapixels), ` +
        `${size}, ${Math.ceil(megapixels).toLocaleString("en")} megapixels`,
    );
  }
}
