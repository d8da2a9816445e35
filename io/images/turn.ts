import type { Orientation } from "./exif.ts";
import type { Raster } from "./raster.ts";

/**
 * Rotates and mirrors an image from how it is stored to how it is viewed, as Pillow's
 * `ImageOps.exif_transpose` does.
 *
 * @param image As stored.
 * @param orientation EXIF's orientation; from 5 on, width and height are swapped.
 * @returns The image upright; the same object if it was already.
 */
export function turnUpright<Image extends Pick<Raster, "data" | "width" | "height" | "channels">>(
  image: Image,
  orientation: Orientation,
): Image {
  if (orientation === 1) return image;
  const { data, width, height, channels } = image;
  const isOnItsSide = orientation >= 5;
  const [uprightWidth, uprightHeight] = isOnItsSide ? [height, width] : [width, height];
  const upright = new (data.constructor as Uint8ArrayConstructor)(data.length);
  const { start, across, down } = steps(orientation, width, height);
  for (let y = 0, to = 0; y < uprightHeight; y++) {
    let from = (start + y * down) * channels;
    for (let x = 0; x < uprightWidth; x++, from += across * channels) {
      for (let c = 0; c < channels; c++) upright[to++] = data[from + c];
    }
  }
  return { ...image, data: upright, width: uprightWidth, height: uprightHeight };
}

/** Where the upright picture's first pixel is stored, and how far from a pixel to the next and to the next row. */
function steps(
  orientation: Orientation,
  width: number,
  height: number,
): { start: number; across: number; down: number } {
  const right = width - 1, bottom = (height - 1) * width;
  switch (orientation) {
    case 1:
      return { start: 0, across: 1, down: width };
    case 2:
      return { start: right, across: -1, down: width };
    case 3:
      return { start: bottom + right, across: -1, down: -width };
    case 4:
      return { start: bottom, across: 1, down: -width };
    case 5:
      return { start: 0, across: width, down: 1 };
    case 6:
      return { start: bottom, across: -width, down: 1 };
    case 7:
      return { start: bottom + right, across: -width, down: -1 };
    case 8:
      return { start: right, across: width, down: -1 };
  }
}
