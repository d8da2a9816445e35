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
  const { u, v } = outline(corners);
  const places: number[] = [];
  for (let j = 1; j < u.length; j++) {
    if (u[j] === u[j - 1]) continue;
    const x = ((u[j] < u[j - 1] ? u[j] : u[j] - 1) + 0.5) / SCALE - 0.5;
    if (!Number.isInteger(x) || x < 0 || x > width - 1) continue;
    const y = (Math.min(v[j], v[j - 1]) + 0.5) / SCALE - 0.5;
    places.push(x * height + Math.ceil(Math.min(Math.max(y, 0), height)));
  }
  return Uint32Array.from(places).sort();
}

/** All points along the outline, a fifth of a pixel apart. */
function outline(corners: ArrayLike<number>): { u: number[]; v: number[] } {
  const count = Math.floor(corners.length / 2), u: number[] = [], v: number[] = [];
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
      u.push(isFlat ? t + xs : Math.trunc(xs + slope * t + 0.5));
      v.push(isFlat ? Math.trunc(ys + slope * t + 0.5) : t + ys);
    }
  }
  return { u, v };
}
