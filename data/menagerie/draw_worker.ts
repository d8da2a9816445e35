import type { Ending } from "../workers.ts";
import { type Drawing, drawUntilNoneIsLeft } from "./drawing.ts";

/** A worker's own end has the same methods as its owner's. */
declare const self: Worker;

self.onmessage = ({ data }: MessageEvent<Drawing>) => {
  drawUntilNoneIsLeft(data);
  self.postMessage({ end: "done" } satisfies Ending);
};
