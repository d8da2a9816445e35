/** Pairs that may be matched, each with a gain. */
export interface Candidates {
  /** The row of each pair, in ascending order. */
  rows: ArrayLike<number>;
  /** The column of each pair; no pair of a row and a column may be there twice. */
  columns: ArrayLike<number>;
  /** What each pair is worth, above 0. */
  gains: ArrayLike<number>;
  /** How many rows there are. */
  rowCount: number;
  /** How many columns there are. */
  columnCount: number;
}

/**
 * Matches rows with columns one to one so that the sum of the gains is the largest possible; rows
 * and columns may be left over.
 *
 * The Hungarian method by shortest augmenting paths, on the pairs that there are instead of a full
 * matrix: Jonker and Volgenant, A Shortest Augmenting Path Algorithm for Dense and Sparse Linear
 * Assignment Problems, 1987. A row that is left over takes a place of its own, which costs as much
 * as the best pair gains. Each row looks only at what its path reaches: rows without rivals take
 * time for their pairs alone, and n rows that all compete take n³ at worst.
 *
 * @param candidates The pairs.
 * @returns The column of each row, −1 where it is left over.
 */
export function assign(candidates: Candidates): Int32Array {
  const { rows, gains, rowCount, columnCount } = candidates;
  const firsts = new Int32Array(rowCount + 1);
  let best = 0;
  for (let k = 0; k < rows.length; k++) {
    firsts[rows[k] + 1]++;
    best = Math.max(best, gains[k]);
  }
  for (let row = 0; row < rowCount; row++) firsts[row + 1] += firsts[row];
  const places = columnCount + rowCount;
  const state: State = {
    ...candidates,
    firsts,
    best,
    placeOf: new Int32Array(rowCount).fill(-1),
    rowOf: new Int32Array(places).fill(-1),
    rowPrices: new Float64Array(rowCount),
    placePrices: new Float64Array(places),
    lengths: new Float64Array(places).fill(Infinity),
    from: new Int32Array(places),
    isDone: new Uint8Array(places),
    reached: [],
  };
  for (let row = 0; row < rowCount; row++) augment(state, row);
  return state.placeOf.map((place) => place < columnCount ? place : -1);
}

/** What is assigned so far, the dual prices that prove it the best, and the paths of one search. */
interface State extends Candidates {
  /** The first pair of each row, and behind them the number of pairs. */
  firsts: Int32Array;
  /** The largest gain. */
  best: number;
  /** The place of each row: a column, or behind the columns the row's own. */
  placeOf: Int32Array;
  /** The row at each place, or −1. */
  rowOf: Int32Array;
  /** The dual price of each row. */
  rowPrices: Float64Array;
  /** The dual price of each place. */
  placePrices: Float64Array;
  /** How long the shortest known path to each place is. */
  lengths: Float64Array;
  /** The row from which that path arrives. */
  from: Int32Array;
  /** 1 where no shorter one can be found. */
  isDone: Uint8Array;
  /** The places with a path. */
  reached: number[];
}

/** Gives a row a place, moving other rows along the shortest path to a free one. */
function augment(state: State, first: number): void {
  const { placeOf, rowOf, rowPrices, placePrices, lengths, from, isDone } = state;
  state.reached = [];
  let free = -1;
  let length = 0;
  for (let row = first; free < 0;) {
    extend(state, row, length);
    const nearest = findNearest(state);
    length = lengths[nearest];
    isDone[nearest] = 1;
    if (rowOf[nearest] < 0) free = nearest;
    else row = rowOf[nearest];
  }
  rowPrices[first] += length;
  for (const place of state.reached) {
    if (isDone[place] && place !== free) {
      rowPrices[rowOf[place]] += length - lengths[place];
      placePrices[place] -= length - lengths[place];
    }
    lengths[place] = Infinity;
    isDone[place] = 0;
  }
  for (let place = free, row = -1; row !== first;) {
    row = from[place];
    rowOf[place] = row;
    [placeOf[row], place] = [place, placeOf[row]];
  }
}

/** Finds the paths that go on from a row, which is reached by one of this length. */
function extend(state: State, row: number, length: number): void {
  const { firsts, columns, gains, columnCount, best, rowPrices, placePrices, lengths } = state;
  const reach = (place: number, cost: number) => {
    const total = length + cost - rowPrices[row] - placePrices[place];
    if (state.isDone[place] || total >= lengths[place]) return;
    if (lengths[place] === Infinity) state.reached.push(place);
    lengths[place] = total;
    state.from[place] = row;
  };
  for (let k = firsts[row]; k < firsts[row + 1]; k++) reach(columns[k], best - gains[k]);
  reach(columnCount + row, best);
}

/** The place with the shortest path of those that may still have a shorter one. */
function findNearest({ reached, lengths, isDone }: State): number {
  let nearest = -1;
  for (const place of reached) {
    if (!isDone[place] && (nearest < 0 || lengths[place] < lengths[nearest])) nearest = place;
  }
  return nearest;
}
