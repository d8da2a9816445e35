// @ts-nocheck: AssemblyScript
// What kernels and their callers must agree on: build.ts hands it to seam.generated.ts.

/** Bytes of a tile at the last channels, which is computed whole and then copied. */
export const EDGE: usize = 192;
/** Bytes of a thread's own room: intermediate results, a tile at the edge, four tiles. */
export const ROOM: usize = 6912;
/** Activations: x itself. */
export const LINEAR: i32 = 0;
/** max(x, 0). */
export const RELU: i32 = 1;
/** x between 0 and 6. */
export const RELU6: i32 = 2;
/** x relu6(x + 3) / 6. */
export const HARD_SWISH: i32 = 3;
/** relu6(x + 3) / 6. */
export const HARD_SIGMOID: i32 = 4;
/** 1 / (1 + exp(-x)). */
export const SIGMOID: i32 = 5;
/** Operations of two tensors: a + b. */
export const ADD: i32 = 0;
/** a b. */
export const MULTIPLY: i32 = 1;
/** a - b. */
export const SUBTRACT: i32 = 2;
/** a / b. */
export const DIVIDE: i32 = 3;
/** The larger one; a NaN if either is. */
export const MAXIMUM: i32 = 4;
/** The smaller one; a NaN if either is. */
export const MINIMUM: i32 = 5;
/** (a - b)². */
export const SQUARED_DIFFERENCE: i32 = 6;
/** a where it isn't negative, else a b. */
export const PRELU: i32 = 7;
/** Functions of a value: 1 above 0, else a number. */
export const STEP: i32 = 0;
/** x². */
export const SQUARE: i32 = 1;
/** √x. */
export const SQUARE_ROOT: i32 = 2;
/** -x. */
export const NEGATIVE: i32 = 3;
/** |x|. */
export const ABSOLUTE: i32 = 4;
/** x between two numbers. */
export const CLIP: i32 = 5;
/** x where it isn't negative, else a number times x. */
export const LEAKY_RELU: i32 = 6;
/** x where it isn't negative, else exp(x) - 1. */
export const ELU: i32 = 7;
