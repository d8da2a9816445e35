/** Corners are rounded to this part of a pixel. */
const SCALE = 5;

/**
 * Where the outline of a polygon is crossed going down each column, as places `x * height + y` from which
 * on the pixels change between outside and inside; sorted. The arithmetic is that of `rleFrPoly` in
 * cocoapi's maskApi.c, so that the pixels are pycocotools'. A polygon that crosses itself has holes
 * (even-odd).
 *
 * @param corners x, y, x, y, …
 * @param width Pixels per row.
 * @param height Rows.
 */
export function crossings(corners: ArrayLike<number>, width: number, height: number): Uint32Array {
  const places: number[] = [];
  // there is no point before the first
  let lastU = NaN, lastV = NaN;
  walk(corners, (u, v) => {
    const x = ((u < lastU ? u : u - 1) + 0.5) / SCALE - 0.5;
    const y = (Math.min(v, lastV) + 0.5) / SCALE - 0.5;
    if (u !== lastU && Number.isInteger(x) && x >= 0 && x < width && !Number.isNaN(y)) {
      places.push(x * height + Math.ceil(Math.min(Math.max(y, 0), height)));
    }
    lastU = u;
    lastV = v;
  });
  return Uint32Array.from(places).sort();
}

/** Visits all points along the outline, a fifth of a pixel apart; they are too many to be kept. */
function walk(corners: ArrayLike<number>, visit: (u: number, v: number) => void): void {
  const count = Math.floor(corners.length / 2);
  const at = (i: number): number => Math.trunc(SCALE * corners[i] + 0.5);
  for (let j = 0; j < count; j++) {
    const next = (j + 1) % count;
    let [xs, ys, xe, ye] = [at(2 * j), at(2 * j + 1), at(2 * next), at(2 * next + 1)];
    const dx = Math.abs(xe - xs), dy = Math.abs(ye - ys), isFlat = dx >= dy;
    const flip = isFlat ? xs > xe : ys > ye;
    if (flip) [xs, ys, xe, ye] = [xe, ye, xs, ys];
    const steps = isFlat ? dx : dy;
    const slope = steps === 0 ? 0 : (isFlat ? ye - ys : xe - xs) / steps;
    for (let d = 0; d <= steps; d++) {
      const t = flip ? steps - d : d;
      if (isFlat) visit(t + xs, Math.trunc(ys + slope * t + 0.5));
      else visit(Math.trunc(xs + slope * t + 0.5), t + ys);
    }
  }
}
