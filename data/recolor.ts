/** How the colours of an image change, as factors; 1 changes nothing. */
export interface Color {
  /** Of every value. */
  brightness: number;
  /** Of the distance from the image's mean grey. */
  contrast: number;
  /** Of the distance from a pixel's own grey. */
  saturation: number;
}

/** The largest change either way. */
const STRENGTH = 0.2;

/** How bright red, green and blue look (ITU-R BT.601), as torchvision weighs them. */
const GREY = [0.299, 0.587, 0.114] as const;

/** Factors from numbers between 0 and 1; ½ changes nothing. */
export function drawColor([brightness, contrast, saturation]: readonly number[]): Color {
  const factor = (draw: number): number => 1 + (2 * draw - 1) * STRENGTH;
  return {
    brightness: factor(brightness),
    contrast: factor(contrast),
    saturation: factor(saturation),
  };
}

/**
 * Changes an image in place: saturation, contrast, then brightness, as torchvision's ColorJitter defines
 * them, in one pass; values are clamped to 0…1 at the end. Images of other than three channels have no
 * saturation, and each channel its own mean in place of grey's.
 */
export function recolor(image: Float32Array, color: Color, channels: number): void {
  if (channels !== 3) return recolorChannels(image, color, channels);
  const { brightness, contrast, saturation } = color;
  let sum = 0;
  for (let i = 0; i < image.length; i += 3) sum += grey(image, i);
  const middle = (1 - contrast) * sum / (image.length / 3);
  for (let i = 0; i < image.length; i += 3) {
    const own = (1 - saturation) * grey(image, i);
    for (let k = i; k < i + 3; k++) {
      image[k] = clamped(brightness * (middle + contrast * (own + saturation * image[k])));
    }
  }
}

function recolorChannels(
  image: Float32Array,
  { brightness, contrast }: Color,
  channels: number,
): void {
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let i = c; i < image.length; i += channels) sum += image[i];
    const middle = (1 - contrast) * sum / (image.length / channels);
    for (let i = c; i < image.length; i += channels) {
      image[i] = clamped(brightness * (middle + contrast * image[i]));
    }
  }
}

function clamped(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

function grey(image: Float32Array, at: number): number {
  return GREY[0] * image[at] + GREY[1] * image[at + 1] + GREY[2] * image[at + 2];
}
