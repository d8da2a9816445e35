/** @module Where TensorFlow's C library and tfjs-node's package lie, and whether they are complete. */
import { checkPermissions } from "./permissions.ts";
import { TensorflowUnavailable } from "./unavailable.ts";

/** What an installation for the engine `tensorflow` must contain, in the versions that were tried. */
export const TENSORFLOW = {
  /** The version of TensorFlow's C library. */
  version: "2.21.0",
  /** The npm package whose JavaScript runs TensorFlow's operations; no import names it, see package.ts. */
  package: { name: "@tensorflow/tfjs-node-gpu", version: "4.22.0" },
} as const;

/** `installed.json`, which whoever installs TensorFlow writes last. */
export interface TensorflowManifest {
  /** The version of TensorFlow. */
  tensorflow: string;
  /** Whether it can compute on a GPU. */
  gpu: boolean;
  /** Every file, relative to the folder, with its length in bytes. */
  files: Record<string, number>;
}

/** What can be loaded: a library for our binding, or an addon that is one. */
export interface TensorflowInstallation {
  /** The npm package's folder. */
  package: string;
  /** The C library. */
  library?: string;
  /** The package's own addon, in place of a library. */
  addon?: string;
  /** What was noted with the library. */
  manifest?: TensorflowManifest;
}

/** The package's addon, which its own install script builds or downloads. */
const ADDON = "lib/napi-v8/tfjs_binding.node";

/**
 * Finds an installation, or what tfjs-node's own install script built in the program's `node_modules`.
 * Nothing is loaded.
 *
 * @param folder Gives the installation's folder, and is only called where the permissions suffice:
 * `package/` from npm, `tensorflow/libtensorflow_cc.so.2` with the libraries it needs, and
 * `installed.json`, which lists all files.
 * @returns What can be loaded.
 * @throws {TensorflowUnavailable} If there is neither, files are missing or cut short, a permission is
 * missing, or this isn't Deno.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { findTensorflow } from "@triptych/engine";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/installed.json`, '{ "files": { "package/package.json": 7 } }');
 * await assert.rejects(findTensorflow(() => folder), /package.json must have 7 bytes, got 0/);
 * ```
 */
export async function findTensorflow(folder?: () => string): Promise<TensorflowInstallation> {
  checkPermissions();
  const root = folder?.();
  const manifest = root === undefined ? undefined : await readManifest(root);
  if (manifest === undefined) return await findAddon(root);
  for (const [file, bytes] of Object.entries(manifest.files)) {
    const found = await sizeOf(`${root}/${file}`) ?? 0;
    if (found !== bytes) {
      const reason = `${root}/${file} must have ${bytes} bytes, got ${found}`;
      throw new TensorflowUnavailable(reason, "reinstall");
    }
  }
  return {
    package: `${root}/package`,
    library: `${root}/tensorflow/libtensorflow_cc.so.2`,
    manifest,
  };
}

/** Undefined where an installation was never completed. */
async function readManifest(folder: string): Promise<TensorflowManifest | undefined> {
  const path = `${folder}/installed.json`;
  if (await sizeOf(path) === undefined) return undefined;
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch {
    throw new TensorflowUnavailable(`${path} is damaged`, "reinstall");
  }
}

async function findAddon(folder?: string): Promise<TensorflowInstallation> {
  for (const name of [TENSORFLOW.package.name, "@tensorflow/tfjs-node"]) {
    const path = `${Deno.cwd()}/node_modules/${name}`;
    if (await sizeOf(`${path}/${ADDON}`) !== undefined) {
      return { package: path, addon: `${path}/${ADDON}` };
    }
  }
  if (folder !== undefined && await sizeOf(folder) !== undefined) {
    throw new TensorflowUnavailable(`${folder} contains no complete installation`, "reinstall");
  }
  throw new TensorflowUnavailable("it isn't installed", "install");
}

/** In bytes; undefined where there is no such file. */
async function sizeOf(path: string): Promise<number | undefined> {
  return await Deno.stat(path).then((stat) => stat.size, () => undefined);
}
