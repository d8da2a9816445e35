/** TIFFs for tests: one strip, nothing compressed. */

/** An image to write. */
interface Picture {
  width: number;
  height: number;
  /** Samples per pixel; of three the picture is RGB, of others grey with further samples. */
  channels: number;
  data: Uint8Array | Uint16Array | Int16Array | Float32Array;
}

/** Encodes a TIFF. */
export function encodeTiff({ width, height, channels, data }: Picture): Uint8Array {
  const bits = 8 * data.BYTES_PER_ELEMENT;
  const format = data instanceof Float32Array ? 3 : data instanceof Int16Array ? 2 : 1;
  const extra = channels - (channels === 3 ? 3 : 1);
  const tags: [tag: number, ...values: number[]][] = [
    [256, width],
    [257, height],
    [258, ...Array(channels).fill(bits)],
    [259, 1],
    [262, channels === 3 ? 2 : 1],
    [273, 0],
    [277, channels],
    [278, height],
    [279, data.byteLength],
    ...extra > 0 ? [[338, ...Array(extra).fill(0)] as [number, ...number[]]] : [],
    [339, ...Array(channels).fill(format)],
  ];
  const lists = 8 + 2 + 12 * tags.length + 4;
  const start = lists + 8 * channels * tags.length;
  const bytes = new Uint8Array(start + data.byteLength), view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4949);
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, tags.length, true);
  for (const [i, [tag, ...values]] of tags.entries()) {
    const at = 10 + 12 * i, list = lists + 8 * channels * i;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, 4, true);
    view.setUint32(at + 4, values.length, true);
    const own = tag === 273 ? [start] : values;
    if (own.length === 1) view.setUint32(at + 8, own[0], true);
    else view.setUint32(at + 8, list, true);
    if (own.length > 1) own.forEach((value, k) => view.setUint32(list + 4 * k, value, true));
  }
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}
