import { setImmediate } from "node:timers/promises";
import { runWorkers, workersFor } from "../workers.ts";
import { type Observed, pairObserver, type PairReport } from "./observe.ts";
import type { ObserveStart } from "./observe_worker.ts";

/** Fewer pairs than this are looked at sooner than a worker starts. */
const WORTH_WORKERS = 16;

/**
 * Looks at all pairs, on all cores where they are many.
 *
 * @param observed The pairs.
 * @param onReport Called with what was seen of each, in the pairs' order whatever worker was faster.
 * @param signal Stops it when raised.
 */
export async function observePairs(
  observed: Observed,
  onReport: (report: PairReport) => void,
  signal?: AbortSignal,
): Promise<void> {
  const { pairs } = observed;
  if (pairs.length < WORTH_WORKERS) return await observeHere(observed, onReport, signal);
  const start: ObserveStart = {
    ...observed,
    next: new Int32Array(new SharedArrayBuffer(4)),
    heard: new Int32Array(new SharedArrayBuffer(4)),
  };
  const early = new Map<number, PairReport>();
  const hear = (report: PairReport): void => {
    early.set(report.index, report);
    for (let first = start.heard[0];; first++) {
      const own = early.get(first);
      if (own === undefined) return;
      early.delete(first);
      onReport(own);
      Atomics.store(start.heard, 0, first + 1);
      Atomics.notify(start.heard, 0);
    }
  };
  const url = new URL("./observe_worker.ts", import.meta.url);
  await runWorkers({ url, workers: workersFor(pairs.length), start, onReport: hear, signal });
}

/**
 * Looks at all pairs on this thread; see {@linkcode observePairs}.
 */
export async function observeHere(
  observed: Observed,
  onReport: (report: PairReport) => void,
  signal?: AbortSignal,
): Promise<void> {
  const observe = pairObserver(observed);
  for (const index of observed.pairs.keys()) {
    // Ctrl-C is heard between two images
    await setImmediate();
    signal?.throwIfAborted();
    onReport(await observe(index));
  }
}
