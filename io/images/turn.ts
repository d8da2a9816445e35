import type { Orientation } from "./exif.ts";
import type { Photograph } from "./photograph.ts";

/**
 * Rotates and mirrors a photograph from how it is stored to how it is viewed, as Pillow's
 * `ImageOps.exif_transpose` does.
 *
 * @param photograph RGB as stored.
 * @param orientation EXIF's orientation; from 5 on, width and height are swapped.
 * @returns The photograph upright; the same object if it was already.
 */
export function turnUpright(photograph: Photograph, orientation: Orientation): Photograph {
  if (orientation === 1) return photograph;
  const { data, width, height } = photograph;
  const isOnItsSide = orientation >= 5;
  const upright = {
    data: new Uint8Array(data.length),
    width: isOnItsSide ? height : width,
    height: isOnItsSide ? width : height,
  };
  const { start, across, down } = steps(orientation, width, height);
  for (let y = 0, to = 0; y < upright.height; y++) {
    let from = (start + y * down) * 3;
    for (let x = 0; x < upright.width; x++, from += across * 3) {
      upright.data[to++] = data[from];
      upright.data[to++] = data[from + 1];
      upright.data[to++] = data[from + 2];
    }
  }
  return upright;
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
