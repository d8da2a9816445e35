/** An image's samples as its file has them. */
export interface Raster {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** Samples per pixel. */
  channels: number;
  /**
   * The samples, shape [height, width, channels]. Whole numbers of up to 8 bits are a `Uint8Array`, of
   * up to 16 bits a `Uint16Array`; floats, longer and signed numbers are a `Float32Array`.
   */
  data: Uint8Array | Uint16Array | Float32Array;
  /**
   * What the channels are, alpha aside: one of grey, three of RGB, one of indices into `palette`, or
   * others, of which the file doesn't say what they mean.
   */
  color: "grey" | "rgb" | "indexed" | "other";
  /** Whether the last channel is alpha; it is not multiplied into the others. */
  alpha: boolean;
  /**
   * What stands for full intensity: 1 for samples of 1 bit, 255, 65535. Left out for indices, floats
   * and signed numbers, and where the file doesn't say it.
   */
  white?: number;
  /** The colours of indices 0, 1, 2, …, three bytes each. */
  palette?: Uint8Array;
}
