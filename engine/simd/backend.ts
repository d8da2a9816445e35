/** @module The engine as a TensorFlow.js backend: tensors live in one WebAssembly memory. */
import * as tf from "@tensorflow/tfjs-core";
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { Address, Arena } from "./arena.ts";
import { Kept, type Making } from "./kept.ts";
import type { Pool } from "./pool.ts";

/** A tensor's values, as tfjs-backend-cpu's kernels take them, and where they lie. */
interface Entry {
  values: tf.BackendValues;
  dtype: tf.DataType;
  refCount: number;
  /** Undefined for what stays outside the arena: booleans, strings, complex numbers. */
  address?: Address;
}

/** The backend `simd`. Whatever kernel it lacks is tfjs-backend-cpu's, on views of its memory. */
export class SimdBackend extends MathBackendCPU {
  /** Runs kernels. */
  readonly pool: Pool;
  #arena: Arena;
  #kept: Kept;
  #ids = 0;

  /**
   * @param arena Where tensors live.
   * @param pool What computes.
   */
  constructor(arena: Arena, pool: Pool) {
    super();
    this.#arena = arena;
    this.#kept = new Kept(arena);
    this.pool = pool;
  }

  /** @returns What tf.memory() shows: bytes in use, and the most that ever were. */
  override memory(): {
    unreliable: boolean;
    reasons: string[];
    usedBytes: number;
    peakBytes: number;
  } {
    const { used, peak } = this.#arena;
    return { unreliable: false, reasons: [], usedBytes: used, peakBytes: peak };
  }

  /** @returns A tensor whose values are whatever lies there. */
  allocate(shape: number[], dtype: "float32" | "int32" = "float32"): tf.TensorInfo {
    const dataId = { id: this.#ids++ };
    const size = tf.util.sizeFromShape(shape);
    this.#store(dataId, this.#entry(size, dtype, 1));
    return { dataId, shape, dtype };
  }

  /**
   * @returns The tensor's address.
   * @throws {TypeError} When its values are no float32 or int32, which lie outside the memory.
   */
  address(tensor: tf.TensorInfo): Address {
    const { address, dtype } = this.#get(tensor.dataId);
    if (address === undefined) {
      throw new TypeError(`Cannot compute: values must be float32 or int32, got ${dtype}`);
    }
    return address;
  }

  /** @returns The tensor's values, a view that ends with the tensor. */
  values(tensor: tf.TensorInfo): tf.BackendValues {
    return this.#get(tensor.dataId).values;
  }

  /**
   * Lends memory for the time of a call.
   *
   * @param bytes How many.
   * @param use Gets the address.
   */
  withScratch<T>(bytes: number, use: (address: Address) => T): T {
    const address = this.#arena.allocate(bytes);
    try {
      return use(address);
    } finally {
      this.#arena.free(address);
    }
  }

  /**
   * Lends what is made of weights: kept as long as the weights stay as they are, where there is room for
   * it, and made for this one time elsewhere.
   *
   * @param making Of which weights, and how.
   * @param use Gets the address.
   */
  withKept<T>(making: Making, use: (address: Address) => T): T {
    const kept = this.#kept.get(making);
    if (kept !== undefined) return use(kept);
    return this.withScratch(making.bytes, (address) => {
      making.make(address);
      return use(address);
    });
  }

  /** Tells that a tensor's values have been overwritten where they lie. */
  overwritten({ dataId }: tf.TensorInfo): void {
    this.#kept.overwritten(dataId);
  }

  /** Takes values in; they are copied. */
  override write(values: tf.BackendValues, _shape: number[], dtype: tf.DataType): object {
    const dataId = { id: this.#ids++ };
    this.move(dataId, values, _shape, dtype, 1);
    return dataId;
  }

  /** Takes over a tensor of another backend. */
  override move(
    dataId: object,
    values: tf.BackendValues,
    _shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void {
    if (values == null || dtype !== "float32" && dtype !== "int32") {
      this.#store(dataId, { values, dtype, refCount });
      return;
    }
    const entry = this.#entry(values.length, dtype, refCount);
    (entry.values as Float32Array).set(values as Float32Array);
    this.#store(dataId, entry);
  }

  /** @returns A copy of the values: what lies in the arena is soon something else's. */
  override readSync(dataId: object): tf.BackendValues {
    const { values, address } = this.#get(dataId);
    if (address !== undefined) return (values as Float32Array).slice();
    return super.readSync(dataId);
  }

  /** Frees the tensor when nothing refers to it any more. */
  override disposeData(dataId: object, force = false): boolean {
    const entry = this.data.has(dataId) ? this.#get(dataId) : undefined;
    const gone = super.disposeData(dataId, force);
    if (gone && entry?.address !== undefined) {
      this.#arena.free(entry.address);
      this.#kept.free(dataId);
    }
    return gone;
  }

  #entry(length: number, dtype: "float32" | "int32", refCount: number): Entry {
    const address = this.#arena.allocate(length * 4);
    const Values = dtype === "float32" ? Float32Array : Int32Array;
    const values = new Values(this.#arena.memory.buffer as ArrayBuffer, address, length);
    return { values, dtype, refCount, address };
  }

  #store(dataId: object, entry: Entry): void {
    this.data.set(dataId, entry as never);
  }

  #get(dataId: object): Entry {
    return this.data.get(dataId) as unknown as Entry;
  }
}
