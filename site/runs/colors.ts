/**
 * Class colours as pages use them: the colours of `evaluation.json` with their OKLCH lightness
 * retuned, so that thin lines and words keep contrast on paper, at night and on photographs.
 */

/** One class's colour in its three surroundings, each `#rrggbb`. */
export interface ClassColors {
  /** On the light page. */
  light: string;
  /** On the dark page. */
  dark: string;
  /** As a line on a photograph. */
  photo: string;
}

/** The page's ground in light and dark; `assets/style.css` names the same two. */
export const PAPER = { light: "#fbfaf7", dark: "#151412" } as const;

/** WCAG 2.2 AA for text. */
const CONTRAST = 4.5;

// lightness for up to three classes, measured apart for colour-blind readers; up to ten are spread
// evenly, and of more each keeps its own between the ends: only hue and lightness tell so many apart
const LIGHT = [0.57, 0.49, 0.42];
const DARK = [0.76, 0.72, 0.86];
const PHOTO = [0.72, 0.66, 0.76];

/** So many classes at most are spread evenly. */
const EVEN = 10;

/**
 * The colours of all classes of a run.
 *
 * @param colors One `#rrggbb` a class.
 * @returns One entry a class, in the same order.
 * @throws {TypeError} If a colour is not `#rrggbb`.
 */
export function classColors(colors: string[]): ClassColors[] {
  return colors.map((color, i) => {
    const [own, chroma, hue] = toOklch(parseHex(color));
    const few = colors.length <= LIGHT.length;
    if (colors.length > EVEN) return ownColors(own, chroma, hue);
    const share = colors.length > 1 ? i / (colors.length - 1) : 0;
    return {
      light: readable(few ? LIGHT[i] : 0.57 - 0.15 * share, chroma, hue, PAPER.light),
      dark: readable(few ? DARK[i] : 0.72 + 0.14 * share, chroma, hue, PAPER.dark),
      photo: toHex(inGamut(few ? PHOTO[i] : 0.66 + 0.12 * share, chroma * 1.3, hue)),
    };
  });
}

/** The colours of one of many classes, the lighter the lighter it is itself. */
function ownColors(lightness: number, chroma: number, hue: number): ClassColors {
  const share = Math.min(1, Math.max(0, (lightness - 0.3) / 0.6));
  return {
    light: readable(0.28 + 0.29 * share, chroma, hue, PAPER.light),
    dark: readable(0.62 + 0.3 * share, chroma, hue, PAPER.dark),
    photo: toHex(inGamut(0.5 + 0.42 * share, chroma * 1.3, hue)),
  };
}

/**
 * The contrast of two colours by WCAG 2.2.
 *
 * @param a One colour, `#rrggbb`.
 * @param b The other.
 * @returns 1 (equal) to 21 (black on white).
 * @throws {TypeError} If a colour is not `#rrggbb`.
 */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (high + 0.05) / (low + 0.05);
}

/** The colour of this lightness, moved away from the ground until text in it can be read. */
function readable(lightness: number, chroma: number, hue: number, ground: string): string {
  const step = luminance(ground) > 0.5 ? -0.01 : 0.01;
  let color = toHex(inGamut(lightness, chroma, hue));
  for (let l = lightness; contrast(color, ground) < CONTRAST && l > 0 && l < 1; l += step) {
    color = toHex(inGamut(l, chroma, hue));
  }
  return color;
}

function luminance(hex: string): number {
  const [r, g, b] = parseHex(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Linear-light red, green and blue, each 0 to 1. */
function parseHex(hex: string): number[] {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) {
    throw new TypeError(`Cannot use a class colour: it must be #rrggbb, got ${hex}`);
  }
  return [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function toHex(rgb: number[]): string {
  return "#" + rgb.map((value) => {
    const v = Math.min(1, Math.max(0, value));
    const s = v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055;
    return Math.round(s * 255).toString(16).padStart(2, "0");
  }).join("");
}

/** OKLCH of linear-light RGB (Ottosson 2020, https://bottosson.github.io/posts/oklab/). */
function toOklch([r, g, b]: number[]): number[] {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const A = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const B = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    Math.hypot(A, B),
    Math.atan2(B, A),
  ];
}

function fromOklch(L: number, chroma: number, hue: number): number[] {
  const A = chroma * Math.cos(hue), B = chroma * Math.sin(hue);
  const l = (L + 0.3963377774 * A + 0.2158037573 * B) ** 3;
  const m = (L - 0.1055613458 * A - 0.0638541728 * B) ** 3;
  const s = (L - 0.0894841775 * A - 1.291485548 * B) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** Linear-light RGB with as much of the chroma as sRGB can show at this lightness and hue. */
function inGamut(lightness: number, chroma: number, hue: number): number[] {
  for (let c = chroma; c > 0; c -= 0.002) {
    const rgb = fromOklch(lightness, c, hue);
    if (rgb.every((v) => v > -1e-4 && v < 1 + 1e-4)) return rgb;
  }
  return fromOklch(lightness, 0, 0);
}
