import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { fetchRest, lengthOf, Refusal, versionPath } from "./fetch_rest.ts";

/** Options of {@linkcode download}. */
export interface DownloadOptions {
  /** The file's length; not checked when left out. */
  expectedBytes?: number;
  /** The file's MD5 in hexadecimal; not checked when left out. */
  md5?: string;
  /** The file's SHA-256 in hexadecimal, or its first digits; not checked when left out. */
  sha256?: string;
  /** Called with the bytes downloaded so far, and their total where it is known. */
  onProgress?: (done: number, total: number | undefined) => void;
  /** Stops the download; what has arrived is kept. */
  signal?: AbortSignal;
  /** Milliseconds before the first retry, doubled for each further one. @default {1000} */
  retryDelay?: number;
  /** Milliseconds without a byte after which to give up on a connection. @default {30000} */
  patience?: number;
}

/** Tries in a row that may bring nothing. */
const TRIES = 5;

/**
 * Downloads a file. It grows as `path.part`; when the connection drops, or the program is started again, it
 * resumes where it stopped, if the server can and its file is still the same version. Once its length and
 * checksums are verified, it is renamed to `path`. Needs `--allow-net` for the host.
 *
 * @param url Where the file is.
 * @param path Where to put it; the folder must exist.
 * @param options Length and checksums, progress, signal, and patience.
 * @throws {Error} If the server refuses, if length or checksum are not as expected (the file is
 *   deleted), or if the connection keeps dropping (what arrived is kept).
 */
export async function download(
  url: string,
  path: string,
  options: DownloadOptions = {},
): Promise<void> {
  const { md5, sha256, signal, retryDelay = 1000 } = options;
  const part = `${path}.part`;
  let most = await lengthOf(part), tries = 0;
  for (;;) {
    try {
      await fetchRest(url, part, options);
      break;
    } catch (error) {
      signal?.throwIfAborted();
      const now = await lengthOf(part);
      // versions that alternate bring bytes again and again, and never more
      tries = now > most ? 1 : tries + 1;
      most = Math.max(most, now);
      // another try would change neither
      if (error instanceof Refusal || error instanceof Deno.errors.NotCapable) {
        throw failure(url, error);
      }
      if (tries === TRIES) throw failure(url, error, `; tried ${TRIES} times, ${kept(part, now)}`);
      await pause(retryDelay * 2 ** (tries - 1), undefined, { signal });
    }
  }
  await Deno.remove(versionPath(part)).catch(() => {});
  if (md5) await check(url, part, "MD5", md5);
  if (sha256) await check(url, part, "SHA-256", sha256);
  await Deno.rename(part, path);
}

function failure(url: string, cause: unknown, more = ""): Error {
  // fetch says that it failed, and why in its cause
  const reason = cause instanceof TypeError && cause.cause instanceof Error ? cause.cause : cause;
  const message = reason instanceof Error ? reason.message : String(reason);
  return new Error(`Cannot download ${url}: ${message}${more}`, { cause });
}

function kept(part: string, length: number): string {
  return length > 0
    ? `${length} bytes are kept in ${part}, start again to resume`
    : "nothing arrived";
}

/** Deletes a file with another checksum, so that the next start downloads it afresh. */
async function check(
  url: string,
  part: string,
  kind: "MD5" | "SHA-256",
  expected: string,
): Promise<void> {
  const hash = createHash(kind === "MD5" ? "md5" : "sha256");
  using file = await Deno.open(part);
  for await (const bytes of file.readable) hash.update(bytes);
  const found = hash.digest("hex");
  const isBeginning = kind === "SHA-256" && expected.length < found.length;
  if (isBeginning ? found.startsWith(expected) : found === expected) return;
  await Deno.remove(part);
  throw new Error(
    `Cannot use what ${url} sent: its ${kind} must ${isBeginning ? "begin with" : "be"} ` +
      `${expected}, got ${found}; it was deleted, start again to download it afresh`,
  );
}
