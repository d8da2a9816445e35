/** @module Fetches tfjs-node's JavaScript from the npm registry. */
import { join } from "node:path";
import { TENSORFLOW } from "@triptych/engine";
import { download, untar } from "../../io/mod.ts";

/** The SHA-256 of the archive, which npm knows by sha512-p//NN6DGiN4hInUmIkRffaFVMcdTREUMjPyjW04J7OX… */
const SHA256 = "afd5599ee1662e732c00a0ad1f52a3d001bdc118a1f44bd592a0a0ebf2daa4c7";

/**
 * Fetches the package, without its dependencies: see package.ts.
 *
 * @param folder Where to put `package/`.
 * @param signal Stops it.
 * @throws {Error} If it can't be downloaded, or its SHA-256 is another.
 */
export async function fetchPackage(folder: string, signal?: AbortSignal): Promise<void> {
  const own = Deno.env.get("NPM_CONFIG_REGISTRY") || "https://registry.npmjs.org";
  const { name, version } = TENSORFLOW.package;
  const file = `${name.split("/")[1]}-${version}.tgz`;
  const archive = join(folder, file);
  const url = `${own.replace(/\/+$/, "")}/${name}/-/${file}`;
  await download(url, archive, { sha256: SHA256, signal });
  // entries are named package/…; only those that run are needed
  const skip = (name: string) => !/^package\/(dist\/.*\.js|package\.json)$/.test(name);
  await untar((await Deno.open(archive)).readable, folder, { skip });
  await Deno.remove(archive);
}
