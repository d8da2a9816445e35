import type { Samples } from "./samples.ts";

/** What becomes 0 and what 1 in a channel; values beyond are clipped. */
export interface ChannelRange {
  /** What becomes 0. */
  low: number;
  /** What becomes 1; above `low`. */
  high: number;
}

/** The range of each channel: how samples become a model's input. */
export type Normalisation = readonly ChannelRange[];

/** Of red, green and blue of 8 bits. */
export const UNIT_RGB: Normalisation = Array.from({ length: 3 }, () => ({ low: 0, high: 255 }));

/**
 * A sample in its channel's range; NaN, which pads images of floats, is 0.
 *
 * @param value The sample.
 * @param range The range.
 * @returns 0 to 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const range = { low: -1000, high: 1000 };
 * assert.deepEqual([0, 3000, NaN].map((value) => unitOf(value, range)), [0.5, 1, 0]);
 * ```
 */
export function unitOf(value: number, { low, high }: ChannelRange): number {
  const unit = (value - low) / (high - low);
  return unit > 0 ? (unit < 1 ? unit : 1) : 0;
}

/**
 * The units of bytes, by channel.
 *
 * @param normalisation The range of each channel.
 * @returns Shape [channels, 256].
 */
export function unitsOfBytes(normalisation: Normalisation): Float32Array {
  const unit = (_: unknown, i: number) => unitOf(i & 255, normalisation[i >> 8]);
  return Float32Array.from({ length: 256 * normalisation.length }, unit);
}

/**
 * Normalises images.
 *
 * @param samples Shape [..., channels].
 * @param normalisation The range of each channel.
 * @param into Where values from 0 to 1 are written, of the same shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const input = new Float32Array(3);
 * normalise(Uint8Array.of(0, 51, 255), UNIT_RGB, input);
 * assert.deepEqual(input, Float32Array.of(0, 0.2, 1));
 * ```
 */
export function normalise(
  samples: Samples,
  normalisation: Normalisation,
  into: Float32Array,
): void {
  const channels = normalisation.length;
  const units = samples instanceof Uint8Array ? unitsOfBytes(normalisation) : undefined;
  for (const [c, range] of normalisation.entries()) {
    const own = units?.subarray(256 * c);
    if (own) { for (let i = c; i < samples.length; i += channels) into[i] = own[samples[i]]; }
    else for (let i = c; i < samples.length; i += channels) into[i] = unitOf(samples[i], range);
  }
}

/**
 * A picture of an image for people: of one or two channels the first as grey, of more the first three as
 * red, green and blue; low is black and high is white.
 *
 * @param image Samples, shape [rows, columns, channels].
 * @param normalisation The range of each channel.
 * @returns RGB, shape [rows, columns, 3]; of RGB of 8 bits the image itself.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const grey = Float32Array.of(-1, 0);
 * assert.deepEqual(pictureOf(grey, [{ low: -1, high: 1 }]), Uint8Array.of(0, 0, 0, 128, 128, 128));
 * ```
 */
export function pictureOf(image: Samples, normalisation: Normalisation): Uint8Array {
  const channels = normalisation.length;
  if (image instanceof Uint8Array && isUnitRgb(normalisation)) return image;
  const pixels = image.length / channels, picture = new Uint8Array(3 * pixels);
  for (let c = 0; c < 3; c++) {
    const from = channels < 3 ? 0 : c, range = normalisation[from];
    for (let i = 0; i < pixels; i++) {
      picture[3 * i + c] = Math.round(255 * unitOf(image[channels * i + from], range));
    }
  }
  return picture;
}

/**
 * Whether it is {@linkcode UNIT_RGB}, which needs no mention.
 *
 * @param normalisation The range of each channel.
 */
export function isUnitRgb(normalisation: Normalisation): boolean {
  return normalisation.length === 3 &&
    normalisation.every(({ low, high }) => low === 0 && high === 255);
}
