/** One image of a TIFF file, before anything is decompressed. */
export interface TiffPage {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** Samples per pixel. */
  channels: number;
  /** Bits per sample, the same of all. */
  bits: number;
  /** 1 whole numbers from 0, 2 signed ones, 3 floats. */
  sampleFormat: number;
  /** 0 and 1 grey, 2 RGB, 3 indexed, 5 CMYK, 6 YCbCr. */
  photometric: number;
  /** What the samples after the colour's are: 0 unknown, 1 and 2 alpha. */
  extraSamples: number[];
  /** 1 none, 5 LZW, 7 JPEG, 8 deflate, 32773 PackBits. */
  compression: number;
  /** 1 none, 2 differences of samples, 3 of floats' bytes. */
  predictor: number;
  /** Whether channels come one after the other, each with its own pieces. */
  planar: boolean;
  /** Whether pieces are tiles, which are whole at the edges, too; strips end with the image. */
  isTiled: boolean;
  /** Pixels per row of a piece: a strip is as wide as the image. */
  pieceWidth: number;
  /** Rows of a piece. */
  pieceHeight: number;
  /** Where each piece begins. */
  offsets: number[];
  /** The bytes of each piece. */
  counts: number[];
  /** Colours of an indexed image, three bytes each. */
  palette?: Uint8Array;
  /** EXIF's orientation, as it is stored. */
  orientation: number;
  /** What JPEG pieces have in common. */
  jpegTables?: Uint8Array;
  /** Whether numbers begin with their lowest byte. */
  little: boolean;
}

/** Tags of TIFF 6.0 that are read here. */
const TAG = {
  subfile: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  offsets: 273,
  orientation: 274,
  channels: 277,
  rows: 278,
  counts: 279,
  planar: 284,
  predictor: 317,
  colorMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileCounts: 325,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
} as const;

/** Bytes of each type of value; others are passed over. */
const BYTES: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 8: 2, 9: 4, 16: 8 };

/** A file and how its numbers are stored. */
interface Source {
  view: DataView;
  little: boolean;
  /** Whether it is a BigTIFF, whose places are of 64 bits. */
  big: boolean;
  /** How many bytes directories and their values may still have. */
  left: number;
}

/** The most images that are listed; a stack has thousands at most. */
const MOST_PAGES = 65536;

/** Directories of contents that are in memory: those of a stack are read once, not with each page. */
const directories = new WeakMap<Uint8Array, readonly TiffPage[]>();

/**
 * Reads the directories of a TIFF or BigTIFF. Smaller copies of an image and its transparency masks
 * are left out.
 *
 * @param bytes The file's content, which must not change any more.
 * @throws {Error} If they are damaged or cut short.
 */
export function readTiff(bytes: Uint8Array): readonly TiffPage[] {
  const known = directories.get(bytes);
  if (known) return known;
  const pages = pagesOf(bytes);
  directories.set(bytes, pages);
  return pages;
}

function pagesOf(bytes: Uint8Array): TiffPage[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw new Error("it ends within its header");
  const little = bytes[0] === 0x49, big = view.getUint16(2, little) === 43;
  const source = { view, little, big, left: bytes.length },
    pages: TiffPage[] = [],
    seen = new Set<number>();
  let at = big ? place(source, 8) : view.getUint32(4, little);
  while (at !== 0) {
    if (seen.has(at) || seen.size === MOST_PAGES) throw new Error("its directories go in a circle");
    seen.add(at);
    const { tags, next } = readDirectory(source, at);
    if (!((tags.get(TAG.subfile)?.[0] ?? 0) & 5)) pages.push(pageOf(tags, little));
    at = next;
  }
  if (pages.length === 0) throw new Error("it holds no image");
  return pages;
}

/** A place of 64 bits; none beyond the file is looked for. */
function place({ view, little }: Source, at: number): number {
  checkInside(view, at, 8);
  return Number(view.getBigUint64(at, little));
}

function checkInside(view: DataView, at: number, length: number): void {
  if (at + length > view.byteLength) throw new Error("it is cut short");
}

/** Counts what is read: directories that share bytes would make a small file large in memory. */
function use(source: Source, length: number): void {
  source.left -= length;
  if (source.left < 0) throw new Error("its directories overlap");
}

type Tags = Map<number, number[]>;

function readDirectory(source: Source, start: number): { tags: Tags; next: number } {
  const { view, little, big } = source;
  const [head, step, offset] = big ? [8, 20, 12] : [2, 12, 8];
  checkInside(view, start, head);
  const count = big ? place(source, start) : view.getUint16(start, little);
  const end = start + head + count * step;
  checkInside(view, end, big ? 8 : 4);
  use(source, count * step);
  const tags: Tags = new Map(), wanted = new Set<number>(Object.values(TAG));
  for (let at = start + head; at < end; at += step) {
    const tag = view.getUint16(at, little), type = view.getUint16(at + 2, little);
    const length = big ? place(source, at + 4) : view.getUint32(at + 4, little);
    const bytes = BYTES[type];
    if (!wanted.has(tag) || bytes === undefined) continue;
    const fits = length * bytes <= (big ? 8 : 4);
    const from = fits
      ? at + offset
      : big
      ? place(source, at + offset)
      : view.getUint32(at + offset, little);
    checkInside(view, from, length * bytes);
    if (!fits) use(source, length * bytes);
    tags.set(tag, Array.from({ length }, (_, i) => value(source, from + i * bytes, type)));
  }
  return { tags, next: big ? place(source, end) : view.getUint32(end, little) };
}

function value(source: Source, at: number, type: number): number {
  const { view, little } = source;
  switch (BYTES[type]) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, little);
    case 4:
      return view.getUint32(at, little);
    default:
      return place(source, at);
  }
}

function pageOf(tags: Tags, little: boolean): TiffPage {
  const one = (tag: number, otherwise?: number): number => {
    const found = tags.get(tag)?.[0] ?? otherwise;
    if (found === undefined) throw new Error(`its tag ${tag} is missing`);
    return found;
  };
  const width = one(TAG.width), height = one(TAG.height), channels = one(TAG.channels, 1);
  const allBits = tags.get(TAG.bits) ?? [1], formats = tags.get(TAG.sampleFormat) ?? [1];
  if (new Set(allBits).size > 1 || new Set(formats).size > 1) {
    throw new Error("its channels differ in their bits, which is not supported");
  }
  const isTiled = tags.has(TAG.tileWidth), bits = allBits[0], photometric = one(TAG.photometric, 1);
  const rows = Math.min(one(TAG.rows, height), height);
  const colors = tags.get(TAG.colorMap);
  const jpegTables = tags.get(TAG.jpegTables);
  return {
    width,
    height,
    channels,
    bits,
    // 4 means unknown: whole numbers
    sampleFormat: formats[0] === 4 ? 1 : formats[0],
    photometric,
    extraSamples: tags.get(TAG.extraSamples) ?? [],
    compression: one(TAG.compression, 1),
    predictor: one(TAG.predictor, 1),
    planar: one(TAG.planar, 1) === 2 && channels > 1,
    isTiled,
    pieceWidth: isTiled ? one(TAG.tileWidth) : width,
    pieceHeight: isTiled ? one(TAG.tileHeight) : rows,
    offsets: tags.get(isTiled ? TAG.tileOffsets : TAG.offsets) ?? [],
    counts: tags.get(isTiled ? TAG.tileCounts : TAG.counts) ?? [],
    palette: photometric === 3 && colors ? paletteOf(colors) : undefined,
    orientation: one(TAG.orientation, 1),
    jpegTables: jpegTables && Uint8Array.from(jpegTables),
    little,
  };
}

/** All reds, all greens, all blues, of 16 bits; writers of 8 bits are known by their small numbers. */
function paletteOf(map: number[]): Uint8Array {
  const count = Math.floor(map.length / 3), shift = map.some((level) => level > 255) ? 8 : 0;
  return Uint8Array.from(
    { length: count * 3 },
    (_, i) => map[(i % 3) * count + Math.floor(i / 3)] >> shift,
  );
}
