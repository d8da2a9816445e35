import { type EpochPlan, makeBatch, stepOf } from "./make_batch.ts";
import type { Normalisation } from "../core/mod.ts";
import type { ImageSet } from "./types.ts";

/** A worker's own end has the same methods as its owner's. */
declare const self: Worker;

/** The worker's first message; images in shared memory are not copied. */
export interface BatchWorkerStart {
  /** Images and masks. */
  source: ImageSet;
  /** The whole epoch. */
  plan: EpochPlan;
  /** The range of each channel. */
  normalisation: Normalisation;
  /** Images per batch. */
  batch: number;
}

let start: BatchWorkerStart;

// each later message is a step's number; the answer is that step's batch, or what went wrong
self.onmessage = ({ data }: MessageEvent<BatchWorkerStart | number>) => {
  if (typeof data !== "number") {
    start = data;
    return;
  }
  try {
    const { source, plan, normalisation } = start;
    const batch = makeBatch(source, stepOf(plan, start.batch, data), normalisation);
    self.postMessage(batch, [batch.images.buffer, batch.labels.buffer] as ArrayBuffer[]);
  } catch (error) {
    self.postMessage(String(error));
  }
};
