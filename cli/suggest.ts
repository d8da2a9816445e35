/**
 * The candidate most likely meant by a mistyped word: the one with the fewest typing errors, if these
 * are at most a third of the word's length.
 *
 * @param word What was typed.
 * @param candidates The valid words.
 * @returns The nearest candidate, or undefined if none is near.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const count = typingErrors(word, candidate);
    if (count < fewest) [fewest, nearest] = [count, candidate];
  }
  return nearest;
}

/** Letters to insert, delete, replace or transpose (optimal string alignment). */
function typingErrors(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...new Array(b.length).fill(0)]);
  for (let j = 0; j <= b.length; j++) rows[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[a.length][b.length];
}
