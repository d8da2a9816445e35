import { dirname, join } from "node:path";
import { createTarDecoder, type TarHeader } from "modern-tar";

/** How {@linkcode untar} unpacks. */
export interface UntarOptions {
  /** Which entries to leave out, by their name in the archive. @default {none} */
  skip?: (name: string) => boolean;
  /** Called with the name of each file that was unpacked. */
  onEntry?: (name: string) => void;
}

/**
 * Unpacks a gzipped tar archive as a stream, one entry at a time. Only files and folders are
 * unpacked: an archive with links, devices or names that lead outside the folder is refused.
 *
 * @param archive The bytes of the `.tar.gz`.
 * @param folder Where to unpack; made if missing. Use a fresh one: what was unpacked before an
 *   error stays.
 * @param options What to skip, and progress.
 * @throws {Error} If the archive is damaged, cut short, or contains such an entry.
 */
export async function untar(
  archive: ReadableStream<Uint8Array<ArrayBuffer>>,
  folder: string,
  { skip = () => false, onEntry = () => {} }: UntarOptions = {},
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const entries = archive
    .pipeThrough(new DecompressionStream("gzip"))
    .pipeThrough(createTarDecoder({ strict: true }));
  try {
    for await (const { header, body } of entries) {
      checkEntry(header);
      const wanted = !skip(header.name);
      if (wanted) await unpackEntry(join(folder, header.name), header, body);
      else await body.cancel();
      if (wanted && header.type !== "directory") onEntry(header.name);
    }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot unpack archive: ${message}`, { cause });
  }
}

async function unpackEntry(
  path: string,
  { type }: TarHeader,
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  if (type === "directory") {
    await body.cancel();
    await Deno.mkdir(path, { recursive: true });
  } else {
    // the entry of a file's folder may come later, or never
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeFile(path, body);
  }
}

/** Refuses whatever could write outside the folder, on any system. */
function checkEntry({ name, type = "file" }: TarHeader): void {
  if (type !== "file" && type !== "directory") {
    throw new Error(`entries must be files and folders, ${name} is a ${type}`);
  }
  const leadsOut = /^[/\\]|^[a-z]:|\0/i.test(name) || name.split(/[/\\]/).includes("..");
  if (leadsOut) {
    throw new Error(`names must stay inside the folder, got ${JSON.stringify(name)}`);
  }
}
