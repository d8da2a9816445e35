// @ts-nocheck: AssemblyScript
// Max pooling over 2 x 2 with stride 2, without padding, and its gradient.
import { larger } from "./arithmetic.ts";

/** A block of output rows; y's rows of all images follow each other, x's have twice as many. */
export function maxPool(
  x: usize,
  y: usize,
  rows: i32,
  width: i32,
  channels: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const pixel = <usize> channels << 2;
  const end = min(rows, (part + 1) * rowsPerPart);
  for (let row = part * rowsPerPart; row < end; row++) {
    let a = x + <usize> (row * 4 * width) * pixel, to = y + <usize> (row * width) * pixel;
    const below = <usize> (2 * width) * pixel;
    for (let i = 0; i < width; i++) {
      let c: usize = 0;
      for (; c + 16 <= pixel; c += 16) {
        const p = a + c;
        const top = larger(v128.load(p), v128.load(p + pixel));
        const bottom = larger(v128.load(p + below), v128.load(p + below + pixel));
        v128.store(to + c, larger(top, bottom));
      }
      for (; c < pixel; c += 4) {
        const p = a + c;
        const top = max(f32.load(p), f32.load(p + pixel));
        f32.store(to + c, max(top, max(f32.load(p + below), f32.load(p + below + pixel))));
      }
      a += pixel << 1;
      to += pixel;
    }
  }
}

/** Gives dy to the first of the four inputs that is the maximum, zero to the others. */
export function maxPoolGradient(
  dy: usize,
  x: usize,
  y: usize,
  dx: usize,
  rows: i32,
  width: i32,
  channels: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const pixel = <usize> channels << 2;
  const end = min(rows, (part + 1) * rowsPerPart);
  const below = <usize> (2 * width) * pixel;
  for (let row = part * rowsPerPart; row < end; row++) {
    let a = <usize> (row * 4 * width) * pixel, b = <usize> (row * width) * pixel;
    for (let i = 0; i < width; i++) {
      let c: usize = 0;
      for (; c + 16 <= pixel; c += 16) {
        const p = x + a + c, to = dx + a + c;
        const m = v128.load(y + b + c), g = v128.load(dy + b + c);
        const first = f32x4.eq(v128.load(p), m);
        v128.store(to, v128.and(g, first));
        const second = v128.andnot(f32x4.eq(v128.load(p + pixel), m), first);
        v128.store(to + pixel, v128.and(g, second));
        let taken = v128.or(first, second);
        const third = v128.andnot(f32x4.eq(v128.load(p + below), m), taken);
        v128.store(to + below, v128.and(g, third));
        taken = v128.or(taken, third);
        const fourth = v128.andnot(f32x4.eq(v128.load(p + below + pixel), m), taken);
        v128.store(to + below + pixel, v128.and(g, fourth));
      }
      for (; c < pixel; c += 4) {
        const m = f32.load(y + b + c);
        let g = f32.load(dy + b + c);
        for (let k: usize = 0; k < 4; k++) {
          const at = a + c + (k & 1) * pixel + (k >> 1) * below;
          const hit = f32.load(x + at) == m;
          f32.store(dx + at, hit ? g : 0);
          if (hit) g = 0;
        }
      }
      a += pixel << 1;
      b += pixel;
    }
  }
}
