/** @module The embedded engine: hot kernels in SIMD WebAssembly, the others tfjs-backend-cpu's. */
import * as tf from "@tensorflow/tfjs-core";
import { Arena } from "./arena.ts";
import { SimdBackend } from "./backend.ts";
import { compileKernels, instantiate, type Kernels } from "./kernels.ts";
import { Pool, type WorkerData } from "./pool.ts";
import { registerKernels } from "./register.ts";
import { WORKER } from "./worker.generated.ts";

/** What {@link startSimd} found. */
export interface Simd {
  /** How many threads compute. */
  threads: number;
  /** Which kernels the machine takes. */
  kind: Kernels["kind"];
}

/** Work is cut in few parts, and each worker takes its time to start. */
const MOST_THREADS = 16;

/** What runs; the engine is started once. */
let started: Running | undefined;

interface Running extends Simd {
  arena: Arena;
  pool: Pool;
}

/** What {@link startSimd} takes. */
interface SimdOptions {
  threads?: number;
  fast?: boolean;
}

// so that tf.setBackend("simd") starts it, too; not before tfjs-backend-cpu where nothing is chosen
tf.registerBackend("simd", () => {
  const { arena, pool } = started ??= start({});
  registerKernels();
  return new SimdBackend(arena, pool);
}, 0);

/**
 * Makes the backend `simd` TensorFlow.js's current one.
 *
 * @param options threads: 1 or more. @default all cores, 16 at most. fast: whether V8 was started with
 * `FAST_FLAGS`; taken into account when the engine starts first.
 * @returns How it runs.
 * @throws {RangeError} When threads is no positive integer.
 * @throws {Error} Where WebAssembly has no SIMD or no shared memory, or when it runs already with
 * another number of threads.
 */
export async function startSimd(options: SimdOptions = {}): Promise<Simd> {
  const { threads } = options;
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    throw new RangeError(
      `Cannot start the engine simd: threads must be a positive integer, got ${threads}`,
    );
  }
  if (started !== undefined && threads !== undefined && started.threads !== threads) {
    throw new Error(
      `Cannot start the engine simd: it runs on ${started.threads} threads, got ${threads}`,
    );
  }
  // here, since TensorFlow.js would only warn of what goes wrong
  started ??= start(options);
  await tf.setBackend("simd");
  return started;
}

function start(options: SimdOptions): Running {
  const { threads = Math.min(coresHere(), MOST_THREADS) } = options;
  const { module, kind } = compileKernels(options.fast);
  const arena = new Arena(1);
  const pool = new Pool(instantiate(module, arena.memory), arena, threads);
  for (let thread = 1; thread < threads; thread++) {
    try {
      startWorker({ module, memory: arena.memory, address: pool.address, thread });
    } catch (error) {
      // a page that isn't isolated has no workers; who didn't ask for them goes without
      if (options.threads !== undefined) throw error;
      pool.threads = thread;
      break;
    }
  }
  return { threads: pool.threads, kind, arena, pool };
}

/** How many threads the machine runs at once; Node.js says it in the global scope since version 21. */
function coresHere(): number {
  return globalThis.navigator?.hardwareConcurrency ??
    globalThis.process.getBuiltinModule("node:os").availableParallelism();
}

/** Starts a worker; it joins in when it is ready, and doesn't keep the program from ending. */
function startWorker(workerData: WorkerData): void {
  // no import: bundlers for browsers would look for the module
  const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (node) {
    const url = new URL(`data:text/javascript,${encodeURIComponent(WORKER)}`);
    new node.Worker(url, { workerData, env: {} }).unref();
  } else {
    const url = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
    new Worker(url).postMessage(workerData);
  }
}
