import { decodePhotograph, type Photograph, readPhotographHeader } from "../../../io/mod.ts";
import ODD from "../../fixtures/io/odd_pictures.json" with { type: "json" };
import { bytesOf, PICTURES } from "../../io/pictures.ts";
import { repairPng } from "../repair_png.ts";
import type { Reader } from "../reader.ts";

/** Bytes a pixel that decoding may take: coefficients, pixels, and pixels again, upright. */
const BYTES_A_PIXEL = 16;

/** Photographs of all kinds. */
export const reader: Reader = {
  seeds() {
    const all = [...PICTURES.photographs, ...ODD.oriented, ...ODD.photographs];
    return Promise.resolve(all.map(({ file }) => bytesOf(file)));
  },
  read: (bytes) => decodePhotograph(bytes),
  check(result) {
    const { data, width, height } = result as Photograph;
    return data.length === width * height * 3 ? undefined : `${data.length} for ${width}x${height}`;
  },
  repair: (bytes) => bytes[0] === 0x89 ? repairPng(bytes) : bytes,
  allowance(bytes) {
    try {
      const { width, height } = readPhotographHeader(bytes);
      return width * height <= 100e6 ? width * height * BYTES_A_PIXEL : 0;
    } catch {
      return 0;
    }
  },
};
