import { type FromWorker, type Order, type ToWorker, workOn } from "./case_work.ts";

/** A worker's own end has the same methods as its owner's. */
declare const self: Worker;

let order: Order;

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if ("order" in data) {
    order = data.order;
    return;
  }
  const outcomes = [];
  try {
    for (const task of data.tasks) outcomes.push(await workOn(order, task));
    self.postMessage({ outcomes } satisfies FromWorker);
  } catch (error) {
    self.postMessage({ error: (error as Error).message } satisfies FromWorker);
  }
};
