/**
 * Writes a file so that its path never holds a part of it: the content is written aside, in the
 * same folder, reaches the disk, and is renamed. A program that is killed at any moment, a full
 * disk and a power cut leave the old file or the new one. The folder must exist.
 *
 * @param path Where the file is to be; one that is there is replaced.
 * @param content The whole content: bytes, pieces of bytes in their order, or a string, written as
 *   UTF-8.
 * @throws What the file system throws; what was written aside is removed first.
 */
export async function writeFileAtomic(
  path: string,
  content: Uint8Array | readonly Uint8Array[] | string,
): Promise<void> {
  const aside = `${path}.${crypto.randomUUID()}.part`;
  try {
    await writeAndSync(aside, piecesOf(content));
    await Deno.rename(aside, path);
  } catch (error) {
    // the first error is the one to tell, also where the file aside was never made
    await Deno.remove(aside).catch(() => {});
    throw error;
  }
}

function piecesOf(content: Uint8Array | readonly Uint8Array[] | string): readonly Uint8Array[] {
  if (typeof content === "string") return [new TextEncoder().encode(content)];
  return content instanceof Uint8Array ? [content] : content;
}

/** Writes all bytes to a new file and waits until the disk has them. */
async function writeAndSync(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  for (const bytes of pieces) await writeAll(file, bytes);
  await file.sync();
}

/**
 * Writes all bytes; a single `write` may write fewer.
 *
 * @param file The open file.
 * @param bytes What to write at its place.
 */
export async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
}
