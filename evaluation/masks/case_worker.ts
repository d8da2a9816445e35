import { type CaseOutcome, workOn, type WorkSettings } from "./case_outcome.ts";
import type { CaseTask } from "./measure_case.ts";

/** A message to a worker: cases, and how they are worked on where that has changed. */
export interface ToWorker {
  tasks: CaseTask[];
  settings?: WorkSettings;
}

/** A message from a worker: outcomes of the cases it was sent, in their order, or why there are none. */
export type FromWorker = { outcomes: CaseOutcome[] } | { error: string };

/** A worker's own end has the same methods as its owner's. */
declare const self: Worker;

let settings: WorkSettings;
/** Cases are sent while those before are worked on. */
let last = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  last = last.then(() => work(data));
};

async function work(message: ToWorker): Promise<void> {
  settings = message.settings ?? settings;
  try {
    const outcomes: CaseOutcome[] = [];
    for (const task of message.tasks) outcomes.push(await workOn(task, settings));
    self.postMessage({ outcomes } satisfies FromWorker);
  } catch (error) {
    self.postMessage({ error: (error as Error).message } satisfies FromWorker);
  }
}
