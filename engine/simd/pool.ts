/** @module Runs a kernel's parts on all threads, through one shared memory. */
import type { Address, Arena } from "./arena.ts";
import type { Kernel } from "./kernels.ts";
import { type KernelArguments, ORDER } from "./seam.generated.ts";

/** Where the job lies in the control block, in 32-bit words. */
export const control = {
  /** Job number and parts left to take, see {@link claim}; workers wait for it to change. */
  left: 0,
  /** Parts that are done. */
  done: 1,
  /** Which kernel, its place in the sorted names. */
  kernel: 2,
  /** How many arguments. */
  count: 3,
  /** Whether a worker's kernel failed. */
  failed: 4,
  /** The arguments begin here, as float64. */
  values: 6,
  /** Length of the block in bytes. */
  bytes: 512,
} as const;

/** The low bits of `left` count parts, the others jobs. */
const PART_BITS = 12;
const PART_MASK = (1 << PART_BITS) - 1;
/** Looks before a thread goes to sleep: waking it takes 5 to 50 µs, and spinning costs others. */
export const SPINS = 5000;

/** What a worker is started with. */
export interface WorkerData {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Address of the control block. */
  address: number;
  /** The worker's number, from 1. */
  thread: number;
}

/** Runs the parts of kernels, on all threads. */
export class Pool {
  /** How many threads compute. */
  threads: number;
  /** The control block's address. */
  readonly address: Address;
  #kernels: Record<string, Kernel>;
  #numbers: Map<string, number>;
  #words: Int32Array;
  #values: Float64Array;
  #job = 0;

  /**
   * @param kernels The main thread's.
   * @param arena Gives the control block.
   * @param threads This one and the workers.
   */
  constructor(kernels: Record<string, Kernel>, arena: Arena, threads: number) {
    this.threads = threads;
    this.#kernels = kernels;
    this.#numbers = new Map(namesOf(kernels).map((name, i) => [name, i]));
    this.address = arena.allocate(control.bytes);
    const { words, values } = viewsOf(arena.memory, this.address);
    this.#words = words.fill(0);
    this.#values = values;
  }

  /**
   * Runs a kernel's parts, which must not depend on each other, and waits for them.
   *
   * @param name The kernel.
   * @param parts How many; must not depend on the number of threads where it changes the sums.
   * @param values Its arguments.
   */
  run<Name extends keyof KernelArguments>(
    name: Name,
    parts: number,
    values: KernelArguments[Name],
  ): void {
    // none of an empty tensor: 0 / 0 of them where each takes an equal share
    if (!(parts > 0)) return;
    const ordered = ORDER[name].map((argument) => values[argument] as number);
    this.#run(name, parts, ordered);
  }

  #run(name: string, parts: number, values: number[]): void {
    const kernel = this.#kernels[name];
    if (parts === 1 || this.threads === 1 || parts > PART_MASK) {
      for (let part = 0; part < parts; part++) kernel(...values, part, 0);
      return;
    }
    const words = this.#words;
    this.#values.set(values);
    words[control.kernel] = this.#numbers.get(name)!;
    words[control.count] = values.length;
    Atomics.store(words, control.done, 0);
    this.#job = this.#job + 1 & 0x7ffff;
    Atomics.store(words, control.left, this.#job << PART_BITS | parts);
    Atomics.notify(words, control.left);
    takeParts(words, this.#job, (part) => kernel(...values, part, 0));
    waitForOthers(words, parts);
    if (words[control.failed] !== 0) throw new Error(`Cannot compute: the kernel ${name} failed`);
  }
}

/** @returns The kernels' names in an order that all threads agree on. */
export function namesOf(kernels: Record<string, Kernel>): string[] {
  return Object.keys(kernels).sort();
}

/** @returns The control block, as integers and as arguments. */
export function viewsOf(
  memory: WebAssembly.Memory,
  address: number,
): { words: Int32Array; values: Float64Array } {
  const buffer = memory.buffer as ArrayBuffer;
  const words = new Int32Array(buffer, address, control.bytes / 4);
  const start = control.values * 4;
  const values = new Float64Array(buffer, address + start, (control.bytes - start) / 8);
  return { words, values };
}

/** @returns The number of the job that is under way. */
export function currentJob(words: Int32Array): number {
  return Atomics.load(words, control.left) >>> PART_BITS;
}

/**
 * Takes a part of a job, the last one first. Job and parts left are one word, changed as one: a worker
 * that comes late, to a job that is over, finds none left whatever is being written of the next. So
 * whatever was read of the job before is right when this succeeds, because a job is replaced only when
 * all its parts are done.
 *
 * @returns The part, or -1 when none is left or the job is over.
 */
export function claim(words: Int32Array, job: number): number {
  for (;;) {
    const left = Atomics.load(words, control.left);
    const parts = left & PART_MASK;
    if (left >>> PART_BITS !== job || parts === 0) return -1;
    if (Atomics.compareExchange(words, control.left, left, left - 1) === left) return parts - 1;
  }
}

/** Takes parts of a job until none is left; what fails is noted, as others wait for every part. */
export function takeParts(words: Int32Array, job: number, compute: (part: number) => void): void {
  for (let part = claim(words, job); part >= 0; part = claim(words, job)) {
    try {
      compute(part);
    } catch {
      Atomics.store(words, control.failed, 1);
    }
    Atomics.add(words, control.done, 1);
  }
}

function waitForOthers(words: Int32Array, parts: number): void {
  for (let spin = 0; spin < SPINS; spin++) {
    if (Atomics.load(words, control.done) === parts) return;
  }
  for (;;) {
    const done = Atomics.load(words, control.done);
    if (done === parts) return;
    // browsers let no page wait; there it keeps spinning
    try {
      Atomics.wait(words, control.done, done, 1);
    } catch {
      continue;
    }
  }
}
