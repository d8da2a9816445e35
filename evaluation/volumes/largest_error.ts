import { OBJECT, type VolumeExtent, type VolumeMasks, type VoxelBox, WRONG } from "./extent.ts";

/** Steps are counted in so many parts of a voxel's shortest side. */
const PARTS = 16;

/**
 * The voxel in the middle of the thickest error: of all wrong voxels the one that is furthest from any
 * that is right, in mm along the axes, as if all outside the volume were right. Of several the one nearest
 * to the mean of them, and of these the first. Of equal masks it is the voxel that lies deepest in the
 * classes, and where there is none, the volume's middle.
 *
 * The time grows with the number of voxels of the box around the errors, whatever their form.
 *
 * @param masks The masks.
 * @param kinds What each pair of labels is, from `pairKinds`.
 * @param extent Where classes and errors lie.
 * @returns Its index along each axis.
 */
export function largestError(
  masks: VolumeMasks,
  kinds: Uint8Array,
  { wrong, objects }: VolumeExtent,
): number[] {
  const box = wrong ?? objects;
  if (box === undefined) return masks.shape.map((length) => length >> 1);
  const depths = depthsIn(masks, kinds, box, wrong ? WRONG : OBJECT);
  return middleOfDeepest(depths, box, masks.spacing);
}

/** How far each voxel of a kind is from all others along the axes, in a box around all of the kind. */
function depthsIn(
  { truth, prediction, shape, spacing }: VolumeMasks,
  kinds: Uint8Array,
  box: VoxelBox,
  kind: number,
): Uint16Array {
  const [depth, height, width] = box.map(([start, end]) => end - start);
  const shortest = Math.min(...spacing);
  const [stepZ, stepY, stepX] = spacing.map((size) => Math.round(PARTS * size / shortest));
  const plane = height * width, depths = new Uint16Array(depth * plane);
  for (let z = 0, to = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      let i = ((z + box[0][0]) * shape[1] + y + box[1][0]) * shape[2] + box[2][0];
      for (let x = 0; x < width; x++, i++, to++) {
        if ((kinds[truth[i] << 8 | prediction[i]] & kind) === 0) continue;
        const before = Math.min(
          (x > 0 ? depths[to - 1] : 0) + stepX,
          (y > 0 ? depths[to - width] : 0) + stepY,
          (z > 0 ? depths[to - plane] : 0) + stepZ,
        );
        depths[to] = Math.min(before, 0xffff);
      }
    }
  }
  for (let z = depth - 1, to = depths.length - 1; z >= 0; z--) {
    for (let y = height - 1; y >= 0; y--) {
      for (let x = width - 1; x >= 0; x--, to--) {
        if (depths[to] === 0) continue;
        const after = Math.min(
          (x < width - 1 ? depths[to + 1] : 0) + stepX,
          (y < height - 1 ? depths[to + width] : 0) + stepY,
          (z < depth - 1 ? depths[to + plane] : 0) + stepZ,
        );
        if (after < depths[to]) depths[to] = after;
      }
    }
  }
  return depths;
}

/** Of the deepest voxels the one that is nearest to the mean of all of them. */
function middleOfDeepest(
  depths: Uint16Array,
  box: VoxelBox,
  spacing: readonly number[],
): number[] {
  const [, height, width] = box.map(([start, end]) => end - start);
  let deepest = 0;
  for (let i = 0; i < depths.length; i++) if (depths[i] > deepest) deepest = depths[i];
  const placeOf = (i: number): number[] => [
    Math.floor(i / (height * width)),
    Math.floor(i / width) % height,
    i % width,
  ];
  const sums = [0, 0, 0];
  let count = 0;
  for (let i = depths.indexOf(deepest); i >= 0; i = depths.indexOf(deepest, i + 1)) {
    placeOf(i).forEach((place, axis) => sums[axis] += place);
    count++;
  }
  let best = [0, 0, 0], least = Infinity;
  for (let i = depths.indexOf(deepest); i >= 0; i = depths.indexOf(deepest, i + 1)) {
    const place = placeOf(i);
    const away = place.map((at, axis) => (at - sums[axis] / count) * spacing[axis]);
    const distance = Math.hypot(...away);
    if (distance < least - 1e-9) [best, least] = [place, distance];
  }
  return best.map((at, axis) => at + box[axis][0]);
}
