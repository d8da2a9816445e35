/**
 * Adds numbers with compensated rounding, whatever their order.
 *
 * Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, 1974.
 *
 * @param values The numbers, none negative; Infinity is allowed.
 * @returns The sum.
 */
export function sum(values: Float64Array): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const next = total + value;
    lost += total >= value ? total - next + value : value - next + total;
    total = next;
  }
  return total === Infinity ? Infinity : total + lost;
}

/**
 * Averages numbers, even if their sum would overflow.
 *
 * @param lists The numbers, none negative; Infinity is allowed.
 * @returns Their mean.
 */
export function mean(...lists: Float64Array[]): number {
  const count = lists.reduce((length, list) => length + list.length, 0);
  const total = lists.reduce((all, list) => all + sum(list), 0);
  if (total < Infinity || lists.some((list) => max(list) === Infinity)) return total / count;
  // there are fewer than 2^32: their sum is within reach in a unit as large
  return mean(...lists.map((list) => list.map((value) => value / 2 ** 32))) * 2 ** 32;
}

/**
 * Finds the largest number.
 *
 * @param values The numbers.
 * @returns The largest, -Infinity when there is none.
 */
export function max(values: Float64Array): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > largest) largest = values[i];
  return largest;
}

/**
 * Computes a percentile by linear interpolation between the two nearest ranks, numpy's default.
 *
 * @param values The numbers, at least one; their order is changed.
 * @param percentage 0 to 100.
 * @returns The percentile.
 */
export function percentile(values: Float64Array, percentage: number): number {
  const rank = percentage / 100 * (values.length - 1);
  const below = Math.floor(rank);
  const low = select(values, below);
  if (below === rank) return low;
  // after the selection, all that stands behind is at least as large
  let high = Infinity;
  for (let i = below + 1; i < values.length; i++) if (values[i] < high) high = values[i];
  return low === high ? low : low + (high - low) * (rank - below);
}

/** Moves the number of a rank to its place, smaller ones before it; Hoare's quickselect. */
function select(values: Float64Array, rank: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1];
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const value = values[i];
      values[i++] = values[j];
      values[j--] = value;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else break;
  }
  return values[rank];
}
