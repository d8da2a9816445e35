/** How kinds of picture begin, in Latin-1; `?` stands for any byte. */
const BEGINNINGS: readonly (readonly [start: string, name: string])[] = [
  ["\xff\xd8\xff", "JPEG"],
  ["\x89PNG\r\n\x1a\n", "PNG"],
  ["GIF8", "GIF"],
  ["RIFF????WEBP", "WebP"],
  ["BM", "BMP"],
  ["II*\0", "TIFF"],
  ["MM\0*", "TIFF"],
  ["II+\0", "TIFF"],
  ["MM\0+", "TIFF"],
  ["????ftypavif", "AVIF"],
  ["????ftypavis", "AVIF"],
  ["????ftyphei", "HEIC"],
  ["????ftyphev", "HEIC"],
  ["????ftypmif1", "HEIC"],
  ["????ftypmsf1", "HEIC"],
  ["\0\0\0\x0cjP  ", "JPEG 2000"],
  ["\xffO\xffQ", "JPEG 2000"],
  ["\0\0\0\x0cJXL ", "JPEG XL"],
  ["\xff\n", "JPEG XL"],
  ["8BPS", "Photoshop's PSD"],
  ["%PDF", "PDF"],
  ["<svg", "SVG"],
];

/** How other files begin that may be named like pictures; all in lower case. */
const OTHERS: readonly (readonly [start: RegExp, name: string])[] = [
  // what a host sends in place of a file
  [/^\s*<(!doctype html|html)/, "a web page (HTML)"],
  [/^version https:\/\/git-lfs\./, "a pointer of Git LFS; git lfs pull fetches it"],
  // deno-lint-ignore no-control-regex -- the file begins so
  [/^\x1f\x8b/, "a gzip archive"],
  // deno-lint-ignore no-control-regex -- this one, too
  [/^pk\x03\x04/, "a ZIP archive"],
  [/^[^]{128}dicm/, "DICOM"],
];

/** The longest beginnings, of pictures and of other files. */
const LONGEST = 12, LONGEST_OTHER = 132;

/**
 * The kind of a picture by its content, whatever its file is called.
 *
 * @param bytes The file's content.
 * @returns Its name, `WebP`; undefined if it is unknown.
 */
export function pictureFormat(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, LONGEST));
  const matches = (pattern: string): boolean =>
    pattern.length <= start.length &&
    Array.from(pattern).every((c, i) => c === "?" || c === start[i]);
  return BEGINNINGS.find(([pattern]) => matches(pattern))?.[1];
}

/**
 * What a file is, for a message that expected another kind.
 *
 * @param bytes The file's content.
 * @returns `WebP`, `a web page (HTML)`, or how many bytes there are and how they begin.
 */
export function describeContent(bytes: Uint8Array): string {
  if (bytes.length === 0) return "an empty file";
  const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0"));
  const text = String.fromCharCode(...bytes.subarray(0, LONGEST_OTHER)).toLowerCase();
  const other = OTHERS.find(([beginning]) => beginning.test(text))?.[1];
  return pictureFormat(bytes) ?? other ?? `${bytes.length} bytes that begin ${start.join("")}`;
}
