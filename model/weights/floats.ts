/** The types of weights that are read, by their names in safetensors. */
export type FloatType = "F64" | "F32" | "F16" | "BF16";

/** Bytes per value. */
export const BYTES: Record<FloatType, number> = { F64: 8, F32: 4, F16: 2, BF16: 2 };

/**
 * Reads little-endian numbers at any address as float32: halves and bfloat16s exactly, doubles rounded.
 */
export function floats(bytes: Uint8Array, type: FloatType): Float32Array {
  const values = new Float32Array(bytes.length / BYTES[type]);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const bits = new DataView(new ArrayBuffer(4));
  for (let i = 0; i < values.length; i++) {
    if (type === "F32") values[i] = view.getFloat32(4 * i, true);
    else if (type === "F64") values[i] = view.getFloat64(8 * i, true);
    else if (type === "F16") values[i] = half(view.getUint16(2 * i, true));
    else {
      // the upper half of a float32
      bits.setUint32(0, view.getUint16(2 * i, true) << 16);
      values[i] = bits.getFloat32(0);
    }
  }
  return values;
}

/** IEEE 754 binary16: one bit of sign, five of exponent, ten of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
