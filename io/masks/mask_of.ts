import type { Color } from "../images/label_picture.ts";
import type { Raster } from "../images/raster.ts";
import type { Mask } from "./read_mask.ts";

/**
 * The values of a raster that is a mask, as {@linkcode readMask} has them: of a volume's slice, say.
 *
 * @param raster What {@linkcode readImage} or {@linkcode sliceOf} gave.
 * @param options What its file was.
 * @param options.isLossy Whether its values are blurred by a lossy coding. @default {false}
 * @returns The values.
 * @throws {TypeError} If they are no labels.
 */
export function maskOf(raster: Raster, { isLossy = false }: { isLossy?: boolean } = {}): Mask {
  const { width, height, color, data, channels, alpha } = raster;
  const size = { width, height, isColor: false, isLossy };
  if (color === "indexed") return { ...size, ...fromIndices(raster) };
  const rest = channels - (alpha ? 1 : 0);
  if (color === "other" || rest > 4) {
    throw new TypeError(
      "Cannot decode mask: it must have one channel of labels, or three of colours, " +
        `got ${channels} channels`,
    );
  }
  if (color === "grey") {
    if (alpha && isConstant(raster, 0) && !isConstant(raster, 1)) {
      return { ...size, values: channelOf(raster, 1) };
    }
    return { ...size, values: channels === 1 ? labelsOf(data) : channelOf(raster, 0) };
  }
  if (alpha && [0, 1, 2].every((c) => isConstant(raster, c)) && !isConstant(raster, 3)) {
    return { ...size, values: channelOf(raster, 3) };
  }
  if (isGrey(raster)) return { ...size, values: channelOf(raster, 0) };
  return { ...size, values: colorsOf(raster), isColor: true };
}

/** Values that can be labels. */
function labelsOf(data: Raster["data"]): Mask["values"] {
  if (!(data instanceof Float32Array)) return data;
  const bad = data.find((value) => !Number.isInteger(value) || value < 0 || value > MOST);
  if (bad !== undefined) {
    throw new TypeError(
      `Cannot decode mask: labels must be whole numbers from 0 to ${MOST}, got ${bad}; ` +
        "write each class as such a number",
    );
  }
  return Uint32Array.from(data);
}

/** The largest whole number up to which floats have all of them. */
const MOST = 2 ** 24;

function channelOf(raster: Raster, channel: number): Mask["values"] {
  const { data, channels, width, height } = raster;
  const labels = labelsOf(data);
  const values = new (labels.constructor as Uint8ArrayConstructor)(width * height);
  for (let i = 0; i < values.length; i++) values[i] = labels[i * channels + channel];
  return values;
}

function isConstant({ data, channels }: Raster, channel: number): boolean {
  for (let i = channel; i < data.length; i += channels) {
    if (data[i] !== data[channel]) return false;
  }
  return true;
}

function isGrey({ data, channels }: Raster): boolean {
  for (let i = 0; i < data.length; i += channels) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false;
  }
  return true;
}

/** Red, green and blue in one number; of 16 bits the high bytes. */
function colorsOf({ data, channels, width, height }: Raster): Uint32Array {
  if (data instanceof Float32Array) {
    throw new TypeError("Cannot decode mask: colours must have 8 or 16 bits, got floats");
  }
  const shift = data instanceof Uint16Array ? 8 : 0;
  const values = new Uint32Array(width * height);
  for (let i = 0, from = 0; i < values.length; i++, from += channels) {
    values[i] = data[from] >> shift << 16 | data[from + 1] >> shift << 8 | data[from + 2] >> shift;
  }
  return values;
}

function fromIndices(
  { data, palette = new Uint8Array(), channels }: Raster,
): Pick<Mask, "values" | "palette" | "indices"> {
  const indices = channels === 1 ? data as Uint8Array : data.filter((_, i) => i % channels === 0);
  const colors = Array.from(
    { length: palette.length / 3 },
    (_, i): Color => [palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]],
  );
  const isUsed = new Uint8Array(256);
  for (let i = 0; i < indices.length; i++) isUsed[indices[i]] = 1;
  const used = [...isUsed.keys()].filter((index) => isUsed[index]);
  const levels = used.map((index) => colors[index]?.[0] ?? 0);
  // asked of the whole palette: files of one set must not be read in two ways
  if (!colors.every(isGreyColor) || new Set(levels).size < levels.length) {
    return { values: indices as Uint8Array, palette: colors };
  }
  const isTwoValued = hasTwoValues(colors), level = new Uint8Array(256);
  used.forEach((index, i) => level[index] = isTwoValued ? blackOrWhite(levels[i]) : levels[i]);
  return {
    values: (indices as Uint8Array).map((index) => level[index]),
    indices: used.map((index) => [level[index], index]),
  };
}

function isGreyColor([red, green, blue]: Color): boolean {
  return red === green && green === blue;
}

/** Whether a palette is black and white, or almost; a level that it has more than once is padding. */
function hasTwoValues(colors: readonly Color[]): boolean {
  const all = colors.map(([level]) => level);
  const own = all.filter((level) => all.indexOf(level) === all.lastIndexOf(level));
  return all.every((level) => isDark(level) || isLight(level)) &&
    own.filter(isDark).length <= 1 && own.filter(isLight).length <= 1;
}

/** Two colours are often almost black and almost white: DRIVE's second rater has 3 and 253. */
function blackOrWhite(level: number): number {
  return isDark(level) ? 0 : 255;
}

function isDark(level: number): boolean {
  return level < 64;
}

function isLight(level: number): boolean {
  return level >= 192;
}
