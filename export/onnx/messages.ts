/**
 * ONNX's messages (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto); the numbers of fields are its.
 *
 * @module
 */
import { block, type Encoded, float, message, packed, varint } from "./protobuf.ts";

/** Numbers of types, as ONNX has them. */
export const TYPES = { float: 1, uint8: 2, int64: 7, double: 11 } as const;

/** A type of values. */
export type Type = keyof typeof TYPES;

/** Values that are part of the model. */
export interface Tensor {
  type: Type;
  shape: readonly number[];
  /** In the type's own bytes, the last axis fastest. */
  data: Float32Array | Uint8Array | BigInt64Array | Float64Array;
}

/** A setting of an operation: whole numbers if not said otherwise. */
export type Attribute = number | readonly number[] | string | { float: number };

/** An operation. */
export interface Operation {
  name: string;
  kind: string;
  /** Values by name; an empty name stands for one that is left out. */
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** A value that the model takes or gives. */
export interface Port {
  name: string;
  type: Type;
  /** Lengths of axes, or the names of those that are open. */
  shape: readonly (number | string)[];
  /** What it is, for people. */
  doc: string;
}

/** All that a model is made of. */
export interface Graph {
  operations: readonly Operation[];
  constants: ReadonlyMap<string, Tensor>;
  inputs: readonly Port[];
  outputs: readonly Port[];
}

/** ONNX 1.13 of 2022, whose `Resize` knows antialiasing. */
const VERSIONS = { ir: 8, operators: 18 };

/** Encodes a model. */
export function encodeModel(
  graph: Graph,
  { doc, properties }: { doc: string; properties: Readonly<Record<string, string>> },
): Encoded {
  return message([
    varint(1, VERSIONS.ir),
    block(2, "Triptych"),
    block(6, doc),
    block(7, encodeGraph(graph)),
    block(8, message([block(1, ""), varint(2, VERSIONS.operators)])),
    ...Object.entries(properties).map(([key, value]) =>
      block(14, message([block(1, key), block(2, value)]))
    ),
  ]);
}

function encodeGraph({ operations, constants, inputs, outputs }: Graph): Encoded {
  return message([
    ...operations.map((operation) => block(1, encodeOperation(operation))),
    block(2, "triptych"),
    ...[...constants].map(([name, tensor]) => block(5, encodeTensor(name, tensor))),
    ...inputs.map((port) => block(11, encodePort(port))),
    ...outputs.map((port) => block(12, encodePort(port))),
  ]);
}

function encodeOperation({ name, kind, inputs, outputs, attributes }: Operation): Encoded {
  return message([
    ...inputs.map((input) => block(1, input)),
    ...outputs.map((output) => block(2, output)),
    block(3, name),
    block(4, kind),
    ...Object.entries(attributes).map(([key, value]) => block(5, encodeAttribute(key, value))),
  ]);
}

function encodeAttribute(name: string, value: Attribute): Encoded {
  const fields = (kind: number, values: Encoded[]) =>
    message([block(1, name), ...values, varint(20, kind)]);
  if (typeof value === "number") return fields(2, [varint(3, value)]);
  if (typeof value === "string") return fields(3, [block(4, value)]);
  if ("float" in value) return fields(1, [float(2, value.float)]);
  return fields(7, value.map((one) => varint(8, one)));
}

function encodeTensor(name: string, { type, shape, data }: Tensor): Encoded {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message([packed(1, shape), varint(2, TYPES[type]), block(8, name), block(9, bytes)]);
}

function encodePort({ name, type, shape, doc }: Port): Encoded {
  const axes = shape.map((length) =>
    block(1, typeof length === "number" ? varint(1, length) : block(2, length))
  );
  const tensor = message([varint(1, TYPES[type]), block(2, message(axes))]);
  return message([block(1, name), block(2, block(1, tensor)), block(3, doc)]);
}
