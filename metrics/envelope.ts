/** The lower envelope of parabolas along one line, and room for it. */
export interface Envelope {
  /** Where each parabola has its lowest point. */
  places: Int32Array;
  /** The value at this point. */
  heights: Float64Array;
  /** From where on a parabola is the lowest. */
  starts: Float64Array;
  /** 1 / 2k for each distance k between two parabolas: dividing is slow. */
  halves: Float64Array;
}

/** Makes room for the envelope of lines up to a length. */
export function newEnvelope(length: number): Envelope {
  const halves = new Float64Array(length);
  for (let k = 1; k < length; k++) halves[k] = 1 / (2 * k);
  return {
    places: new Int32Array(length),
    heights: new Float64Array(length),
    starts: new Float64Array(length + 1),
    halves,
  };
}

/**
 * Finds the lower envelope of the parabolas `line[at + q] + ((x - q) · spacing)²`.
 *
 * Infinite values have no parabola: they would give Infinity − Infinity. Exact for integers.
 * Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, 2012.
 *
 * @param line The values.
 * @param at Where they begin.
 * @param length How many there are.
 * @param spacing The distance between neighbours.
 * @param envelope Filled with the parabolas, from left to right.
 * @returns How many parabolas there are, 0 where all values are infinite.
 */
export function fitEnvelope(
  line: Float64Array,
  at: number,
  length: number,
  spacing: number,
  envelope: Envelope,
): number {
  const { places, heights, starts, halves } = envelope;
  const scale = 1 / (spacing * spacing);
  let last = -1;
  for (let q = 0; q < length; q++) {
    const height = line[at + q];
    if (height === Infinity) continue;
    let start = -Infinity;
    while (last >= 0) {
      const v = places[last];
      start = ((height - heights[last]) * scale + (q - v) * (q + v)) * halves[q - v];
      if (start > starts[last]) break;
      last--;
    }
    last++;
    places[last] = q;
    heights[last] = height;
    starts[last] = last === 0 ? -Infinity : start;
  }
  starts[last + 1] = Infinity;
  return last + 1;
}

/**
 * Reads the envelope at each place of the line.
 *
 * @param line Receives the lowest value at each place, Infinity where there is no parabola.
 * @param at Where the line begins.
 * @param length How many places.
 * @param spacing The distance between neighbours.
 * @param envelope The parabolas.
 * @param count How many there are.
 * @param isExact Whether all values are integers, so that no rounding can favour a neighbour.
 * @param sources Receives the place of the lowest parabola, where it is wanted.
 */
export function readEnvelope(
  line: Float64Array,
  at: number,
  length: number,
  spacing: number,
  envelope: Envelope,
  count: number,
  isExact: boolean,
  sources?: Int32Array,
): void {
  const { places, heights, starts } = envelope;
  if (count === 0) {
    line.fill(Infinity, at, at + length);
    sources?.fill(-1, 0, length);
    return;
  }
  for (let k = 0, x = 0; k < count; k++) {
    const place = places[k];
    const height = heights[k];
    // at its start the parabola before is as low
    const end = Math.min(length, Math.floor(starts[k + 1]) + 1);
    for (; x < end; x++) {
      const step = (x - place) * spacing;
      let lowest = height + step * step;
      let source = k;
      if (!isExact) {
        // where parabolas meet, rounding decides which is lower: ask the neighbours too
        for (let n = Math.max(0, k - 1); n <= k + 1 && n < count; n++) {
          const other = (x - places[n]) * spacing;
          const value = heights[n] + other * other;
          if (value < lowest) {
            lowest = value;
            source = n;
          }
        }
      }
      line[at + x] = lowest;
      if (sources !== undefined) sources[x] = places[source];
    }
  }
}
