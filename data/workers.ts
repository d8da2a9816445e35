/** How a worker of {@linkcode runWorkers} ends, in its last message. */
export type Ending = { end: "done" } | { end: "failed"; error: string };

/** What workers run, and on what. */
export interface Work<Start, Report> {
  /** The worker's module. */
  url: URL;
  /** How many workers run at a time. */
  workers: number;
  /** Their first message; its arrays are in shared memory. */
  start: Start;
  /** Called with each of their messages but the last. */
  onReport?: (report: Report) => void;
  /** Ends the workers when it is raised. */
  signal?: AbortSignal;
}

/** With fewer pairs another worker would cost more than it saves. */
const WORTH_A_WORKER = 16;

/** How many workers so many pairs are worth. */
export function workersFor(pairs: number): number {
  return Math.min(navigator.hardwareConcurrency, Math.ceil(pairs / WORTH_A_WORKER));
}

/** Runs workers that share a task, until all are done or one has failed. */
export async function runWorkers<Start, Report>(work: Work<Start, Report>): Promise<void> {
  await Promise.all(Array.from({ length: work.workers }, () => runWorker(work)));
}

/** The places from 0 to `count` − 1 that no other worker has taken from the shared counter. */
export function* placesLeft(
  next: Int32Array<SharedArrayBuffer>,
  count: number,
): Generator<number, void, void> {
  for (;;) {
    const place = Atomics.add(next, 0, 1);
    if (place >= count) return;
    yield place;
  }
}

/**
 * Holds a worker up until its owner has heard of enough, so that what it hasn't heard of yet does not
 * pile up.
 *
 * @param heard One number: of how many places, from the first on, the owner has heard.
 * @param places Of how many it must have heard.
 */
export function waitUntilHeard(heard: Int32Array<SharedArrayBuffer>, places: number): void {
  for (let count = 0; (count = Atomics.load(heard, 0)) < places;) Atomics.wait(heard, 0, count);
}

async function runWorker<Start, Report>(
  { url, start, onReport, signal }: Work<Start, Report>,
): Promise<void> {
  signal?.throwIfAborted();
  const worker = new Worker(url, { type: "module" }), stopped = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), stopped);
      const fail = (message: string): void => reject(new Error(message));
      worker.onmessage = ({ data }: MessageEvent<Report | Ending>) => {
        if (!isEnding(data)) onReport?.(data);
        else if (data.end === "done") resolve();
        else fail(data.error);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        fail(event.message);
      };
      worker.postMessage(start);
    });
  } finally {
    stopped.abort();
    worker.terminate();
  }
}

function isEnding<Report>(message: Report | Ending): message is Ending {
  return typeof message === "object" && message !== null && "end" in message;
}
