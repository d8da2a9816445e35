/** @module TensorFlow's C library as an engine, where its package is installed already. */

/** Outside the import map, where it would cost every task its 325 MB. */
export const SPECIFIER = "npm:@tensorflow/tfjs-node-gpu@4.22.0";

/**
 * Looks for the package where `npm install` and Deno's own cache put it, and downloads nothing.
 *
 * @returns Whether a dynamic import of {@link SPECIFIER} would find it.
 */
export async function isInstalled(): Promise<boolean> {
  const [, name, version] = SPECIFIER.match(/^npm:(.+)@(.+)$/)!;
  const folders = [new URL(`../../../node_modules/${name}/`, import.meta.url).pathname];
  const cache = denoCache();
  if (cache !== null) folders.push(`${cache}/npm/registry.npmjs.org/${name}/${version}/`);
  for (const folder of folders) {
    // the binding is what its install script builds; without it the package is of no use
    if (await exists(`${folder}lib/napi-v8/tfjs_binding.node`)) return true;
  }
  return false;
}

/** Deno's cache folder by its documented rules (DENO_DIR, then the system's own place). */
function denoCache(): string | null {
  try {
    const own = Deno.env.get("DENO_DIR");
    if (own !== undefined) return own;
    const home = Deno.env.get("HOME") ?? "";
    if (Deno.build.os === "windows") return `${Deno.env.get("LOCALAPPDATA") ?? ""}/deno`;
    if (Deno.build.os === "darwin") return `${home}/Library/Caches/deno`;
    return `${Deno.env.get("XDG_CACHE_HOME") ?? `${home}/.cache`}/deno`;
  } catch {
    // no permission to read the environment: then there is nothing to find
    return null;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}
