import { setImmediate } from "node:timers/promises";
import { type CaseOutcome, workOn, type WorkSettings } from "./case_outcome.ts";
import type { CasePaths } from "./case_paths.ts";
import type { FromWorker, ToWorker } from "./case_worker.ts";
import type { CaseTask } from "./measure_case.ts";

/** What came of a case. */
export interface Done {
  task: CaseTask;
  outcome: CaseOutcome;
}

/** Cases to work on, and callbacks. */
export interface PoolJob {
  /** The cases. */
  cases: readonly CasePaths[];
  /** The name of a case's pictures, by its id. */
  fileOf?: (id: string) => string;
  /** What is done with each; asked again for each case, since it may change. */
  settings: () => WorkSettings;
  /** The workers that take their share beside this thread; none when left out. */
  pool?: CasePool;
  /** Sends no more cases, and throws its reason when those that were sent are done. */
  signal?: AbortSignal;
  /** Called with what came of some cases, in any order; the next are sent when it is done. */
  onDone(done: Done[]): void;
}

/** A worker is sent so many cases at a time at most: a message costs as much as a small case. */
const MOST_AT_A_TIME = 16;

/**
 * Workers for cases, which load while the cases are still looked for. Whoever works on several cores
 * keeps one pool to its end: code that a worker has compiled is fast from the first case on.
 */
export class CasePool implements Disposable {
  /** The workers. */
  readonly workers: readonly Worker[];

  /**
   * @param size How many cases are worked on at the same time, one of them in the thread of the caller.
   */
  constructor(size: number) {
    const url = new URL("./case_worker.ts", import.meta.url);
    this.workers = Array.from(
      { length: Math.max(0, size - 1) },
      () => new Worker(url, { type: "module" }),
    );
  }

  /** Ends the workers. */
  [Symbol.dispose](): void {
    for (const worker of this.workers) worker.terminate();
  }
}

/**
 * Works on cases on several cores. A worker is sent cases when it begins those before, so no more than
 * a few are in memory, however many there are. This thread takes its share.
 *
 * @param job The cases, and what to do with them.
 * @throws {Error} The signal's reason, or why a case failed; the pool can't be used again then.
 */
export async function workOnCases(job: PoolJob): Promise<void> {
  const { cases, pool, signal, fileOf = () => "" } = job, others = pool?.workers ?? [];
  signal?.throwIfAborted();
  let next = 0, failed = false;
  const take: Take = (most) => {
    if (signal?.aborted || failed) return [];
    // ever fewer, so that all are done at the same time
    const fair = Math.ceil((cases.length - next) / ((1 + others.length) * 4));
    return cases.slice(next, next += Math.min(most, fair))
      .map((paths) => ({ ...paths, file: fileOf(paths.id) }));
  };
  const team = [...others.map((worker) => workThere(worker, take, job)), workHere(take, job)];
  const ends = await Promise.allSettled(
    team.map((hand) =>
      hand.catch((error) => {
        failed = true;
        throw error;
      })
    ),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  signal?.throwIfAborted();
}

/** The next cases, so many at most. */
type Take = (most: number) => CaseTask[];

/**
 * How many workers so many cases are worth: one per 16 cases or half a megabyte of files, as a rule of
 * thumb, since starting one takes longer than measuring a few small masks.
 *
 * @param cases How many cases there are.
 * @param bytes How large their files are, together.
 * @returns At most one a core.
 */
export function workersFor(cases: number, bytes: number): number {
  const worth = Math.ceil(cases / 16 + bytes / 2 ** 19);
  return Math.max(1, Math.min(navigator.hardwareConcurrency, cases, worth));
}

async function workHere(take: Take, { settings, onDone }: PoolJob): Promise<void> {
  for (let [task] = take(1); task !== undefined; [task] = take(1)) {
    onDone([{ task, outcome: await workOn(task, settings()) }]);
    // lets what workers sent in, and Ctrl-C
    await setImmediate();
  }
}

async function workThere(worker: Worker, take: Take, { settings, onDone }: PoolJob): Promise<void> {
  const sent: CaseTask[][] = [];
  let told: WorkSettings | undefined;
  const send = (): void => {
    const tasks = take(MOST_AT_A_TIME);
    if (tasks.length === 0) return;
    sent.push(tasks);
    const now = settings();
    worker.postMessage({ tasks, ...(now !== told && { settings: now }) } satisfies ToWorker);
    told = now;
  };
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      try {
        if ("error" in data) throw new Error(data.error);
        const tasks = sent.shift()!;
        onDone(tasks.map((task, i) => ({ task, outcome: data.outcomes[i] })));
        send();
        if (sent.length === 0) resolve();
      } catch (error) {
        reject(error);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    // two at first: it never waits for the next
    send();
    send();
    if (sent.length === 0) resolve();
  });
}
