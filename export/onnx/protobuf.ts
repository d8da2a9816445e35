/**
 * Messages of Protocol Buffers, as far as ONNX needs them
 * (https://protobuf.dev/programming-guides/encoding/).
 *
 * @module
 */

/** Encoded fields: pieces of bytes in their order, so that weights are never copied. */
export interface Encoded {
  pieces: readonly Uint8Array[];
  /** Bytes of all pieces. */
  length: number;
}

/** Encodes a whole number; a negative one as its two's complement of 64 bits. */
export function varint(field: number, value: number): Encoded {
  return encoded(Uint8Array.from([...base128(field << 3), ...base128(value)]));
}

/** Encodes a float of 32 bits. */
export function float(field: number, value: number): Encoded {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return message([encoded(Uint8Array.from(base128(field << 3 | 5))), encoded(bytes)]);
}

/** Encodes text as UTF-8, bytes, or a message. */
export function block(field: number, content: string | Uint8Array | Encoded): Encoded {
  if (typeof content === "string") content = new TextEncoder().encode(content);
  const inner = content instanceof Uint8Array ? encoded(content) : content;
  const head = Uint8Array.from([...base128(field << 3 | 2), ...base128(inner.length)]);
  return message([encoded(head), inner]);
}

/** Encodes whole numbers in one field. */
export function packed(field: number, values: readonly number[]): Encoded {
  return block(field, Uint8Array.from(values.flatMap(base128)));
}

/** Puts fields together. */
export function message(fields: readonly Encoded[]): Encoded {
  return {
    pieces: fields.flatMap(({ pieces }) => pieces),
    length: fields.reduce((sum, { length }) => sum + length, 0),
  };
}

function encoded(bytes: Uint8Array): Encoded {
  return { pieces: [bytes], length: bytes.length };
}

/** Seven bits per byte, the lowest first; all but the last byte have the highest bit set. */
function base128(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}
