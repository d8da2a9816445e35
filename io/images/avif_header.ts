/** What an AVIF's boxes say before its pixels. */
export interface AvifHeader {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** Bits per sample: 8, 10 or 12. */
  bits: number;
  /** Whether it has an alpha channel. */
  alpha: boolean;
}

/** Boxes that hold others, and how many bytes stand before those. */
const CONTAINERS: Record<string, number> = { meta: 4, iprp: 0, ipco: 0 };

/**
 * Reads the properties of an AVIF's items (ISO/IEC 23008-12): of a picture put together from tiles the
 * whole is the largest.
 *
 * @param bytes The file's content.
 * @throws {Error} If they are cut short or not there.
 */
export function readAvifHeader(bytes: Uint8Array): AvifHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = { width: 0, height: 0, bits: 8, alpha: false };
  const walk = (from: number, end: number): void => {
    for (let at = from; at + 8 <= end;) {
      const size = view.getUint32(at) || end - at;
      const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
      if (size < 8 || at + size > end) {
        if (name === "mdat") throw new Error("it is cut short");
        throw new Error("it ends within its header");
      }
      if (name in CONTAINERS) walk(at + 8 + CONTAINERS[name], at + size);
      if (name === "ispe" && size >= 20) {
        header.width = Math.max(header.width, view.getUint32(at + 12));
        header.height = Math.max(header.height, view.getUint32(at + 16));
      }
      // the AV1 configuration: high_bitdepth and twelve_bit
      if (name === "av1C" && size >= 12) {
        const flags = bytes[at + 10];
        header.bits = Math.max(header.bits, flags & 0x40 ? flags & 0x20 ? 12 : 10 : 8);
      }
      if (name === "auxC") {
        const urn = new TextDecoder("latin1").decode(bytes.subarray(at + 12, at + size));
        header.alpha ||= /alpha|auxid:1/.test(urn);
      }
      at += size;
    }
  };
  walk(0, bytes.length);
  if (header.width === 0) throw new Error("it ends within its header");
  return header;
}
