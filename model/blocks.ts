import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";

/** `initialise` draws the weights: what the layers themselves would draw is thrown away. */
export const ZEROS = { kernelInitializer: "zeros", biasInitializer: "zeros" } as const;

/**
 * Puts a layer behind others.
 *
 * @param layer The layer
 * @param x What it takes
 * @returns What it gives
 */
export function apply(
  layer: { apply(x: SymbolicTensor | SymbolicTensor[]): unknown },
  x: SymbolicTensor | SymbolicTensor[],
): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor;
}

/**
 * Two times convolution 3×3, batch norm, ReLU: what U-Nets are made of.
 *
 * @param x What the first takes
 * @param filters Channels of both
 * @param name What the layers' names begin with
 * @returns What the second gives
 */
export function twice(x: SymbolicTensor, filters: number, name: string): SymbolicTensor {
  for (const i of [1, 2]) {
    x = apply(
      layers.conv2d({
        ...ZEROS,
        filters,
        kernelSize: 3,
        padding: "same",
        useBias: false,
        name: `${name}_conv${i}`,
      }),
      x,
    );
    // PyTorch's momentum is the weight of the new value, 0.1; Keras's that of the old
    const norm = { epsilon: 1e-5, momentum: 0.9, name: `${name}_norm${i}` };
    x = apply(layers.batchNormalization(norm), x);
    x = apply(layers.reLU({ name: `${name}_relu${i}` }), x);
  }
  return x;
}
