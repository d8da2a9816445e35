/**
 * @module Winograd's transforms as AssemblyScript text. A transform is a small matrix, applied down the
 * columns of a tile and then along its rows; what it does to one line is said once, below.
 *
 * V8 joins two vectors of 128 bits into one of 256 where their loads and stores have the same address
 * and offsets 16 bytes apart, as numbers in the text; no loop and no inlined function can say that.
 */

/** A transform, and what it does to a line of values, d0, d1 … */
interface Transform {
  /** The function's name. */
  name: string;
  /** Its comment. */
  about: string;
  /** Values of a line. */
  size: number;
  /** Numbers that occur, by name. */
  constants: Record<string, string>;
  /** Values that several results take, in an order in which they can be computed. */
  shared: Record<string, string>;
  /** The line's results. */
  results: string[];
  /** Whether a bias and an activation follow. */
  isFinished?: true;
}

const TRANSFORMS: Transform[] = [
  {
    name: "transformInput",
    about: "v = B' d B of 6 x 6 inputs.",
    size: 6,
    constants: { four: "4" },
    shared: {
      c: "f32x4.sub(d4, d2)",
      a: "nmadd(four, d2, d4)",
      b: "nmadd(four, d1, d3)",
      g: "f32x4.sub(d3, d1)",
      h: "f32x4.add(g, g)",
    },
    results: [
      "madd(four, f32x4.sub(d0, d2), c)",
      "f32x4.add(a, b)",
      "f32x4.sub(a, b)",
      "f32x4.add(c, h)",
      "f32x4.sub(c, h)",
      "nmadd(four, g, f32x4.sub(d5, d3))",
    ],
  },
  {
    name: "transformOutput",
    about:
      "y = activation(A' m A + bias): 4 x 4 outputs of 6 x 6 products; bias 0 leaves them bare.",
    isFinished: true,
    size: 6,
    constants: { four: "4" },
    shared: {
      s: "f32x4.add(d1, d2)",
      u: "f32x4.add(d3, d4)",
      r: "f32x4.sub(d1, d2)",
      w: "f32x4.sub(d3, d4)",
      x: "f32x4.add(w, w)",
    },
    results: [
      "f32x4.add(f32x4.add(d0, s), u)",
      "f32x4.add(r, x)",
      "madd(four, u, s)",
      "f32x4.add(madd(four, x, r), d5)",
    ],
  },
  {
    name: "transformGradient",
    about: "z = A d A' of 4 x 4 output gradients.",
    size: 4,
    constants: { four: "4" },
    shared: {
      s: "f32x4.add(d0, d2)",
      r: "f32x4.add(d1, d3)",
      u: "madd(four, d2, d0)",
      w: "madd(four, d3, d1)",
      x: "f32x4.add(w, w)",
    },
    results: [
      "d0",
      "f32x4.add(s, r)",
      "f32x4.sub(s, r)",
      "f32x4.add(u, x)",
      "f32x4.sub(u, x)",
      "d3",
    ],
  },
  {
    name: "transformFilter",
    about: "u = G g G' of a 3 x 3 filter.",
    size: 3,
    constants: {
      quarter: "0.25",
      sixth: "1.0 / 6",
      minusSixth: "-1.0 / 6",
      twelfth: "1.0 / 12",
      small: "1.0 / 24",
    },
    shared: {
      a: "f32x4.mul(f32x4.add(d0, d2), minusSixth)",
      b: "f32x4.mul(d1, minusSixth)",
      c: "madd(d0, small, f32x4.mul(d2, sixth))",
      g: "f32x4.mul(d1, twelfth)",
    },
    results: [
      "f32x4.mul(d0, quarter)",
      "f32x4.add(a, b)",
      "f32x4.sub(a, b)",
      "f32x4.add(c, g)",
      "f32x4.sub(c, g)",
      "d2",
    ],
  },
  {
    name: "transformSums",
    about: "g = G' m G: the 3 x 3 filter gradient of 6 x 6 sums.",
    size: 6,
    constants: { quarter: "0.25", sixth: "1.0 / 6", twelfth: "1.0 / 12", small: "1.0 / 24" },
    shared: {
      s: "f32x4.mul(f32x4.add(d1, d2), sixth)",
      u: "f32x4.add(d3, d4)",
      r: "f32x4.mul(f32x4.sub(d2, d1), sixth)",
    },
    results: [
      "f32x4.sub(madd(u, small, f32x4.mul(d0, quarter)), s)",
      "madd(f32x4.sub(d3, d4), twelfth, r)",
      "f32x4.sub(madd(u, sixth, d5), s)",
    ],
  },
];

const LINE = 32;

const BEGINNING = `
import { activate } from "./activation.ts";
import { madd, nmadd } from "./arithmetic.ts";
import { LINEAR, RELU, RELU6 } from "./constants.ts";
`;

/** @returns The text that build.ts adds to assembly/winograd_transforms.ts. */
export function transformSource(): string {
  return BEGINNING + TRANSFORMS.map(functionOf).join("");
}

/** Columns go to memory row by row, rows from there to the result. */
function functionOf(transform: Transform): string {
  const { name, about, size, constants, results, isFinished } = transform;
  const row = size * LINE;
  const names = Object.keys(constants);
  // from memory, because V8 would make a constant anew wherever it occurs
  const loads = names.map((name) =>
    `f32.store(t, <f32> (${constants[name]}));
  const ${name} = v128.load32_splat(t);`
  );
  const rows = (finish: Finish) =>
    `for (const end = t + ${results.length * row}; t < end; t += ${row}) {
    ${lineOf(transform, fixed("t", LINE, size), stepped("y", "toStep", results.length), finish)}
    y += toRowStep;
  }`;
  return `
/** ${about} t: ${results.length * row} bytes. */
export function ${name}(
  d: usize, rowStep: usize, step: usize, t: usize, y: usize, toRowStep: usize, toStep: usize,
  ${isFinished ? "bias: usize, activation: i32," : ""}
): void {
  ${loads.join("\n  ")}
  for (const end = t + ${row}; t < end; t += ${LINE}) {
    ${lineOf(transform, stepped("d", "rowStep", size), fixed("t", row, results.length), bare)}
    d += step;
  }
  t -= ${row};
  ${
    isFinished
      ? `if (bias != 0) return finished(t, y, toRowStep, toStep, ${names}, bias, activation);`
      : ""
  }
  ${rows(bare)}
}
${isFinished ? finishedRows(names, rows) : ""}`;
}

/** The rows of a transform with a bias and an activation, a loop for each of the usual ones. */
function finishedRows(constants: string[], rows: (finish: Finish) => string): string {
  const vectors = constants.map((name) => `${name}: v128`).join(", ");
  const call = (activation: string) =>
    `finishRows(t, y, toRowStep, toStep, ${constants}, low, high, ${activation});`;
  return `
function finished(
  t: usize, y: usize, toRowStep: usize, toStep: usize, ${vectors}, bias: usize, activation: i32,
): void {
  const low = v128.load(bias), high = v128.load(bias, 16);
  if (activation == LINEAR) ${call("LINEAR")}
  else if (activation == RELU) ${call("RELU")}
  else if (activation == RELU6) ${call("RELU6")}
  else ${call("activation")}
}

@inline
function finishRows(
  t: usize, y: usize, toRowStep: usize, toStep: usize, ${vectors}, low: v128, high: v128,
  activation: i32,
): void {
  ${rows((value, bias) => `activate(f32x4.add(${value}, ${bias}), activation)`)}
}
`;
}

/** What becomes of a result, with the bias's half. */
type Finish = (value: string, bias: "low" | "high") => string;

const bare: Finish = (value) => value;

/** Where a line's values lie: an address in the text, and an offset. */
interface Place {
  /** Computes the address, if need be. */
  before: string;
  address: string;
  offset: number;
}

/** Addresses with a step that only the caller knows. */
function stepped(start: string, step: string, count: number): Place[] {
  return Array.from({ length: count }, (_, i) => {
    const address = i === 0 ? start : `${start}At${i}`;
    const last = i === 1 ? start : `${start}At${i - 1}`;
    return { before: i === 0 ? "" : `const ${address} = ${last} + ${step};`, address, offset: 0 };
  });
}

/** One address, with offsets. */
function fixed(address: string, step: number, count: number): Place[] {
  return Array.from({ length: count }, (_, i) => ({ before: "", address, offset: i * step }));
}

/** A line's computation, each value when it is needed first; the upper half of a pair has a name with _. */
function lineOf(
  { shared, results }: Transform,
  from: Place[],
  to: Place[],
  finish: Finish,
): string {
  const lines = [...from, ...to].map(({ before }) => before).filter((text) => text !== "");
  const known = new Set<string>();
  const upper = (text: string) => text.replaceAll(/\b[a-z]\d?\b/g, "$&_");
  const need = (text: string) => {
    for (const [name] of text.matchAll(/\b[a-z]\d?\b/g)) {
      if (known.has(name)) continue;
      known.add(name);
      if (shared[name] === undefined) {
        const { address, offset } = from[Number(name.slice(1))];
        lines.push(
          `const ${name} = v128.load(${address}, ${offset}), ` +
            `${name}_ = v128.load(${address}, ${offset + 16});`,
        );
      } else {
        need(shared[name]);
        lines.push(`const ${name} = ${shared[name]}, ${name}_ = ${upper(shared[name])};`);
      }
    }
  };
  results.forEach((result, i) => {
    need(result);
    const { address, offset } = to[i];
    lines.push(
      `const to${i} = ${finish(result, "low")}, to${i}_ = ${finish(upper(result), "high")};`,
      // the upper half first: else V8 stores the lower one twice, in case the upper is out of bounds
      `v128.store(${address}, to${i}_, ${offset + 16}); v128.store(${address}, to${i}, ${offset});`,
    );
  });
  return lines.join("\n    ");
}
