/**
 * Differentiable operations that fuse the steps training repeats. Each is one named kernel: an engine
 * may bring its own; the others compose it from TensorFlow.js's operations.
 *
 * @module
 */
import "./standard_gradients.ts";

export { activate, type Activation, activationGradient } from "./activation.ts";
export { Adam, type AdamOptions, type AdamState, type Particulars } from "./adam.ts";
export { batchNorm, type BatchNormOptions, type BatchNormResult } from "./batch_norm.ts";
export { concatenateChannels } from "./concatenate.ts";
export {
  type ConcatenatedConvolutionSettings,
  convolveConcatenated,
} from "./concatenated_convolution.ts";
export {
  type ConvolutionSettings,
  convolveFused,
  type FusedActivation,
  isFused,
} from "./convolution.ts";
export { softmaxCrossEntropy } from "./cross_entropy.ts";
export { diceCrossEntropy, type DiceCrossEntropyOptions } from "./dice_cross_entropy.ts";
export {
  convolveAtInference,
  type InferenceSettings,
  type InferenceWeights,
} from "./inference_convolution.ts";
export { transposeConvolveAtInference } from "./inference_transposed.ts";
export { lossAndGradients } from "./gradients.ts";
