/**
 * Pretrained weights of encoders: files of safetensors and of PyTorch, what they are made for, and
 * where published ones are.
 *
 * @module
 */
export { bytesOfWeights, fetchWeights, type FetchWeightsOptions, weightsPath } from "./fetch.ts";
export { type EncoderWeights, fill } from "./fill.ts";
export {
  formatNamed,
  formatNameOf,
  type WeightsFormat,
  type WeightsFormatName,
  weightsFormatNames,
} from "./format.ts";
export { openWeights, type OpenWeightsOptions } from "./open.ts";
export type { FileTensor } from "./tensor.ts";
