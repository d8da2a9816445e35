import { join } from "node:path";
import { decodeLabelPng, decodePhotograph, resizeLabels, resizePhotograph } from "../io/mod.ts";
import type { PetFiles } from "./pets_folder.ts";
import type { Skipped } from "./types.ts";

/** A decoded photograph and trimap of `size` times `size` pixels. */
export interface DecodedPet {
  /** RGB, shape [size, size, 3]. */
  image: Uint8Array;
  /** Labels 1, 2, 3, shape [size, size]. */
  labels: Uint8Array;
}

/**
 * Decodes a photograph and its trimap and resizes both to a square, or says what is wrong with the
 * files.
 *
 * @param folder The data folder.
 * @param files The two files.
 * @param size Pixels a side.
 */
export async function decodePet(
  folder: string,
  { photograph, trimap }: PetFiles,
  size: number,
): Promise<DecodedPet | Skipped> {
  const image = await attempt(async () =>
    await decodePhotograph(await Deno.readFile(join(folder, photograph)))
  );
  if (typeof image === "string") return { file: photograph, reason: image };
  const truth = await attempt(async () =>
    decodeLabelPng(await Deno.readFile(join(folder, trimap)))
  );
  if (typeof truth === "string") return { file: trimap, reason: truth };
  if (truth.width !== image.width || truth.height !== image.height) {
    const sizes = `${truth.width}x${truth.height}, the photograph ${image.width}x${image.height}`;
    return { file: trimap, reason: `trimap and photograph must have one size: it has ${sizes}` };
  }
  const bad = truth.labels.findIndex((label) => label < 1 || label > 3);
  if (bad >= 0) {
    const place = `row ${Math.floor(bad / truth.width)}, column ${bad % truth.width}`;
    const reason = `a trimap holds 1, 2 and 3 only, this one ${truth.labels[bad]} at ${place}`;
    return { file: trimap, reason };
  }
  return {
    image: resizePhotograph(image, size, size).data,
    labels: resizeLabels(truth, size, size).labels,
  };
}

/** The result, or the message of what was thrown. */
async function attempt<T>(job: () => Promise<T>): Promise<T | string> {
  try {
    return await job();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
