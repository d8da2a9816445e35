/**
 * What a corner of voxels with each pattern of inside and outside contributes to the surface.
 *
 * The triangles are those of surface-distance's table of normals (`lookup_tables.py`, Copyright
 * 2018 Google Inc., Apache License 2.0), written shorter: an area depends neither on the normals'
 * signs nor on which side is inside, and equal triangles are counted.
 * `tests/fixtures/metrics/` compares it with the original.
 */

/**
 * The kinds of surface at a corner, as seven digits: how many triangles with the normal (1, 1, 1) /
 * 8, (0, 2, 2) / 8, (2, 0, 2) / 8, (2, 2, 0) / 8, (4, 0, 0) / 8, (0, 4, 0) / 8, (0, 0, 4) / 8.
 * Normals of (2, 2, 2) / 8 and (3, 3, 3) / 8 count as two and three of the first.
 */
const KINDS = (
  "0000000 0000002 0000020 0000200 0002000 0004000 0020000 0040000 0200000 0400000 1000000 " +
  "1002000 1020000 1200000 2000000 3000000 3000001 3000010 3000100 4000000 4000001 4000010 " +
  "4000100 4011000 4101000 4110000 6000000"
).split(" ");

/** The kind of each pattern from 0 to 127, `a` to `z` and `A`; 255 − pattern has the same. */
const PATTERNS = "akkekgoskogsessdkioroqpAonmzlywskoiromnzopqAlwyserrclxvrlvxrfllekool" +
  "iqnyopmwrAzsgqmxqbuqmuhmxqmgopnvnujnptupvpnosAzryqniwpmolook";

/**
 * Computes the surface's area at a corner of 2 × 2 × 2 voxels, by marching cubes.
 *
 * @param spacing The size of a voxel along depth, height and width.
 * @returns The area, in a unit that makes the largest about 1, by pattern: bit 7 is the first voxel in raster order, bit 0 the last.
 */
export function surfaceAreas(spacing: readonly number[]): Float64Array {
  const [, middle, largest] = spacing.toSorted((a, b) => a - b).map(exponentOf);
  const unit = 2 ** ((middle + largest) >> 1);
  const [depth, height, width] = spacing.map((size) => size / unit);
  const z = height * width;
  const y = depth * width;
  const x = depth * height;
  const areas = [
    Math.hypot(z, y, x) / 8,
    Math.hypot(y, x) / 4,
    Math.hypot(z, x) / 4,
    Math.hypot(z, y) / 4,
    z / 2,
    y / 2,
    x / 2,
  ];
  return Float64Array.from({ length: 256 }, (_, pattern) => {
    const letter = PATTERNS.charCodeAt(Math.min(pattern, 255 - pattern));
    const kind = KINDS[letter >= 97 ? letter - 97 : letter - 65 + 26];
    return areas.reduce((sum, area, i) => sum + Number(kind[i]) * area, 0);
  });
}

/**
 * Computes the contour's length at a corner of 2 × 2 pixels, by marching squares.
 *
 * @param spacing The size of a pixel along height and width.
 * @returns The length, in a unit that makes the larger about 1, by pattern: bit 3 is the first pixel in raster order, bit 0 the last.
 */
export function contourLengths(spacing: readonly number[]): Float64Array {
  const unit = 2 ** exponentOf(Math.max(...spacing));
  const [height, width] = spacing.map((size) => size / unit);
  const diagonal = Math.hypot(height, width) / 2;
  return Float64Array.from({ length: 16 }, (_, pattern) => {
    if (pattern === 0b0000 || pattern === 0b1111) return 0;
    if (pattern === 0b0011 || pattern === 0b1100) return width;
    if (pattern === 0b0101 || pattern === 0b1010) return height;
    return pattern === 0b0110 || pattern === 0b1001 ? 2 * diagonal : diagonal;
  });
}

/** The power of two below a size. Areas are only weights: in a unit of one, none is out of reach. */
function exponentOf(size: number): number {
  return Math.floor(Math.log2(size));
}
