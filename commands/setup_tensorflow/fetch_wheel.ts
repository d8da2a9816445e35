/** @module Fetches a wheel from PyPI: by pip if it is installed, otherwise from the index. */
import { join } from "node:path";
import { download } from "../../io/mod.ts";
import { indexUrl } from "./index_url.ts";
import { fileOf, type Wheel } from "./wheels.ts";

/** Options of {@link fetchWheel}. */
export interface FetchOptions {
  /** Whether to use pip, which knows the user's mirrors and certificates. */
  pip: boolean;
  /** Called with the bytes so far; pip shows its own progress. */
  onProgress?: (done: number) => void;
  /** Stops the download. */
  signal?: AbortSignal;
}

/** The Python that pip belongs to. */
const PYTHON = "python3";

/** @returns Whether `python3 -m pip` works. */
export async function hasPip(): Promise<boolean> {
  try {
    const args = ["-m", "pip", "--version"];
    return (await new Deno.Command(PYTHON, { args, stdout: "null", stderr: "null" }).output())
      .success;
  } catch {
    // there is no Python, or it may not be run
    return false;
  }
}

/**
 * Fetches a wheel. Its SHA-256 is checked against the index, by pip or here.
 *
 * @param wheel Which.
 * @param folder Where to put it.
 * @param options pip or not, progress, signal.
 * @returns Its path.
 * @throws {Error} If it can't be downloaded, or its SHA-256 isn't the index's.
 */
export async function fetchWheel(
  wheel: Wheel,
  folder: string,
  options: FetchOptions,
): Promise<string> {
  const path = join(folder, fileOf(wheel));
  if (options.pip) await downloadByPip(wheel, folder, options);
  else await downloadFromIndex(wheel, path, options);
  return path;
}

async function downloadByPip(wheel: Wheel, folder: string, { signal }: FetchOptions) {
  const { name, version, tags } = wheel;
  const [python] = tags.split("-");
  const platforms = tags.split("-")[2].split(".").flatMap((tag) => ["--platform", tag]);
  const args = ["-m", "pip", "download", "--no-deps", "--only-binary=:all:", ...platforms];
  // the wheel of this Python, whichever version pip itself runs on
  if (python.startsWith("cp")) args.push("--python-version", python.slice(2));
  args.push("--dest", folder, `${name}==${version}`);
  const { success, code } = await new Deno.Command(PYTHON, {
    args,
    signal,
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  signal?.throwIfAborted();
  if (!success) {
    throw new Error(`Cannot download ${name} ${version}: pip ended with code ${code}, see above`);
  }
}

async function downloadFromIndex(wheel: Wheel, path: string, options: FetchOptions) {
  const { onProgress = () => {}, signal } = options;
  const file = await findFile(wheel, signal);
  await download(file.url, path, {
    sha256: file.sha256,
    onProgress: (done) => onProgress(done),
    signal,
  });
}

/** Asks the index, by its JSON form: https://peps.python.org/pep-0691/. */
async function findFile(
  wheel: Wheel,
  signal?: AbortSignal,
): Promise<{ url: string; sha256: string }> {
  const url = `${await indexUrl()}/${wheel.name}/`;
  const refuse = (reason: string): never => {
    throw new Error(`Cannot find ${fileOf(wheel)} in the index ${url}: ${reason}`);
  };
  const headers = { accept: "application/vnd.pypi.simple.v1+json" };
  const response = await fetch(url, { headers, signal })
    .catch((error) => refuse((error as Error).message));
  const text = await response.text();
  if (!response.ok) refuse(`it answered ${response.status} ${response.statusText}`.trim());
  if (!text.startsWith("{")) refuse("it must offer the JSON form of PEP 691, and doesn't");
  const { files } = JSON.parse(text) as { files: IndexFile[] };
  const file = files.find(({ filename }) => filename === fileOf(wheel));
  const sha256 = file?.hashes.sha256;
  if (file === undefined || sha256 === undefined) {
    return refuse("it must be listed with its SHA-256, and isn't");
  }
  return { url: new URL(file.url, url).href, sha256 };
}

/** A file as the index lists it. */
interface IndexFile {
  filename: string;
  url: string;
  hashes: { sha256?: string };
}
