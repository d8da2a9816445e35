/** @module Runs a kernel's parts. */
import type { Kernel } from "./kernels.ts";

/** Runs the parts of kernels, on all threads. */
export class Pool {
  /** How many threads compute. */
  readonly threads = 1;
  #kernels: Record<string, Kernel>;

  /** @param kernels The main thread's. */
  constructor(kernels: Record<string, Kernel>) {
    this.#kernels = kernels;
  }

  /**
   * Runs a kernel's parts, which must not depend on each other, and waits for them.
   *
   * @param name The kernel.
   * @param parts How many; must not depend on the number of threads where it changes the sums.
   * @param values Its arguments; the part and the thread follow them.
   */
  run(name: string, parts: number, ...values: number[]): void {
    const kernel = this.#kernels[name];
    for (let part = 0; part < parts; part++) kernel(...values, part, 0);
  }
}
