import { type Mask, readMask as readMaskBytes } from "../../io/mod.ts";

/** Reads a mask's file; see io's `readMask` for what is one. */
export async function readMaskFile(path: string, maxMegapixels: number): Promise<Mask> {
  return await readMaskBytes(await Deno.readFile(path), { maxMegapixels });
}
