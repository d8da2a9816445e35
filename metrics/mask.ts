import { show, showNumber } from "./options.ts";

/**
 * What a mask may contain: any typed array, or a plain array of numbers or booleans; all of them whole
 * numbers, within the safe integers. Typed arrays are read where they are; plain ones and those of
 * bigints are copied first, at 8 bytes per value (1 for booleans).
 */
export type MaskData =
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array
  | readonly number[]
  | readonly boolean[];

/** A mask or a label map in two or three dimensions. */
export interface Mask {
  /** The values, row-major: the last axis of `shape` is the fastest. */
  data: MaskData;
  /** The length of each axis: `[rows, columns]` or `[slices, rows, columns]`. */
  shape: readonly number[];
}

/** Values that a kernel reads: a typed array of numbers. */
export type Values = Exclude<
  MaskData,
  BigInt64Array | BigUint64Array | readonly number[] | readonly boolean[]
>;

/** The axes as the kernels see them: a plane is a volume of one slice. */
export interface Grid {
  /** 2 or 3. */
  dimensions: number;
  /** Slices; 1 for a plane. */
  depth: number;
  /** Rows. */
  height: number;
  /** Columns. */
  width: number;
}

/** Two masks on the same grid. */
export interface Pair {
  /** The values of the truth. */
  truth: Values;
  /** The values of the prediction. */
  prediction: Values;
  /** The axes of both. */
  grid: Grid;
}

/** The most voxels a mask may have: their indices fit into 32 bits. */
const MAX_VOXELS = 2 ** 31;

/**
 * Checks two masks and makes them readable by the kernels: plain arrays are copied, typed ones are
 * not. `action` names the computation in messages.
 */
export function toPair(truth: Mask, prediction: Mask, action: string): Pair {
  const grid = toGrid(truth, "truth", action);
  toGrid(prediction, "prediction", action);
  if (truth.shape.join() !== prediction.shape.join()) {
    throw new TypeError(
      `Cannot compute ${action}: masks must have the same shape, ` +
        `got ${truth.shape.join("x")} and ${prediction.shape.join("x")}`,
    );
  }
  return {
    truth: toValues(truth, "truth", action),
    prediction: toValues(prediction, "prediction", action),
    grid,
  };
}

/** Checks one mask and reads its axes; `name` stands for it in messages. */
export function toGrid(mask: Mask, name: string, action: string): Grid {
  const fail = (rule: string, found: string): never => {
    throw new TypeError(`Cannot compute ${action}: ${name} ${rule}, got ${found}`);
  };
  const data = mask?.data as ArrayLike<unknown> | undefined;
  const shape = mask?.shape;
  if (data === undefined || data === null || shape === undefined) {
    fail("must be { data, shape }", mask === null ? "null" : typeof mask);
  }
  const isArray = Array.isArray(data) || ArrayBuffer.isView(data) && !(data instanceof DataView);
  if (!isArray) fail("data must be a typed array or a plain array", typeof data);
  if (!Array.isArray(shape) && !ArrayBuffer.isView(shape)) {
    fail("shape must be an array", show(shape));
  }
  if (shape.length !== 2 && shape.length !== 3) {
    fail("shape must have 2 or 3 axes", `${shape.length}`);
  }
  if (!Array.from(shape).every((length) => Number.isInteger(length) && length > 0)) {
    fail("shape must contain positive integers", shape.join("x"));
  }
  const voxels = shape.reduce((product, length) => product * length, 1);
  if (voxels > MAX_VOXELS) {
    throw new RangeError(
      `Cannot compute ${action}: ${name} must have at most ${MAX_VOXELS} voxels, got ${voxels}`,
    );
  }
  if (data!.length !== voxels) {
    fail(`data must have ${voxels} values for shape ${shape.join("x")}`, `${data!.length}`);
  }
  const [width, height, depth = 1] = [...shape].reverse();
  return { dimensions: shape.length, depth, height, width };
}

/** Checks a mask and makes it readable by the kernels, as a pair with itself. */
export function toSingle(mask: Mask, action: string): Pair {
  const grid = toGrid(mask, "mask", action);
  const values = toValues(mask, "mask", action);
  return { truth: values, prediction: values, grid };
}

/** Returns a typed array of numbers as it is, and anything else as a checked typed copy. */
function toValues({ data, shape }: Mask, name: string, action: string): Values {
  const isPlain = Array.isArray(data);
  if (!isPlain && !holdsBigints(data as Values)) return data as Values;
  const isBoolean = isPlain && typeof data[0] === "boolean";
  const copy = isBoolean ? new Uint8Array(data.length) : new Float64Array(data.length);
  // a loop per type: V8 is fastest where all values have one
  const bad = !isPlain
    ? copyBigints(data as BigInt64Array, copy)
    : isBoolean
    ? copyBooleans(data, copy)
    : copyNumbers(data, copy);
  if (bad >= 0) refuse(data[bad], bad, shape, name, action);
  return copy;
}

/** Copies whole numbers; returns the place of the first value that isn't one, or -1. */
function copyNumbers(data: readonly unknown[], copy: Values): number {
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (typeof value !== "number" || !Number.isSafeInteger(value)) return i;
    copy[i] = value;
  }
  return -1;
}

/** Copies booleans as 1 and 0; returns the place of the first value that isn't one, or -1. */
function copyBooleans(data: readonly unknown[], copy: Values): number {
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (typeof value !== "boolean") return i;
    copy[i] = value ? 1 : 0;
  }
  return -1;
}

/** Copies bigints; returns the place of the first that isn't a safe integer, or -1. */
function copyBigints(data: BigInt64Array, copy: Values): number {
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    if (!Number.isSafeInteger(value)) return i;
    copy[i] = value;
  }
  return -1;
}

/** Whether a typed array contains floating-point numbers. */
export function holdsFloats(values: Values): boolean {
  return values.BYTES_PER_ELEMENT > 1 && kindOf(values).startsWith("Float");
}

/** Whether a typed array contains bigints. */
function holdsBigints(values: Values): boolean {
  return values.BYTES_PER_ELEMENT === 8 && kindOf(values).startsWith("Big");
}

/** The name of an array's type, even if it comes from another frame or context. */
function kindOf(values: Values): string {
  return values[Symbol.toStringTag];
}

/** Refuses a voxel with a probability, NaN, or a number beyond the safe integers. */
export function checkWhole({ truth, prediction, grid }: Pair, index: number, action: string): void {
  if (Number.isSafeInteger(truth[index]) && Number.isSafeInteger(prediction[index])) return;
  const isTruth = !Number.isSafeInteger(truth[index]);
  const name = truth === prediction ? "mask" : isTruth ? "truth" : "prediction";
  const shape = [grid.depth, grid.height, grid.width].slice(3 - grid.dimensions);
  refuse((isTruth ? truth : prediction)[index], index, shape, name, action);
}

/** Says which value is wrong, where, and what to do. */
function refuse(
  value: unknown,
  index: number,
  shape: readonly number[],
  name: string,
  action: string,
): never {
  const place = shape.map((length, axis) =>
    Math.floor(index / shape.slice(axis + 1).reduce((a, b) => a * b, 1)) % length
  );
  throw new TypeError(
    `Cannot compute ${action}: ${name} must contain whole numbers, got ${showNumber(value)} at ` +
      `[${place.join(", ")}]${
        typeof value === "number" ? "; threshold probabilities, or take their argmax, first" : ""
      }`,
  );
}
