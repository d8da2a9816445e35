/** @module What kernels make of weights and use again, as long as the weights stay as they are. */
import type * as tf from "@tensorflow/tfjs-core";
import type { Address, Arena } from "./arena.ts";

/** The most bytes that are kept: an eighth of the memory. */
const MOST = 512 * 2 ** 20;

/** What is made of tensors' values. */
export interface Making {
  /** The tensors; the first one owns it: it is freed with it. */
  sources: readonly tf.TensorInfo[];
  /** What tells it apart from other things made of the same tensors. */
  kind: string;
  bytes: number;
  /** Makes it at an address. */
  make: (to: Address) => void;
}

/** What was made, and of which values. */
interface Made {
  kind: string;
  bytes: number;
  address: Address;
  values: { dataId: object; version: number }[];
}

/** Memory for what is made of weights, one thing for each weight. */
export class Kept {
  #arena: Arena;
  #made = new Map<object, Made>();
  #versions = new WeakMap<object, number>();
  #used = 0;

  /** @param arena Where it lies. */
  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /**
   * @returns What was made of these tensors before, or is made now; undefined where there is no room to
   * keep it.
   */
  get({ sources, kind, bytes, make }: Making): Address | undefined {
    const owner = sources[0].dataId;
    const found = this.#made.get(owner);
    if (found?.kind === kind && found.bytes === bytes && this.#isOf(found, sources)) {
      return found.address;
    }
    this.free(owner);
    if (this.#used + bytes > MOST) return undefined;
    const address = this.#arena.allocate(bytes);
    make(address);
    const values = sources.map(({ dataId }) => ({ dataId, version: this.#versionOf(dataId) }));
    this.#made.set(owner, { kind, bytes, address, values });
    this.#used += bytes;
    return address;
  }

  /** Tells that a tensor's values have been overwritten where they lie. */
  overwritten(dataId: object): void {
    this.#versions.set(dataId, this.#versionOf(dataId) + 1);
    this.free(dataId);
  }

  /** Frees what was made of a tensor that is gone. */
  free(owner: object): void {
    const made = this.#made.get(owner);
    if (made === undefined) return;
    this.#arena.free(made.address);
    this.#used -= made.bytes;
    this.#made.delete(owner);
  }

  #isOf({ values }: Made, sources: readonly tf.TensorInfo[]): boolean {
    return values.length === sources.length &&
      values.every(({ dataId, version }, i) =>
        dataId === sources[i].dataId && version === this.#versionOf(dataId)
      );
  }

  #versionOf(dataId: object): number {
    return this.#versions.get(dataId) ?? 0;
  }
}
