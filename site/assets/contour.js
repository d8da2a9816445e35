// The outline of a mask as an SVG path in half pixels, by marching squares, as drawing/contours.ts traces it.
globalThis.triptychContour = (mask, width, height) => {
  const OUTSIDE = 40, w = width + 4, h = height + 4, grid = new Uint8Array(w * h);
  // the rim repeated once, and a ring of zeros around
  const inside = (i, length) => Math.min(length - 1, Math.max(0, i));
  for (let y = -1; y <= height; y++) {
    for (let x = -1; x <= width; x++) {
      grid[(y + 2) * w + x + 2] = mask[inside(y, height) * width + inside(x, width)];
    }
  }
  // for the midpoint right of pixel p, 2p, and the one below it, 2p + 1, the next on the outline
  const next = new Map();
  for (let y = 0; y + 1 < h; y++) {
    for (let x = 0; x + 1 < w; x++) {
      const p = y * w + x, a = grid[p], b = grid[p + 1], c = grid[p + w + 1], d = grid[p + w];
      if (a === b && b === c && c === d) continue;
      const top = 2 * p, left = top + 1, right = top + 3, bottom = top + 2 * w;
      if (a === c && b === d) {
        // two diagonal pixels count as joined
        next.set(a ? left : top, a ? bottom : left).set(a ? right : bottom, a ? top : right);
        continue;
      }
      next.set(
        !a && b ? top : !b && c ? right : !c && d ? bottom : left,
        a && !b ? top : b && !c ? right : c && !d ? bottom : left,
      );
    }
  }
  // where the mask meets the frame the path runs on outside of it
  const within = (at, most) => at < 0 ? -OUTSIDE : at > most ? most + OUTSIDE : at;
  let path = "";
  for (const start of [...next.keys()]) {
    const points = [];
    for (let at = start; next.has(at);) {
      const p = at >> 1, x = 2 * (p % w - 2) + (at & 1 ? 1 : 2);
      points.push(
        `${within(x, 2 * width)} ${
          within(2 * (Math.floor(p / w) - 2) + (at & 1 ? 2 : 1), 2 * height)
        }`,
      );
      const to = next.get(at);
      next.delete(at);
      at = to;
    }
    if (points.length) path += `M${points.join("L")}z`;
  }
  return path;
};
