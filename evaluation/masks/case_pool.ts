import { type FromWorker, type Order, type Outcome, type ToWorker, workOn } from "./case_work.ts";
import type { CaseTask } from "./measure_case.ts";

/** Cases to work on, and callbacks. */
export interface PoolJob<What extends Order["what"]> {
  /** What is done with each case. */
  order: Extract<Order, { what: What }>;
  /** The cases. */
  tasks: readonly CaseTask[];
  /** How many workers share them; 1 works here, without a worker. */
  workers: number;
  /** Sends no more cases, and throws its reason when those that were sent are done. */
  signal?: AbortSignal;
  /** Called with what came of some cases, in any order; the next are sent when it is done. */
  onDone(done: { task: CaseTask; outcome: Outcome<What> }[]): void;
}

/** A worker is sent so many cases at a time at most: a message costs as much as a small case. */
const MOST_AT_A_TIME = 16;

/**
 * Works on cases on several cores. A worker is sent cases when it has done those before, so no more than
 * a few are in memory, however many there are.
 *
 * @param job The cases, and what to do with them.
 * @throws {Error} The signal's reason, or why a case failed.
 */
export async function workOnCases<What extends Order["what"]>(job: PoolJob<What>): Promise<void> {
  const { tasks, workers, order, signal, onDone } = job;
  signal?.throwIfAborted();
  if (workers <= 1) {
    for (const task of tasks) {
      onDone([{ task, outcome: await workOn(order, task) as Outcome<What> }]);
      signal?.throwIfAborted();
    }
    return;
  }
  let next = 0;
  const size = Math.max(1, Math.min(MOST_AT_A_TIME, Math.floor(tasks.length / (workers * 8))));
  const take = (): CaseTask[] => signal?.aborted ? [] : tasks.slice(next, next += size);
  const team = Array.from({ length: workers }, () => runWorker(take, { order, onDone }));
  const ends = await Promise.allSettled(team);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  signal?.throwIfAborted();
}

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

async function runWorker<What extends Order["what"]>(
  take: () => CaseTask[],
  { order, onDone }: Pick<PoolJob<What>, "order" | "onDone">,
): Promise<void> {
  let tasks = take();
  if (tasks.length === 0) return;
  const worker = new Worker(new URL("./case_worker.ts", import.meta.url), { type: "module" });
  const send = (message: ToWorker): void => worker.postMessage(message);
  try {
    await new Promise<void>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        try {
          if ("error" in data) throw new Error(data.error);
          const outcomes = data.outcomes as Outcome<What>[];
          onDone(tasks.map((task, i) => ({ task, outcome: outcomes[i] })));
          tasks = take();
          if (tasks.length === 0) resolve();
          else send({ tasks });
        } catch (error) {
          reject(error);
        }
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
      send({ order });
      send({ tasks });
    });
  } finally {
    worker.terminate();
  }
}
