/** @module The binding that tfjs-node's JavaScript calls, on TensorFlow's C library through Deno's FFI. */
import { type Library, text } from "./library.ts";
import { OutOfMemory } from "../out_of_memory.ts";

/** An attribute of an operation, as tfjs-node's kernels give it. */
export interface Attribute {
  name: string;
  /** One of the binding's TF_ATTR constants. */
  type: number;
  value: unknown;
}

/** A tensor that an operation made. */
export interface TensorMetadata {
  id: number;
  shape: number[];
  /** One of TensorFlow's data types. */
  dtype: number;
}

/** A device that TensorFlow computes on. */
export interface Device {
  /** As TensorFlow names it: `/job:localhost/replica:0/task:0/device:GPU:0`. */
  name: string;
  /** CPU or GPU. */
  type: string;
  /** The memory that TensorFlow may use there. */
  bytes: number;
}

/** The code of TF_RESOURCE_EXHAUSTED. */
const EXHAUSTED = 8;

/**
 * What tfjs-node's own addon gives, without the addon: tensors by number, operations by name. What no
 * network needs is left out: texts, saved models, TensorBoard.
 */
export class Binding {
  // names and numbers of TensorFlow's c_api.h
  readonly TF_FLOAT = 1;
  readonly TF_INT32 = 3;
  readonly TF_UINT8 = 4;
  readonly TF_STRING = 7;
  readonly TF_COMPLEX64 = 8;
  readonly TF_INT64 = 9;
  readonly TF_BOOL = 10;
  readonly TF_RESOURCE = 20;
  readonly TF_ATTR_STRING = 0;
  readonly TF_ATTR_INT = 1;
  readonly TF_ATTR_FLOAT = 2;
  readonly TF_ATTR_BOOL = 3;
  readonly TF_ATTR_TYPE = 4;
  readonly TF_ATTR_SHAPE = 5;
  /** The library's version. */
  readonly TF_Version: string;
  /** What TensorFlow found to compute on. */
  readonly devices: readonly Device[];

  #library: Library;
  #status: Deno.PointerValue;
  #context: Deno.PointerValue;
  #handles = new Map<number, Deno.PointerValue>();
  #ids = 0;

  /**
   * Starts TensorFlow.
   *
   * @param library Its functions.
   * @throws {Error} When it doesn't start.
   */
  constructor(library: Library) {
    this.#library = library;
    this.TF_Version = text(library.TF_Version());
    this.#status = library.TF_NewStatus();
    const options = library.TFE_NewContextOptions();
    this.#context = library.TFE_NewContext(options, this.#status);
    library.TFE_DeleteContextOptions(options);
    this.#check("start TensorFlow");
    this.devices = this.#listDevices();
  }

  /** @returns Whether TensorFlow computes on a GPU. */
  isUsingGpuDevice(): boolean {
    return this.devices.some(({ type }) => type === "GPU");
  }

  /** @returns How many tensors there are. */
  getNumOfTensors(): number {
    return this.#handles.size;
  }

  /** Takes values in, on the GPU where there is one. */
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number {
    const library = this.#library;
    const dims = BigInt64Array.from(shape, BigInt);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const size = BigInt(bytes.byteLength);
    const tensor = library.TF_AllocateTensor(dtype, dims, dims.length, size);
    if (tensor === null) throw new OutOfMemory(`a tensor of [${shape}]`);
    if (bytes.byteLength > 0) {
      const data = library.TF_TensorData(tensor)!;
      new Uint8Array(Deno.UnsafePointerView.getArrayBuffer(data, bytes.byteLength)).set(bytes);
    }
    let handle = library.TFE_NewTensorHandle(tensor, this.#status);
    library.TF_DeleteTensor(tensor);
    this.#check("make a tensor");
    const gpu = this.devices.find(({ type }) => type === "GPU");
    // integers stay: they are shapes and axes, which kernels of GPUs want in the host's memory
    if (gpu !== undefined && dtype !== this.TF_INT32) {
      const { TFE_TensorHandleCopyToDevice, TFE_DeleteTensorHandle } = library;
      const host = handle;
      handle = TFE_TensorHandleCopyToDevice(host, this.#context, cString(gpu.name), this.#status);
      TFE_DeleteTensorHandle(host);
      this.#check("copy a tensor to the GPU");
    }
    return this.#keep(handle);
  }

  /** Frees a tensor. */
  deleteTensor(id: number): void {
    this.#library.TFE_DeleteTensorHandle(this.#handle(id));
    this.#handles.delete(id);
  }

  /** @returns A copy of a tensor's values. */
  tensorDataSync(id: number): ArrayBufferView {
    const library = this.#library;
    const handle = this.#handle(id);
    const tensor = library.TFE_TensorHandleResolve(handle, this.#status);
    this.#check("read a tensor");
    const length = Number(library.TF_TensorByteSize(tensor));
    const buffer = new ArrayBuffer(length);
    if (length > 0) {
      const data = Deno.UnsafePointerView.getArrayBuffer(library.TF_TensorData(tensor)!, length);
      new Uint8Array(buffer).set(new Uint8Array(data));
    }
    library.TF_DeleteTensor(tensor);
    return viewOf(buffer, library.TFE_TensorHandleDataType(handle), this);
  }

  /**
   * Runs an operation.
   *
   * @param name As TensorFlow calls it: Conv2D.
   * @param attributes All that have no default.
   * @param inputIds Its inputs.
   * @param outputs How many it has.
   * @returns Its outputs.
   * @throws {OutOfMemory} When the memory doesn't suffice.
   * @throws {Error} With TensorFlow's message, when the operation refuses.
   */
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputIds: readonly number[],
    outputs: number,
  ): TensorMetadata[] {
    const library = this.#library;
    const status = this.#status;
    const operation = library.TFE_NewOp(this.#context, cString(name), status);
    this.#check(`compute ${name}`);
    try {
      for (const id of inputIds) library.TFE_OpAddInput(operation, this.#handle(id), status);
      this.#check(`compute ${name}`);
      for (const attribute of attributes) this.#setAttribute(operation, attribute);
      const results = new BigUint64Array(outputs);
      library.TFE_Execute(operation, results, Int32Array.of(outputs), status);
      this.#check(`compute ${name}`);
      return Array.from(results, (address) => this.#metadata(Deno.UnsafePointer.create(address)));
    } finally {
      library.TFE_DeleteOp(operation);
    }
  }

  #setAttribute(operation: Deno.PointerValue, { name, type, value }: Attribute): void {
    const library = this.#library;
    const key = cString(name);
    switch (type) {
      case this.TF_ATTR_STRING: {
        const bytes = cString(value as string);
        return library.TFE_OpSetAttrString(operation, key, bytes, BigInt(bytes.length - 1));
      }
      case this.TF_ATTR_INT: {
        if (!Array.isArray(value)) return library.TFE_OpSetAttrInt(operation, key, toBigInt(value));
        const values = BigInt64Array.from(value, toBigInt);
        return library.TFE_OpSetAttrIntList(operation, key, values, values.length);
      }
      case this.TF_ATTR_FLOAT: {
        if (!Array.isArray(value)) return library.TFE_OpSetAttrFloat(operation, key, Number(value));
        const values = Float32Array.from(value);
        return library.TFE_OpSetAttrFloatList(operation, key, values, values.length);
      }
      case this.TF_ATTR_BOOL: {
        if (!Array.isArray(value)) return library.TFE_OpSetAttrBool(operation, key, Number(value));
        const values = Uint8Array.from(value, Number);
        return library.TFE_OpSetAttrBoolList(operation, key, values, values.length);
      }
      case this.TF_ATTR_TYPE:
        return library.TFE_OpSetAttrType(operation, key, value as number);
      case this.TF_ATTR_SHAPE: {
        const dims = BigInt64Array.from(value as number[], BigInt);
        return library.TFE_OpSetAttrShape(operation, key, dims, dims.length, this.#status);
      }
      default:
        throw new TypeError(`Cannot compute: attribute ${name} is of an unknown type, ${type}`);
    }
  }

  #metadata(handle: Deno.PointerValue): TensorMetadata {
    const library = this.#library;
    const rank = library.TFE_TensorHandleNumDims(handle, this.#status);
    const shape: number[] = [];
    for (let axis = 0; axis < rank; axis++) {
      shape.push(Number(library.TFE_TensorHandleDim(handle, axis, this.#status)));
    }
    return { id: this.#keep(handle), shape, dtype: library.TFE_TensorHandleDataType(handle) };
  }

  #listDevices(): Device[] {
    const library = this.#library;
    const list = library.TFE_ContextListDevices(this.#context, this.#status);
    this.#check("list the devices");
    const devices = Array.from({ length: library.TF_DeviceListCount(list) }, (_, i) => ({
      name: text(library.TF_DeviceListName(list, i, this.#status)),
      type: text(library.TF_DeviceListType(list, i, this.#status)),
      bytes: Number(library.TF_DeviceListMemoryBytes(list, i, this.#status)),
    }));
    library.TF_DeleteDeviceList(list);
    return devices;
  }

  #keep(handle: Deno.PointerValue): number {
    this.#handles.set(this.#ids, handle);
    return this.#ids++;
  }

  #handle(id: number): Deno.PointerValue {
    const handle = this.#handles.get(id);
    if (handle === undefined) throw new Error(`Cannot compute: there is no tensor ${id}`);
    return handle;
  }

  #check(what: string): void {
    const code = this.#library.TF_GetCode(this.#status);
    if (code === 0) return;
    const message = text(this.#library.TF_Message(this.#status));
    if (code === EXHAUSTED) throw new OutOfMemory(message);
    throw new Error(`Cannot ${what}: ${message}`);
  }
}

const cStrings = new Map<string, Uint8Array<ArrayBuffer>>();

/** A text as C takes it; the few that there are are kept. */
function cString(value: string): Uint8Array<ArrayBuffer> {
  let bytes = cStrings.get(value);
  if (bytes === undefined) cStrings.set(value, bytes = new TextEncoder().encode(`${value}\0`));
  return bytes;
}

/** Multinomial's seed arrives as a fraction. */
function toBigInt(value: unknown): bigint {
  return BigInt(Math.trunc(Number(value)));
}

function viewOf(buffer: ArrayBuffer, dtype: number, types: Binding): ArrayBufferView {
  if (dtype === types.TF_INT32) return new Int32Array(buffer);
  if (dtype === types.TF_INT64) return Int32Array.from(new BigInt64Array(buffer), Number);
  if (dtype === types.TF_BOOL || dtype === types.TF_UINT8) return new Uint8Array(buffer);
  return new Float32Array(buffer);
}
