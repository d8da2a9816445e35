import type { Metrics } from "../material.ts";

/** nnU-Net 2.8.1 (`nnunetv2.evaluation.evaluate_predictions`): NaN where neither mask has a voxel. */
export const NNUNET: Metrics = {
  dice: ({ counts: { tp, fp, fn } }) => 2 * tp / (2 * tp + fp + fn),
  iou: ({ counts: { tp, fp, fn } }) => tp / (tp + fp + fn),
};
