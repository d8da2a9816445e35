/** A photograph: red, green and blue, 0 to 255, row by row; shape [height, width, 3]. */
export interface Photograph {
  /** The pixels, `height * width * 3` bytes. */
  data: Uint8Array;
  /** Pixels a row. */
  width: number;
  /** Rows. */
  height: number;
}

/**
 * Decodes a photograph by its content, whatever its file is called: JPEG, PNG, or the first frame of
 * a GIF. An alpha channel is dropped, as Pillow's `convert("RGB")` does, not composited; what a GIF
 * leaves transparent is black. EXIF orientation is not applied, so that pixels stay where the file's
 * label picture has them.
 *
 * Loads `imagescript`, which needs `--allow-ffi`, `--allow-env` and `--allow-read`.
 *
 * @param bytes The file's content.
 * @returns The pixels and their size.
 * @throws {TypeError} When the bytes are of no such kind, damaged or cut short.
 */
export async function decodePhotograph(bytes: Uint8Array): Promise<Photograph> {
  const kind = kindOf(bytes);
  const { decode, GIF } = await loadImagescript();
  try {
    const decoded = await decode(bytes, true);
    const { width, height, bitmap } = decoded instanceof GIF ? decoded[0] : decoded;
    return { data: withoutAlpha(bitmap), width, height };
  } catch (cause) {
    throw new TypeError(
      `Cannot decode photograph: its ${bytes.length} bytes of ${kind} are damaged or cut short ` +
        `(${messageOf(cause)})`,
      { cause },
    );
  }
}

/**
 * Encodes a photograph as JPEG.
 *
 * Loads `imagescript`, which needs `--allow-ffi`, `--allow-env` and `--allow-read`.
 *
 * @param photograph RGB, shape [height, width, 3].
 * @param options How to encode.
 * @param options.quality 1 (small) to 100 (good); 88 when left out.
 * @returns The file's content.
 * @throws {TypeError} When the data is not `height * width * 3` bytes long.
 * @throws {RangeError} When the quality is not a whole number from 1 to 100.
 */
export async function encodeJpeg(
  photograph: Photograph,
  { quality = 88 }: { quality?: number } = {},
): Promise<Uint8Array> {
  checkPhotograph("encode JPEG", photograph);
  if (!Number.isInteger(quality) || quality < 1 || quality > 100) {
    throw new RangeError(
      `Cannot encode JPEG: quality must be a whole number from 1 to 100, got ${quality}`,
    );
  }
  const { Image } = await loadImagescript();
  const image = new Image(photograph.width, photograph.height);
  const { bitmap } = image;
  const { data } = photograph;
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    bitmap[to] = data[from];
    bitmap[to + 1] = data[from + 1];
    bitmap[to + 2] = data[from + 2];
    bitmap[to + 3] = 255;
  }
  return await image.encodeJPEG(quality as Parameters<typeof image.encodeJPEG>[0]);
}

/**
 * Throws unless the pixels fit the photograph's width and height.
 *
 * @param job What could not be done, for the message: `encode JPEG`.
 * @param photograph The photograph to check.
 * @throws {TypeError} When the data is not `height * width * 3` bytes long.
 */
export function checkPhotograph(job: string, { data, width, height }: Photograph): void {
  if (data.length === width * height * 3 && data.length > 0) return;
  throw new TypeError(
    `Cannot ${job}: data must be width * height * 3 bytes, ` +
      `got ${data.length} bytes for ${width}x${height}`,
  );
}

/**
 * Loads what decodes and encodes photographs, so that a missing permission is told apart from a bad
 * file. The first photograph does it too.
 *
 * @throws {Error} When imagescript can't be loaded; its cause says why.
 */
export async function loadPhotographCodec(): Promise<void> {
  await loadImagescript();
}

/** Loads imagescript only when a photograph needs it: its native addon needs permissions. */
async function loadImagescript(): Promise<typeof import("imagescript")> {
  try {
    return await import("imagescript");
  } catch (cause) {
    throw new Error(
      "Cannot load imagescript, which decodes photographs and needs --allow-ffi, --allow-env and " +
        `--allow-read: ${messageOf(cause)}`,
      { cause },
    );
  }
}

/** Red, green and blue of RGBA pixels. */
function withoutAlpha(rgba: Uint8ClampedArray | Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from];
    rgb[to + 1] = rgba[from + 1];
    rgb[to + 2] = rgba[from + 2];
  }
  return rgb;
}

/** How the files that are photographs begin, in hexadecimal. */
const BEGINNINGS = { "ffd8ff": "JPEG", "89504e47": "PNG", "47494638": "GIF" };

function kindOf(bytes: Uint8Array): string {
  const start = Array.from(bytes.subarray(0, 4), (b) => b.toString(16).padStart(2, "0")).join("");
  const known = Object.entries(BEGINNINGS).find(([beginning]) => start.startsWith(beginning));
  if (known) return known[1];
  const found = bytes.length > 0 ? `${bytes.length} bytes that begin ${start}` : "an empty file";
  throw new TypeError(
    `Cannot decode photograph: it must be JPEG, PNG or GIF by its content, got ${found}`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
