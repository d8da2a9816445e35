/**
 * @module The inner product kernels as AssemblyScript text. They differ in the shape of their tile only,
 * and each value of a tile is a local variable, so that it stays in a register: no loop can say that.
 */

/** A tile's columns: two vectors, or two pairs where V8 joins pairs into vectors of 256 bits. */
const COLUMNS = [8, 16];
/** A tile's rows: as many as fit into 16 registers, and what is left over at the end of a line. */
const ROWS = [6, 4, 1];

const BEGINNING = `
import { lane0, lane1, lane2, lane3, madd } from "./arithmetic.ts";

/** Copies the valid channels of a tile that reaches over the last one. */
function copyEdge(edge: usize, y: usize, yPixel: usize, pixels: i32, valid: i32): void {
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < valid; c++) {
      f32.store(
        y + <usize> i * yPixel + <usize> (c << 2),
        f32.load(edge + <usize> i * LINE + <usize> (c << 2)),
      );
    }
  }
}
`;

/** @returns The text that build.ts adds to assembly/tile.ts. */
export function tileSource(): string {
  const kernels = COLUMNS.flatMap((columns) => {
    const tiles = ROWS.map((rows) => productTile(rows, columns));
    return [line(columns), ...tiles, outerTile(columns)];
  });
  return BEGINNING + kernels.join("");
}

/** Outputs of a line of pixels, tile by tile. */
function line(columns: number): string {
  const tile = (rows: number) =>
    `tile${rows}x${columns}(
          x + <usize> i * xPixel, xPixel, tapRow, b, panel,
          y + <usize> i * yPixel, yPixel, ySecond, taps, length, valid, edge);`;
  return `
export function line${columns}(
  x: usize, xPixel: usize, tapRow: usize, b: usize, panel: usize,
  y: usize, yPixel: usize, ySecond: usize,
  width: i32, taps: i32, length: i32, valid: i32, edge: usize,
): void {
  let i = 0;
  while (i < width) {
    const left = width - i;
    if ((left >= 9 || left == 6) && width >= 6) {
      ${tile(6)}
      i += 6;
    } else if (width >= 4) {
      // the last tile may overlap the one before: it computes the same values again
      if (left < 4) i = width - 4;
      ${tile(4)}
      i += 4;
    } else {
      ${tile(1)}
      i += 1;
    }
  }
}
`;
}

/** `rows` outputs side by side, for eight or sixteen channels. */
function productTile(rows: number, columns: number): string {
  const each = range(rows), vectors = range(columns / 4);
  return `
function tile${rows}x${columns}(
  a: usize, pixel: usize, tapRow: usize, b: usize, panel: usize,
  y: usize, yPixel: usize, ySecond: usize,
  taps: i32, length: i32, valid: i32, edge: usize,
): void {
  ${sums(each, vectors)}
  ${each.slice(2).map((row) => `const p${row} = pixel * ${row};`).join(" ")}
  for (let tap = 0; tap < taps; tap++) {
    const end = a + <usize> (length << 2);
    for (let p = a; p < end; p += 4) {
      ${loads(columns, "b", "panel")}
      b += LINE;
      ${each.map((row) => madds(`v128.load32_splat(${pixel(row)})`, row, vectors)).join("\n      ")}
    }
    a += tapRow;
  }
  ${columns === 8 ? storesOfEight(each) : each.map((row) => stores(row, columns)).join("\n  ")}
}
`;
}

/**
 * Sums x[r] * dy[c] over height * width pixels into a tile of 4 rows, added to what is there. The four
 * of x come by one load where loads are checked: checks of bounds cost more than shuffles.
 */
function outerTile(columns: number): string {
  const each = range(4), vectors = range(columns / 4);
  const at = (row: number, vector: number) =>
    `sum${row}${vector > 1 ? " + sumSecond" : ""}${vector % 2 ? ", 16" : ""}`;
  const sum = each.flatMap((row) => vectors.map((vector) => ({ row, vector })));
  const value = (row: number) =>
    columns === 16 ? `v128.load32_splat(p, ${4 * row})` : `lane${row}(v)`;
  return `
export function outer4x${columns}(
  x: usize, xStep: usize, xPixel: usize,
  dy: usize, dyStep: usize, dyPixel: usize, dySecond: usize,
  height: i32, width: i32, sum0: usize, sumStep: usize, sumSecond: usize,
): void {
  const sum1 = sum0 + sumStep, sum2 = sum1 + sumStep, sum3 = sum2 + sumStep;
  ${sum.map(({ row, vector }) => `let c${row}${vector} = v128.load(${at(row, vector)});`).join(" ")}
  for (let row = 0; row < height; row++) {
    let p = x, q = dy;
    for (const end = x + <usize> width * xPixel; p < end; p += xPixel) {
      ${loads(columns, "q", "dySecond")}
      q += dyPixel;
      ${columns === 16 ? "" : "const v = v128.load(p);"}
      ${each.map((row) => madds(value(row), row, vectors)).join("\n      ")}
    }
    x += xStep;
    dy += dyStep;
  }
  ${
    sum.map(({ row, vector }) =>
      `v128.store(${at(row, vector).replace(/(, 16)?$/, `, c${row}${vector}$1`)});`
    ).join(" ")
  }
}
`;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function sums(rows: number[], vectors: number[]): string {
  const names = rows.flatMap((row) => vectors.map((vector) => `c${row}${vector}`));
  return `let ${names.map((name) => `${name} = f32x4.splat(0)`).join(", ")};`;
}

function pixel(row: number): string {
  return row === 0 ? "p" : row === 1 ? "p + pixel" : `p + p${row}`;
}

/** Pairs lie side by side in memory and in the text: V8 joins what it finds so. */
function loads(columns: number, address: string, second: string): string {
  const first = `const b0 = v128.load(${address}), b1 = v128.load(${address}, 16);`;
  if (columns === 8) return first;
  return `${first}
      const more = ${address} + ${second};
      const b2 = v128.load(more), b3 = v128.load(more, 16);`;
}

function madds(value: string, row: number, vectors: number[]): string {
  const all = vectors.map((vector) =>
    `c${row}${vector} = madd(s${row}, b${vector}, c${row}${vector});`
  );
  return `const s${row} = ${value}; ${all.join(" ")}`;
}

function stores(row: number, columns: number): string {
  const to = row === 0 ? "" : "y += yPixel; ";
  const first = `${to}v128.store(y, c${row}0); v128.store(y, c${row}1, 16);`;
  if (columns === 8) return first;
  return `${first} v128.store(y + ySecond, c${row}2); v128.store(y + ySecond, c${row}3, 16);`;
}

/** Fewer than eight channels are computed whole, aside, and then copied. */
function storesOfEight(rows: number[]): string {
  return `const to = y, step = yPixel;
  if (valid != 8) { y = edge; yPixel = LINE; }
  ${rows.map((row) => stores(row, 8)).join("\n  ")}
  if (valid != 8) copyEdge(edge, to, step, ${rows.length}, valid);`;
}
