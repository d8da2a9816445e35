import { type Ending, placesLeft, waitUntilHeard } from "../workers.ts";
import { type Observed, pairObserver } from "./observe.ts";

/** A worker's own end has the same methods as its owner's. */
declare const self: Worker;

/** What a looking worker is told; the arrays are shared with the others. */
export interface ObserveStart extends Observed {
  /** One number: the next pair that no worker has taken. */
  next: Int32Array<SharedArrayBuffer>;
  /** One number: how many pairs, from the first on, their owner has added up. */
  heard: Int32Array<SharedArrayBuffer>;
}

/** How far workers may be ahead of their owner: photographs in place of masks hold much. */
const MOST_AHEAD = 256;

self.onmessage = async ({ data }: MessageEvent<ObserveStart>) => {
  let ending: Ending = { end: "done" };
  try {
    const observe = pairObserver(data);
    for (const index of placesLeft(data.next, data.pairs.length)) {
      waitUntilHeard(data.heard, index - MOST_AHEAD);
      self.postMessage(await observe(index));
    }
  } catch (error) {
    ending = { end: "failed", error: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(ending);
};
