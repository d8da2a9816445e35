/**
 * Undoes COCO's compressed run lengths: five bits a character from `0` on, the sixth says that more
 * follow, and from the fourth run on the difference to the run two before is stored.
 *
 * @param text The string in `counts`.
 * @returns The runs.
 * @throws {Error} If a character is none of them, or the last number is cut short.
 */
export function decodeCounts(text: string): number[] {
  const counts: number[] = [];
  for (let at = 0; at < text.length;) {
    let value = 0, shift = 0, more = true;
    while (more) {
      if (at === text.length) throw new Error("its compressed runs are cut short");
      const bits = text.charCodeAt(at++) - 48;
      if (!(bits >= 0 && bits < 64) || shift > 30) {
        throw new Error("its compressed runs are damaged");
      }
      value |= (bits & 31) << shift;
      more = (bits & 32) !== 0;
      shift += 5;
      if (!more && bits & 16 && shift < 32) value |= -1 << shift;
    }
    counts.push(counts.length > 2 ? value + counts[counts.length - 2] : value);
  }
  return counts;
}

/**
 * Refuses runs that don't fill their image exactly.
 *
 * @param counts The runs.
 * @param pixels The image's pixels.
 * @throws {Error} If they are no whole numbers from 0, or their sum is another.
 */
export function checkCounts(counts: readonly number[], pixels: number): void {
  if (counts.some((count) => !(Number.isInteger(count) && count >= 0))) {
    throw new Error("its runs must be whole numbers from 0");
  }
  const sum = counts.reduce((sum, count) => sum + count, 0);
  if (sum !== pixels) throw new Error(`its runs cover ${sum} of ${pixels} pixels`);
}
