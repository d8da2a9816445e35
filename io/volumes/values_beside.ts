import { basename, dirname } from "node:path";
import { openInside } from "../open_inside.ts";
import { bytesOf, type Stored } from "./stored.ts";

/** A volume whose header was read; its values are in the same file or in one beside it. */
export interface Headed extends Omit<Stored, "bytes"> {
  /** The values, if they are in the same file. */
  bytes?: Uint8Array;
  /** The name of the file that has them, otherwise. */
  file?: string;
  /** Where they begin in that file; -1 where they are its end. */
  start: number;
}

/**
 * Reads the values of a volume that are in another file, which must lie beside its header.
 *
 * @param headed The volume.
 * @param path The header's file.
 * @returns The volume with its values.
 * @throws {TypeError} If the other file isn't there, isn't beside it, or is a link to elsewhere.
 */
export async function withValues(headed: Headed, path: string): Promise<Stored> {
  const { bytes, file: named = "", start, format, packing } = headed;
  if (bytes !== undefined) return { ...headed, bytes };
  const name = named.replace(/^\.\//, ""), rule = "its values must lie beside it";
  if (name !== basename(name) || name === "" || name === "..") {
    throw new TypeError(`Cannot decode labels of the ${format}: ${rule}, got ${named}`);
  }
  using file = await openInside(dirname(path), name).catch((cause) => {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new TypeError(
      `Cannot decode labels of the ${format}: ${rule} in ${name}, got no such file`,
      { cause },
    );
  });
  const { size } = await file.stat();
  const needed = headed.lengths.reduce((product, length) => product * length, 1) *
    bytesOf(headed.element);
  const from = start < 0 ? Math.max(0, size - needed) : start;
  // packed values are hardly longer than the values themselves
  const most = packing === "raw" ? needed : 2 * needed + 2 ** 16;
  return { ...headed, bytes: await readFrom(file, from, Math.min(most, Math.max(0, size - from))) };
}

async function readFrom(file: Deno.FsFile, start: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  await file.seek(start, Deno.SeekMode.Start);
  let at = 0;
  for (let read; at < length && (read = await file.read(bytes.subarray(at))) !== null;) at += read;
  return bytes.subarray(0, at);
}
