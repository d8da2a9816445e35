import type { Elements } from "./stored.ts";

/** The share of values below black and above white: a few very bright voxels don't darken all others. */
const BEYOND = 0.005;

/** So many values say where black and white are. */
const SAMPLES = 200_000;

/**
 * Values as grey levels of a byte, from the percentile 0.5 to the percentile 99.5; what is no number is
 * black.
 *
 * @param values The values.
 * @returns 0 to 255.
 */
export function windowed(values: Elements): Uint8Array {
  const numbers = values instanceof BigInt64Array || values instanceof BigUint64Array
    ? Float64Array.from(values, Number)
    : values;
  const [low, high] = windowOf(numbers), scale = high > low ? 255 / (high - low) : 0;
  const grey = new Uint8ClampedArray(numbers.length);
  // it rounds and clamps
  for (let i = 0; i < grey.length; i++) grey[i] = (numbers[i] - low) * scale;
  return new Uint8Array(grey.buffer);
}

function windowOf(values: Exclude<Elements, BigInt64Array | BigUint64Array>): [number, number] {
  const step = Math.max(1, Math.floor(values.length / SAMPLES));
  const samples = Float64Array.from(
    { length: Math.ceil(values.length / step) },
    (_, i) => values[i * step],
  ).filter(Number.isFinite).sort();
  if (samples.length === 0) return [0, 0];
  const last = samples.length - 1;
  const low = samples[Math.floor(BEYOND * last)], high = samples[Math.ceil((1 - BEYOND) * last)];
  return low < high ? [low, high] : [samples[0], samples[last]];
}
