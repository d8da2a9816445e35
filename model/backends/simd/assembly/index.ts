// @ts-nocheck: AssemblyScript
export { blockMoments, joinMoments, normalize } from "./batch_norm.ts";
export {
  blockGradientSums,
  joinGradientSums,
  normalizeGradient,
  scaleShiftOf,
} from "./batch_norm_gradient.ts";
export { convolution, product, spread } from "./convolution.ts";
export { copyPart, fillPart } from "./copy.ts";
export { crossEntropy, softmax } from "./cross_entropy.ts";
export { diceGradient, diceSums, joinDiceSums } from "./dice_cross_entropy.ts";
export { filterGradient, reduceFilterGradient } from "./filter_gradient.ts";
export { packFilter, packPanels, packSpread } from "./panels.ts";
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
  winogradInput,
  winogradOutput,
  winogradProduct,
} from "./winograd.ts";
export {
  winogradGradientBlocks,
  winogradGradientFilter,
  winogradGradientProduct,
  winogradTransform,
} from "./winograd_gradient.ts";
