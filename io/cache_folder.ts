import { join } from "node:path";

/**
 * The folder for files that can be made or downloaded again: `$TRIPTYCH_CACHE`, or `triptych` in
 * the system's folder for caches (`$XDG_CACHE_HOME` or `~/.cache`, on macOS `~/Library/Caches`, on
 * Windows `%LOCALAPPDATA%`). It may not exist yet. Needs `--allow-env`.
 *
 * @returns The folder's path.
 * @throws {Error} If none of these variables is set.
 */
export function cacheFolder(): string {
  const own = Deno.env.get("TRIPTYCH_CACHE");
  if (own) return own;
  const base = Deno.env.get("XDG_CACHE_HOME") || Deno.env.get("LOCALAPPDATA") || homeCache();
  if (base) return join(base, "triptych");
  throw new Error(
    "Cannot find the cache folder: set TRIPTYCH_CACHE, " +
      "neither XDG_CACHE_HOME, LOCALAPPDATA nor HOME is set",
  );
}

/** The cache folder in the user's home, if there is one. */
function homeCache(): string | undefined {
  const home = Deno.env.get("HOME");
  return home && join(home, Deno.build.os === "darwin" ? "Library/Caches" : ".cache");
}
