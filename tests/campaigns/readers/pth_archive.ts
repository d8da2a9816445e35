import { weightsReader } from "../weights_reader.ts";

/** Weights in a zip archive, as torch.save writes them. */
export const reader = weightsReader(
  ["torch1", "torch2", "protocol4", "checkpoint", "full_checkpoint", "forms", "transposed"]
    .map((name) => `${name}.pth`),
);
