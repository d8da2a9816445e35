/**
 * A worker of the pool: takes parts of each job, forever. It is started from its text, worker.generated.ts,
 * which no bundler loses and which needs no permission to read.
 *
 * @module
 */
import { instantiate } from "./kernels.ts";
import {
  control,
  currentJob,
  namesOf,
  SPINS,
  takeParts,
  viewsOf,
  type WorkerData,
} from "./pool.ts";

const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
if (threads) work(threads.workerData as WorkerData);
else globalThis.addEventListener("message", (event) => work((event as MessageEvent).data));

function work({ module, memory, address, thread }: WorkerData): void {
  const kernels = instantiate(module, memory);
  const names = namesOf(kernels);
  const { words, values } = viewsOf(memory, address);
  let last = 0;
  for (;;) {
    const job = waitForJob(words, last);
    const kernel = kernels[names[words[control.kernel]]];
    const own = Array.from(values.subarray(0, words[control.count]));
    takeParts(words, job, (part) => kernel(...own, part, thread));
    Atomics.notify(words, control.done);
    last = job;
  }
}

function waitForJob(words: Int32Array, last: number): number {
  for (let spin = 0; spin < SPINS; spin++) {
    const job = currentJob(words);
    if (job !== last) return job;
  }
  for (;;) {
    const left = Atomics.load(words, control.left);
    const job = currentJob(words);
    if (job !== last) return job;
    Atomics.wait(words, control.left, left);
  }
}
