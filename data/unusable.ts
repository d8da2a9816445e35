import type { Skipped } from "../core/mod.ts";

/** How many files can't be used, and what is wrong with the first. */
export function cantBeUsed([first, ...others]: readonly Skipped[]): string {
  const count = others.length > 0 ? `${1 + others.length} files` : "1 file";
  return `${count} can't be used; the first: ${first.file}: ${first.reason}`;
}

/** What to say of a folder without an image that can be used. */
export function nothingIn(unusable: readonly Skipped[]): string {
  // what is wrong with a pair says more than what has no partner
  const isAlone = ({ reason }: Skipped) => Number(/^(image|mask) without an? /.test(reason));
  const sorted = unusable.toSorted((a, b) => isAlone(a) - isAlone(b));
  const reason = sorted.length > 0 ? `, ${cantBeUsed(sorted)}` : "";
  return `it contains no image with a mask${reason}`;
}
