/** Trimaps like those of Oxford-IIIT Pet: inside, outside, and a ring along the outline. */

/** Half the ring's width, in parts of the picture's side: about 12 % of all pixels. */
const RING = 0.0205;

/**
 * The trimap of a mask (1 where the animal is seen): 1 inside, 2 outside, 3 where the outline is no
 * further than the ring's half width, measured between centres of pixels and edges between them.
 * Shapes [size, size].
 */
export function trimap(seen: Uint8Array, size: number): Uint8Array {
  const labels = new Uint8Array(size * size);
  for (let i = 0; i < labels.length; i++) labels[i] = seen[i] ? 1 : 2;
  const radius = Math.max(RING * size, 0.75);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const here = seen[row * size + column];
      if (column + 1 < size && seen[row * size + column + 1] !== here) {
        stamp(labels, size, column + 0.5, row, radius);
      }
      if (row + 1 < size && seen[(row + 1) * size + column] !== here) {
        stamp(labels, size, column, row + 0.5, radius);
      }
    }
  }
  return labels;
}

/** Marks the pixels whose centres lie within `radius` of a point as border. */
function stamp(labels: Uint8Array, size: number, x: number, y: number, radius: number): void {
  const top = Math.max(Math.ceil(y - radius), 0),
    bottom = Math.min(Math.floor(y + radius), size - 1);
  for (let row = top; row <= bottom; row++) {
    const half = Math.sqrt(radius * radius - (row - y) * (row - y));
    const left = Math.max(Math.ceil(x - half), 0), right = Math.min(Math.floor(x + half), size - 1);
    for (let i = row * size + left; i <= row * size + right; i++) labels[i] = 3;
  }
}
