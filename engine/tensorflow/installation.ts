/** @module Where TensorFlow's C library and tfjs-node's package lie, and whether they are whole. */
import { join } from "node:path";
import { cacheFolder, exists } from "../../io/mod.ts";

/** The version of TensorFlow that is set up and was tried. */
export const TENSORFLOW = "2.21.0";

/** The npm package whose JavaScript runs TensorFlow's operations; no import names it, see package.ts. */
export const PACKAGE = { name: "@tensorflow/tfjs-node-gpu", version: "4.22.0" };

/** The package's addon, which its own install script builds or downloads. */
const ADDON = "lib/napi-v8/tfjs_binding.node";

/** What `deno task setup:tensorflow` notes in `installed.json`. */
export interface Manifest {
  /** The version of TensorFlow. */
  tensorflow: string;
  /** Whether it can compute on a GPU. */
  gpu: boolean;
  /** Every file, relative to the folder, with its length in bytes. */
  files: Record<string, number>;
}

/** What can be loaded: a library for our binding, or an addon that is one. */
export interface Installation {
  /** The npm package's folder. */
  package: string;
  /** The C library. */
  library?: string;
  /** The package's own addon, in place of a library. */
  addon?: string;
}

/** @returns The folder that `deno task setup:tensorflow` fills. */
export function installationFolder(): string {
  return join(cacheFolder(), "tensorflow");
}

/**
 * Finds what was set up, or what the npm package's own install script built in `node_modules`.
 *
 * @param folder The folder that was set up.
 * @returns What can be loaded.
 * @throws {Error} When there is neither, or files are missing or cut short.
 */
export async function findInstallation(folder: string): Promise<Installation> {
  const manifest = await readManifest(folder);
  if (manifest === undefined) return await findAddon(folder);
  for (const [file, bytes] of Object.entries(manifest.files)) {
    const found = await Deno.stat(join(folder, file)).then((stat) => stat.size, () => 0);
    if (found !== bytes) {
      throw new Error(`${join(folder, file)} must have ${bytes} bytes, got ${found}; ${AGAIN}`);
    }
  }
  return {
    package: join(folder, "package"),
    library: join(folder, "tensorflow", "libtensorflow_cc.so.2"),
  };
}

/** What to do about an installation that is of no use. */
export const AGAIN = "run deno task setup:tensorflow again";

/** What `deno task setup:tensorflow` noted; undefined where it never ended well. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const path = join(folder, "installed.json");
  if (!await exists(path)) return undefined;
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch {
    throw new Error(`${path} is damaged; ${AGAIN}`);
  }
}

async function findAddon(folder: string): Promise<Installation> {
  const modules = new URL("../../node_modules/", import.meta.url).pathname;
  for (const name of [PACKAGE.name, "@tensorflow/tfjs-node"]) {
    const addon = join(modules, name, ADDON);
    if (await exists(addon)) return { package: join(modules, name), addon };
  }
  throw new Error(
    await exists(folder)
      ? `${folder} holds no whole installation; ${AGAIN}`
      : "it isn't installed; deno task setup:tensorflow installs it",
  );
}
