/**
 * Ranks from 1, the mean rank for ties.
 *
 * @param values The values, possibly infinite.
 * @returns The ranks, and the sum of t³ − t over all ties of t values.
 */
export function meanRanks(values: ArrayLike<number>): { ranks: number[]; ties: number } {
  const order = Array.from(values, (_, i) => i).sort((a, b) =>
    values[a] === values[b] ? 0 : values[a] < values[b] ? -1 : 1
  );
  const ranks = new Array<number>(values.length);
  let ties = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + to + 1) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { ranks, ties };
}
