/**
 * A mask as triples: of each voxel the one above it (bit 0), itself (1) and the one below (2), so that
 * a neighbourhood is read by columns of three.
 *
 * @param inside 1 inside and 0 outside, with a ring of background.
 * @param width The length of a row.
 */
export function toTriples(inside: Uint8Array, width: number): Uint8Array {
  const triples = new Uint8Array(inside.length);
  for (let i = width; i < inside.length - width; i++) {
    triples[i] = inside[i - width] | inside[i] << 1 | inside[i + width] << 2;
  }
  return triples;
}

/** Takes a voxel out of its own triple and those above and below. */
export function removeVoxel(triples: Uint8Array, i: number, width: number): void {
  triples[i - width] &= ~4;
  triples[i] &= ~2;
  triples[i + width] &= ~1;
}
