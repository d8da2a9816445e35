// @ts-nocheck: AssemblyScript
export {
  blockGradientSums,
  blockMoments,
  joinGradientSums,
  joinMoments,
  normalize,
  normalizeGradient,
  scaleShiftOf,
} from "./batch_norm.ts";
export {
  convolution,
  filterGradient,
  packFilter,
  packPanels,
  packSpread,
  product,
  reduceFilterGradient,
  spread,
} from "./convolution.ts";
export { copyPart, fillPart } from "./copy.ts";
export { crossEntropy, softmax } from "./cross_entropy.ts";
export {
  adam,
  add,
  addBias,
  columnSums,
  joinColumnSums,
  multiply,
  multiplyByScalar,
  relu,
} from "./pointwise.ts";
export { maxPool, maxPoolGradient } from "./pooling.ts";
export {
  winogradBlock,
  winogradFilter,
  winogradGradientBlocks,
  winogradGradientFilter,
  winogradGradientProduct,
  winogradInput,
  winogradOutput,
  winogradProduct,
  winogradTransform,
} from "./winograd.ts";
