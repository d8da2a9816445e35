import { Buffer } from "node:buffer";
import type { TrainedWeights } from "../../model/mod.ts";

/** A model as files of TensorFlow.js. */
export interface TfjsModel {
  /** The content of `model.json`. */
  description: string;
  /** The content of `weights.bin`. */
  weights: Uint8Array;
}

/** The files' names; the first names the second. */
export const FILES = { description: "model.json", weights: "weights.bin" } as const;

/**
 * Encodes a trained model as a layers model with weights of 16 bits, which TensorFlow.js turns into 32 as it
 * loads them. Weights of which one is too large for 16 bits stay as they are.
 *
 * @param model The model.
 * @returns The files.
 */
export function encodeTfjs({ topology, metadata, weights }: TrainedWeights): TfjsModel {
  const parts: Uint8Array[] = [];
  const entries = [...weights].map(([name, { shape, values }]) => {
    const halves = Float16Array.from(values), isFit = halves.every(Number.isFinite);
    parts.push(bytesOf(isFit ? halves : values));
    const entry = { name, shape, dtype: "float32" };
    return isFit
      ? { ...entry, quantization: { dtype: "float16", original_dtype: "float32" } }
      : entry;
  });
  const description = {
    format: "layers-model",
    generatedBy: "Triptych",
    convertedBy: null,
    modelTopology: topology.model,
    weightsManifest: [{ paths: [FILES.weights], weights: entries }],
    userDefinedMetadata: metadata,
  };
  return {
    description: JSON.stringify(description) + "\n",
    weights: new Uint8Array(Buffer.concat(parts)),
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float16Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
