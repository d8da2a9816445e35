/** @module What the WebAssembly kernels know of a convolution. */
import * as tf from "@tensorflow/tfjs-core";

/** Sizes of a convolution, in elements. */
export interface Geometry {
  images: number;
  height: number;
  width: number;
  inChannels: number;
  outHeight: number;
  outWidth: number;
  outChannels: number;
  filterHeight: number;
  filterWidth: number;
  stride: number;
  padTop: number;
  padLeft: number;
}

/** Four sizes. */
export type Shape4D = [number, number, number, number];

/** What the attributes of the convolution kernels have in common. */
export interface Attributes {
  strides: number | [number, number];
  pad: "same" | "valid" | number;
  dataFormat: "NHWC" | "NCHW";
  dimRoundingMode?: "floor" | "round" | "ceil";
  dilations?: number | [number, number] | null;
}

/**
 * @param x Shape of the input.
 * @param filter Shape of the filter.
 * @param attributes Of the kernel.
 * @returns The geometry; null where the kernels can't: another layout, dilation, two strides, nothing
 * to convolve.
 */
export function geometryOf(x: number[], filter: number[], attributes: Attributes): Geometry | null {
  const { strides, pad, dataFormat, dimRoundingMode, dilations } = attributes;
  const info = tf.backend_util.computeConv2DInfo(
    x as Shape4D,
    filter as Shape4D,
    strides,
    // layers of TensorFlow.js give null
    dilations ?? 1,
    pad,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat ?? "NHWC"),
  );
  const plain = info.dataFormat === "channelsLast" && info.dilationHeight === 1 &&
    info.dilationWidth === 1 && info.strideHeight === info.strideWidth &&
    info.inChannels === filter[2] && info.outHeight > 0 && info.outWidth > 0 &&
    info.batchSize * info.inChannels * info.outChannels > 0;
  if (!plain) return null;
  const { inHeight: height, inWidth: width, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight: stride, padInfo, batchSize: images } = info;
  return {
    images,
    height,
    width,
    inChannels,
    outHeight,
    outWidth,
    outChannels,
    filterHeight,
    filterWidth,
    stride,
    padTop: padInfo.top,
    padLeft: padInfo.left,
  };
}

/** The shape of the convolution's result. */
export function outShape({ images, outHeight, outWidth, outChannels }: Geometry): Shape4D {
  return [images, outHeight, outWidth, outChannels];
}

/** The convolution of dy, spread out by the stride, with the flipped filter: the input gradient. */
export function reversed(forward: Geometry): Geometry {
  const { stride, filterHeight, filterWidth, padTop, padLeft } = forward;
  return {
    ...forward,
    height: (forward.outHeight - 1) * stride + 1,
    width: (forward.outWidth - 1) * stride + 1,
    inChannels: forward.outChannels,
    outHeight: forward.height,
    outWidth: forward.width,
    outChannels: forward.inChannels,
    stride: 1,
    padTop: filterHeight - 1 - padTop,
    padLeft: filterWidth - 1 - padLeft,
  };
}
