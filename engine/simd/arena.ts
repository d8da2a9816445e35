/** @module One shared WebAssembly memory, given out in blocks that are reused as soon as freed. */
import { OutOfMemory } from "../out_of_memory.ts";

const PAGE = 65536;
/** The largest memory that 32-bit modules can have, in pages. */
const MAXIMUM_PAGES = 65536;
const LINE = 64;
/** Kernels may read a little beyond a tensor's end. */
const SLACK = 64;

declare const ADDRESS: unique symbol;

/** Where something lies in the memory; only an arena gives one, so that no count is taken for it. */
export type Address = number & { readonly [ADDRESS]: true };

/** No place: kernels take it for an operand that is left out. */
export const NOWHERE = 0 as Address;

/**
 * @param address Where something begins.
 * @param bytes How far behind it.
 * @returns The place there.
 */
export function behind(address: Address, bytes: number): Address {
  return address + bytes as Address;
}

/** A run of free bytes. */
interface Gap {
  start: number;
  size: number;
}

/** Memory for tensors and for the kernels' scratch. */
export class Arena {
  /** What the kernels' module imports. */
  readonly memory: WebAssembly.Memory;
  /** The most bytes that were in use at once. */
  peak = 0;
  /** Bytes in use. */
  used = 0;
  // sorted by start, never adjacent
  #gaps: Gap[] = [];
  #sizes = new Map<number, number>();
  #end: number;

  /** @param reserved Bytes at the beginning that stay the caller's. */
  constructor(reserved: number) {
    this.#end = roundUp(reserved, PAGE);
    this.memory = new WebAssembly.Memory({
      initial: this.#end / PAGE,
      maximum: MAXIMUM_PAGES,
      shared: true,
    });
  }

  /**
   * Takes the smallest gap that is large enough.
   *
   * @param bytes How many.
   * @returns The address, a multiple of 64; what is there is not cleared.
   * @throws {OutOfMemory} When the memory is full.
   */
  allocate(bytes: number): Address {
    const size = roundUp(bytes + SLACK, LINE);
    let best = -1;
    for (let i = 0; i < this.#gaps.length; i++) {
      const fits = this.#gaps[i].size >= size;
      if (fits && (best < 0 || this.#gaps[i].size < this.#gaps[best].size)) best = i;
    }
    if (best < 0) best = this.#grow(size);
    const gap = this.#gaps[best];
    const address = gap.start;
    if (gap.size === size) this.#gaps.splice(best, 1);
    else {
      gap.start += size;
      gap.size -= size;
    }
    this.#sizes.set(address, size);
    this.used += size;
    this.peak = Math.max(this.peak, this.used);
    return address as Address;
  }

  /** @param address What {@link Arena.allocate} returned. */
  free(address: Address): void {
    const size = this.#sizes.get(address)!;
    this.#sizes.delete(address);
    this.used -= size;
    this.#addGap(address, size);
  }

  #addGap(start: number, size: number): number {
    let [low, high] = [0, this.#gaps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#gaps[middle].start < start) low = middle + 1;
      else high = middle;
    }
    const before = this.#gaps[low - 1], after = this.#gaps[low];
    const joinsAfter = after !== undefined && start + size === after.start;
    if (before !== undefined && before.start + before.size === start) {
      before.size += size;
      if (joinsAfter) {
        before.size += after.size;
        this.#gaps.splice(low, 1);
      }
      return low - 1;
    }
    if (joinsAfter) {
      after.start = start;
      after.size += size;
    } else {
      this.#gaps.splice(low, 0, { start, size });
    }
    return low;
  }

  #grow(size: number): number {
    // a gap at the end needs only the rest; a quarter more keeps growth rare
    const last = this.#gaps.at(-1);
    const atEnd = last !== undefined && last.start + last.size === this.#end ? last.size : 0;
    const needed = roundUp(size - atEnd, PAGE) / PAGE;
    const wished = Math.max(needed, Math.min(this.#end / PAGE >> 2, MAXIMUM_PAGES / 32));
    let pages = Math.min(wished, MAXIMUM_PAGES - this.#end / PAGE);
    try {
      if (pages < needed) throw new RangeError();
      this.memory.grow(pages);
    } catch {
      pages = needed;
      this.#growExactly(pages, size);
    }
    const start = this.#end;
    this.#end += pages * PAGE;
    return this.#addGap(start, pages * PAGE);
  }

  #growExactly(pages: number, size: number): void {
    try {
      this.memory.grow(pages);
    } catch {
      throw new OutOfMemory(
        `the engine simd has 4096 MB, ${megabytes(this.used)} are in use, ` +
          `${megabytes(size)} more were asked for`,
      );
    }
  }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
