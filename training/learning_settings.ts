/**
 * The settings that say how a model learns: learning rates, average, loss and augmentations.
 *
 * @module
 */
import { AUGMENTATIONS } from "../data/mod.ts";
import { SCHEDULES, TEST_AUGMENTATIONS } from "../model/mod.ts";
import type { SettingsTable } from "./settings_table.ts";

/** The losses that a training may have. */
export const LOSSES = ["cross-entropy", "dice-cross-entropy"] as const;

/** Rows of `SETTINGS`, which is where they are documented. */
export const LEARNING_SETTINGS = {
  lr: { kind: "number", min: 0, default: 1e-4, help: "learning rate, Adam's step size" },
  encoderLr: {
    kind: "number",
    min: 0,
    help: "the encoder's learning rate, smaller for pretrained weights; defaults to --lr",
  },
  freeze: {
    kind: "integer",
    min: 0,
    default: 0,
    help: "epochs at the start with a frozen encoder, so that a random decoder can't spoil it",
  },
  schedule: {
    kind: "string",
    choices: SCHEDULES,
    default: "constant",
    help: "the learning rate over the epochs: cosine falls to 0, step to 1/10 after half of them " +
      "and to 1/100 after 3/4",
    source: "cosine: Loshchilov and Hutter 2017, without restarts; step: He et al. 2016",
  },
  warmup: {
    kind: "number",
    min: 0,
    default: 0,
    help: "epochs over which the learning rate rises from 0: Adam's first steps are the noisiest",
  },
  weightDecay: {
    kind: "number",
    min: 0,
    max: 1,
    default: 0,
    help: "AdamW's weight decay, against overfitting; not of biases and batch norms",
    source: "Loshchilov and Hutter 2019; torch.optim.AdamW",
  },
  ema: {
    kind: "number",
    min: 0,
    max: 0.99999,
    default: 0,
    help:
      "the model is the moving average of the weights: after each step this much of it stays, 0.99 for " +
      "about the last 100 steps; 0 takes the last weights",
    source: "Polyak and Juditsky 1992; torch.optim.swa_utils",
  },
  loss: {
    kind: "string",
    choices: LOSSES,
    value: "NAME",
    default: "cross-entropy",
    help: "the loss to minimise; with Dice, small classes weigh as much as large ones",
    source: "Milletari et al. 2016, Isensee et al. 2021",
  },
  classWeights: {
    kind: "string",
    value: "W,W,…",
    help:
      "a weight per class in the cross-entropy, in their order, such as 1,1,3; equal by default",
    source: "torch.nn.CrossEntropyLoss",
  },
  augment: {
    kind: "string",
    value: "NAME,…",
    default: "none",
    help: `random augmentations, each but d4 applied to half the images: ${
      AUGMENTATIONS.join(", ")
    }`,
  },
  testAugment: {
    kind: "string",
    choices: TEST_AUGMENTATIONS,
    value: "NAME",
    default: "none",
    help:
      "at inference; flip averages the predictions for each image and its mirror image, which takes twice as long; d4 averages all eight mirrored and rotated versions, or four where the model's images aren't square",
    source: "nnU-Net's mirroring, Isensee et al. 2021",
  },
} as const satisfies SettingsTable;
