import { gunzipSync, inflateSync } from "node:zlib";

/** What a header takes, and what some writers leave at the end. */
const SLACK = 2 ** 16;

/**
 * Inflates what a header says the size of, and no more: a small file can't ask for all memory.
 *
 * @param bytes The packed bytes.
 * @param packing How they are packed.
 * @param needed How many bytes they should unpack to.
 * @returns What they unpack to, perhaps too little.
 * @throws {Error} If they are damaged, cut short, or unpack to more.
 */
export function inflateUpTo(
  bytes: Uint8Array,
  packing: "gzip" | "zlib",
  needed: number,
): Uint8Array {
  const inflate = packing === "gzip" ? gunzipSync : inflateSync;
  try {
    return inflate(bytes, { maxOutputLength: needed + SLACK });
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw new Error(
      code === "ERR_BUFFER_TOO_LARGE"
        ? `it inflates to more than the ${needed} bytes that its header says`
        : `it can't be inflated, ${message}`,
      { cause: error },
    );
  }
}
