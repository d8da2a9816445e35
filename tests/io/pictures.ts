import { Buffer } from "node:buffer";
import fixture from "../fixtures/io/pictures.json" with { type: "json" };

/** Small files by Pillow, and what Pillow reads from them. */
export const PICTURES = fixture;

/** Bytes from a fixture's base64. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(base64, "base64"));
}
