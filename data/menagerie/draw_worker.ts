/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import type { Ending } from "../workers.ts";
import { type Drawing, drawUntilNoneIsLeft } from "./drawing.ts";

self.onmessage = ({ data }: MessageEvent<Drawing>) => {
  drawUntilNoneIsLeft(data);
  self.postMessage({ end: "done" } satisfies Ending);
};
