import { weightsReader } from "../weights_reader.ts";

/** Weights in a row behind pickles, as torch.save wrote them before 1.6. */
export const reader = weightsReader(
  ["torch1_legacy", "torch2_legacy", "full_checkpoint_legacy"].map((name) => `${name}.pth`),
);
