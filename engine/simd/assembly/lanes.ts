// @ts-nocheck: AssemblyScript
// Vectors at the end of a run of values: reading may go beyond it, writing must not.

/** Stores the first `lanes` values of v; four or more are all. */
// @inline
export function put(to: usize, v: v128, lanes: i32): void {
  if (lanes >= 4) v128.store(to, v);
  else putFew(to, v, lanes);
}

function putFew(to: usize, v: v128, lanes: i32): void {
  v128.store32_lane(to, v, 0);
  if (lanes > 1) v128.store32_lane(to, v, 1, 4);
  if (lanes > 2) v128.store32_lane(to, v, 2, 8);
}
