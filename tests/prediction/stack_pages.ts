import { encodeTiff } from "../data/tiff.ts";

/**
 * A TIFF of several grey pages: files of a page each, one behind the other, each of whose places is moved.
 *
 * @param pages The bytes of each.
 * @param size Their size.
 */
export function stackPages(
  pages: readonly Uint8Array[],
  size: { width: number; height: number },
): Uint8Array {
  const files = pages.map((data) => encodeTiff({ ...size, channels: 1, data }));
  const starts = files.map((_, i) =>
    files.slice(0, i).reduce((sum, { length }) => sum + length, 0)
  );
  const stack = new Uint8Array(files.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(stack.buffer);
  for (const [i, file] of files.entries()) {
    const start = starts[i];
    stack.set(file, start);
    const tags = view.getUint16(start + 8, true);
    for (let at = start + 10; at < start + 10 + 12 * tags; at += 12) {
      if (view.getUint16(at, true) !== 273) continue;
      view.setUint32(at + 8, view.getUint32(at + 8, true) + start, true);
    }
    const next = i + 1 < files.length ? starts[i + 1] + 8 : 0;
    view.setUint32(start + 10 + 12 * tags, next, true);
  }
  return stack;
}
