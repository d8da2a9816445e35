import { weightsReader } from "../weights_reader.ts";

/** Weights as Hugging Face keeps them. */
export const reader = weightsReader(["all.safetensors"]);
