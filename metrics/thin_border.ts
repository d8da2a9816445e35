/** Voxels to look at while a mask is thinned: those with a neighbour outside, each once. */
export interface Border {
  /** Their places. */
  places: number[];
  /** Adds a place, if it is inside and was never added. */
  add(place: number): void;
}

/**
 * The voxels of a mask with a neighbour outside.
 *
 * @param inside 1 inside and 0 outside, with a ring of background.
 * @param steps From a voxel to the neighbours that count.
 */
export function borderOf(inside: Uint8Array, steps: readonly number[]): Border {
  const isListed = new Uint8Array(inside.length);
  const border: Border = {
    places: [],
    add(place) {
      if (inside[place] === 0 || isListed[place] === 1) return;
      isListed[place] = 1;
      border.places.push(place);
    },
  };
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] === 1 && steps.some((step) => inside[i + step] === 0)) border.add(i);
  }
  return border;
}
