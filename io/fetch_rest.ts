import type { DownloadOptions } from "./download.ts";
import { writeAll } from "./write.ts";

/** An answer that a retry would not change. */
export class Refusal extends Error {}

/** The file that records which version of the server's file a part belongs to. */
export function versionPath(part: string): string {
  return `${part}.version`;
}

/**
 * Asks a server for the missing rest of a file, and appends it. The rest must be of the same version as the
 * part, by ETag or date; of a part without a version where a checksum will tell.
 *
 * @param url Where the whole file is.
 * @param part The file to append to; it need not exist yet.
 * @param options The expected length, progress, signal and patience of the download.
 * @throws {Refusal} If the server refuses, or has a file of another length.
 * @throws {Error} If the connection drops or stalls; a retry may continue.
 */
export async function fetchRest(
  url: string,
  part: string,
  { expectedBytes, md5, sha256, onProgress = () => {}, signal, patience = 30_000 }: DownloadOptions,
): Promise<void> {
  const had = await lengthOf(part);
  if (had > 0 && had === expectedBytes) return;
  const watch = watchdog(patience, signal);
  let response: Response | undefined;
  try {
    // identity: some servers label an archive as a compressed answer, and fetch would unpack it
    response = await fetch(url, {
      headers: { "accept-encoding": "identity", ...(had > 0 && { range: `bytes=${had}-` }) },
      signal: watch.signal,
    });
    const { start, total } = await readHead(response, had, {
      part,
      isVerified: (md5 ?? sha256) !== undefined,
    });
    const end = expectedBytes ?? total ?? Infinity;
    if (total !== undefined && total !== end) {
      throw new Refusal(`it must have ${end} bytes, the server announces ${total}`);
    }
    await append(response, part, start, end, (done) => {
      watch.reset();
      onProgress(done, end === Infinity ? undefined : end);
    });
  } finally {
    watch.stop();
    // a body that nobody reads would keep the connection open
    if (!response?.bodyUsed) await response?.body?.cancel().catch(() => {});
  }
}

/** The length of a file in bytes, 0 if there is none. */
export async function lengthOf(path: string): Promise<number> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/** What tells versions of the server's file apart; nothing where it doesn't say it. */
function versionOf(headers: Headers): string {
  return headers.get("etag") ?? headers.get("last-modified") ?? "";
}

/** Where the answer begins in the file, and the length of the whole file, if stated. */
async function readHead(
  { status, statusText, headers }: Response,
  had: number,
  { part, isVerified }: { part: string; isVerified: boolean },
): Promise<{ start: number; total?: number }> {
  if (status === 200) {
    const length = headers.get("content-length");
    return { start: 0, total: length === null ? undefined : Number(length) };
  }
  let what = `the server can't resume at byte ${had}`;
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(?:(\d+)|\*)$/.exec(headers.get("content-range") ?? "");
    const begun = await Deno.readTextFile(versionPath(part)).catch(() => undefined);
    const isSame = begun === undefined && isVerified || versionOf(headers) === (begun ?? "");
    if (Number(range?.[1]) === had && isSame) {
      return { start: had, total: range![2] ? Number(range![2]) : undefined };
    }
    if (!isSame) what = "the server's file has changed";
  }
  // what is here doesn't match what the server has: the next try starts afresh
  if (status === 206 || status === 416) {
    await Deno.remove(part).catch(() => {});
    throw new Error(what);
  }
  const answer = `the server answered ${status} ${statusText}`.trim();
  throw status >= 500 || status === 429 || status === 408 ? new Error(answer) : new Refusal(answer);
}

/** Writes the answer's body to the file, from byte `start`, up to byte `end`. */
async function append(
  { body, headers }: Response,
  part: string,
  start: number,
  end: number,
  onProgress: (done: number) => void,
): Promise<void> {
  let done = start;
  using file = await Deno.open(part, { write: true, create: true });
  await file.truncate(start);
  if (start === 0) await Deno.writeTextFile(versionPath(part), versionOf(headers));
  await file.seek(start, Deno.SeekMode.Start);
  for await (const bytes of body ?? []) {
    done += bytes.length;
    if (done > end) {
      await file.truncate(0);
      throw new Refusal(`it must have ${end} bytes, the server sends more`);
    }
    await writeAll(file, bytes);
    onProgress(done);
  }
  if (done < end && end < Infinity) {
    throw new Error(`the connection dropped at ${done} of ${end} bytes`);
  }
}

/** A signal that fires if `reset` isn't called for that long, or when `outer` fires. */
function watchdog(
  patience: number,
  outer?: AbortSignal,
): { signal: AbortSignal; reset: () => void; stop: () => void } {
  const controller = new AbortController();
  const bark = (): void => controller.abort(new Error(`nothing came for ${patience} ms`));
  let timer = setTimeout(bark, patience);
  const stop = (): void => clearTimeout(timer);
  const reset = (): void => {
    stop();
    timer = setTimeout(bark, patience);
  };
  const signal = outer ? AbortSignal.any([outer, controller.signal]) : controller.signal;
  return { signal, reset, stop };
}
