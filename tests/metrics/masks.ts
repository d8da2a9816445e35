import type { Mask } from "@triptych/metrics";

/** Draws a mask: 1 where the function of the voxel's place is true. */
export function draw(shape: number[], isInside: (...place: number[]) => boolean): Mask {
  const [width, height, depth = 1] = [...shape].reverse();
  const data = new Uint8Array(depth * height * width);
  let i = 0;
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        data[i] = Number(shape.length === 2 ? isInside(y, x) : isInside(z, y, x));
      }
    }
  }
  return { data, shape };
}

/** Draws a box from its first to its last voxel, both included. */
export function box(shape: number[], first: number[], last: number[]): Mask {
  return draw(shape, (...place) => place.every((p, axis) => p >= first[axis] && p <= last[axis]));
}

/** Draws a disc or a ball. */
export function ball(shape: number[], radius: number, center: number[]): Mask {
  return draw(
    shape,
    (...place) => place.reduce((sum, p, axis) => sum + (p - center[axis]) ** 2, 0) <= radius ** 2,
  );
}

/** Joins masks of one shape. */
export function union(...masks: Mask[]): Mask {
  const data = Uint8Array.from(
    masks[0].data as Uint8Array,
    (_, i) => Number(masks.some((mask) => mask.data[i])),
  );
  return { data, shape: masks[0].shape };
}

/** Draws noise: each voxel is inside with the same probability. */
export function noise(shape: number[], density: number, random: () => number): Mask {
  return draw(shape, () => random() < density);
}

/** Moves a mask by whole voxels; what leaves the image is lost. */
export function shift(mask: Mask, steps: number[]): Mask {
  const shape = [...mask.shape];
  return draw(shape, (...place) => {
    const from = place.map((p, axis) => p - steps[axis]);
    const isWithin = from.every((p, axis) => p >= 0 && p < shape[axis]);
    return isWithin && Boolean(mask.data[from.reduce((at, p, axis) => at * shape[axis] + p, 0)]);
  });
}
