/** @module Puts TensorFlow's libraries and tfjs-node's package into a folder, all or nothing. */
import { join } from "node:path";
import { TENSORFLOW, type TensorflowManifest } from "@triptych/engine";
import { unzip, writeFileAtomic } from "../../io/mod.ts";
import { KEPT, type Wheel } from "./wheels.ts";

/** Options of {@link install}. */
export interface InstallOptions {
  /** What to fetch. */
  wheels: readonly Wheel[];
  /** Whether they can compute on a GPU. */
  gpu: boolean;
  /** Fetches a wheel into a folder, and returns its path. */
  fetchWheel: (wheel: Wheel, folder: string) => Promise<string>;
  /** Fetches the npm package into a folder. */
  fetchPackage: (folder: string) => Promise<void>;
  /** Called with a line per step. */
  log: (line: string) => void;
  /** Tries what was unpacked; the installation fails when it throws. */
  tryOut: (folder: string) => Promise<void>;
  /** Stops the installation. */
  signal?: AbortSignal;
}

/**
 * Installs TensorFlow. It is assembled in a folder beside the final one, tried out there and renamed; a
 * failure leaves nothing behind.
 *
 * @param folder Where to install it; an older installation there is replaced at the end.
 * @param options What, and how.
 * @throws {Error} If something can't be downloaded, unpacked or run.
 */
export async function install(folder: string, options: InstallOptions): Promise<void> {
  const { wheels, gpu, log, signal } = options;
  const aside = `${folder}.part`;
  // left by an earlier start that was killed
  await removeFolder(aside);
  await Deno.mkdir(aside, { recursive: true });
  try {
    for (const wheel of wheels) {
      log(`download  ${wheel.name} ${wheel.version}`);
      const path = await options.fetchWheel(wheel, aside);
      log(`unpack    ${wheel.name}`);
      await unzip(path, aside, { take: (name) => KEPT.test(name) });
      await Deno.remove(path);
      signal?.throwIfAborted();
    }
    const { name, version } = TENSORFLOW.package;
    log(`download  ${name} ${version}`);
    await options.fetchPackage(aside);
    const manifest: TensorflowManifest = {
      tensorflow: TENSORFLOW.version,
      gpu,
      files: await filesOf(aside),
    };
    await writeFileAtomic(join(aside, "installed.json"), JSON.stringify(manifest, null, 2));
    await options.tryOut(aside);
    await removeFolder(folder);
    await Deno.rename(aside, folder);
  } catch (error) {
    await removeFolder(aside);
    throw error;
  }
}

async function filesOf(folder: string, below = ""): Promise<Record<string, number>> {
  const files: Record<string, number> = {};
  for await (const { name, isDirectory } of Deno.readDir(join(folder, below))) {
    const path = join(below, name);
    if (isDirectory) Object.assign(files, await filesOf(folder, path));
    else files[path] = (await Deno.stat(join(folder, path))).size;
  }
  return files;
}

async function removeFolder(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
