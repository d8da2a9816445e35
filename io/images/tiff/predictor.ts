import type { TiffPage } from "./structure.ts";

/** How the rows of a piece lie. */
interface Layout extends Pick<TiffPage, "predictor" | "bits" | "little"> {
  rows: number;
  /** Bytes per row. */
  stride: number;
  /** Samples per pixel of the piece. */
  inPiece: number;
}

/**
 * Undoes the differences between neighbours that make a piece compress better (TIFF 6.0, section 14, and
 * Adobe's technical note 3 for floats, whose bytes come out highest first).
 *
 * @param bytes The piece, decompressed; left as it is.
 * @param layout How its rows lie.
 * @throws {Error} If the predictor is not supported.
 */
export function undoPredictor(bytes: Uint8Array, layout: Layout): Uint8Array {
  const { predictor, bits, rows, stride, inPiece, little } = layout;
  if (predictor === 1) return bytes;
  if (predictor === 3) return undoFloats(bytes, layout);
  if (predictor !== 2 || bits < 8 || bits > 32) {
    throw new Error(`its predictor ${predictor} of ${bits} bits is not supported`);
  }
  const result = new Uint8Array(bytes), view = new DataView(result.buffer), step = bits / 8;
  for (let row = 0; row < rows; row++) {
    for (let at = row * stride + inPiece * step; at < (row + 1) * stride; at += step) {
      const before = at - inPiece * step;
      if (bits === 8) result[at] += result[before];
      else if (bits === 16) {
        view.setUint16(at, view.getUint16(at, little) + view.getUint16(before, little), little);
      } else {view.setUint32(
          at,
          view.getUint32(at, little) + view.getUint32(before, little),
          little,
        );}
    }
  }
  return result;
}

/** All highest bytes of a row come first, then all second ones; differences run through them. */
function undoFloats(bytes: Uint8Array, { bits, rows, stride, inPiece }: Layout): Uint8Array {
  const sums = new Uint8Array(bytes), result = new Uint8Array(bytes.length), size = bits / 8;
  const count = stride / size;
  for (let row = 0; row < rows; row++) {
    const start = row * stride;
    for (let i = inPiece; i < stride; i++) sums[start + i] += sums[start + i - inPiece];
    for (let i = 0; i < count; i++) {
      for (let b = 0; b < size; b++) result[start + i * size + b] = sums[start + b * count + i];
    }
  }
  return result;
}
