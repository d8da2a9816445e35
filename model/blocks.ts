import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";

/** Layers start from zeros, since `initialise` draws the weights. */
export const ZEROS = { kernelInitializer: "zeros", biasInitializer: "zeros" } as const;

/** Applies a layer to its input. */
export function apply(
  layer: { apply(x: SymbolicTensor | SymbolicTensor[]): unknown },
  x: SymbolicTensor | SymbolicTensor[],
): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor;
}

/** Twice a 3×3 convolution, batch norm and ReLU: the building block of U-Nets. */
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
    // PyTorch's momentum, 0.1, is the weight of the new value, Keras's that of the old
    const norm = { epsilon: 1e-5, momentum: 0.9, name: `${name}_norm${i}` };
    x = apply(layers.batchNormalization(norm), x);
    x = apply(layers.reLU({ name: `${name}_relu${i}` }), x);
  }
  return x;
}
