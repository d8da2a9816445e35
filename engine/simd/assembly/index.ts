// @ts-nocheck: AssemblyScript
export { blockMoments, joinMoments, normalize } from "./batch_norm.ts";
export {
  blockGradientSums,
  joinGradientSums,
  normalizeGradient,
  scaleShiftOf,
} from "./batch_norm_gradient.ts";
export { combine, combineRows } from "./broadcast.ts";
export { convolution, product, spread } from "./convolution.ts";
export { copyPart, copyStrided, fillPart, padPart } from "./copy.ts";
export { crossEntropy, joinLosses, softmax } from "./cross_entropy.ts";
export { depthwise, depthwiseSpread } from "./depthwise.ts";
export { depthwiseFilterSums, joinFilterSums } from "./depthwise_filter.ts";
export { diceGradient, diceSums, joinDiceSums } from "./dice_cross_entropy.ts";
export { elementwise } from "./elementwise.ts";
export { filterGradient, reduceFilterGradient } from "./filter_gradient.ts";
export { packFilter, packPanels, packPointwise, packSpread } from "./panels.ts";
export { activation, activationGradient, adam } from "./pointwise.ts";
export { joinPointwiseSums, pointwiseSums } from "./pointwise_gradient.ts";
export { maxPool, maxPoolGradient } from "./pooling.ts";
export { joinBlocks, reduceBlocks } from "./reduction.ts";
export {
  resizeBilinear,
  resizeBilinearGradient,
  resizeNearest,
  resizeNearestGradient,
} from "./resize.ts";
export { packPhase, stridedGradient } from "./strided_gradient.ts";
export { poolWindows, poolWindowsGradient } from "./windows.ts";
export { winogradBlock, winogradInput, winogradOutput, winogradProduct } from "./winograd.ts";
export { winogradFilter } from "./winograd_filter.ts";
export {
  winogradGradientBlocks,
  winogradGradientFilter,
  winogradGradientProduct,
  winogradTransform,
} from "./winograd_gradient.ts";
