import { createHash } from "node:crypto";

/** The part of @std/cli's `parseArgs` that is used here. */
export type StdParseArgs = (
  args: string[],
  options: {
    string: string[];
    boolean: string[];
    negatable: string[];
    default: Record<string, undefined>;
    unknown: (arg: string, key?: string) => boolean;
  },
) => { _: unknown[]; [flag: string]: unknown };

/**
 * Imports `parseArgs` of @std/cli if it is in Deno's cache, where `deno install` puts it. It looks into
 * the cache instead of trying the import: Deno prints a line per attempted download, and on a network
 * that drops packets a pending import blocks all later ones.
 *
 * @returns The function, or undefined if it isn't cached.
 */
export async function importStdParseArgs(): Promise<StdParseArgs | undefined> {
  if (!isStdCached()) return undefined;
  const std: { parseArgs: StdParseArgs } = await import(STD_MODULE);
  return std.parseArgs;
}

/** In a variable, so that Deno resolves it only when it is imported. */
const STD_MODULE = "@std/cli/parse-args";

/**
 * Whether Deno's cache contains all files that importing std reads, so that the import is silent and
 * needs no network; false without permission to look.
 */
function isStdCached(): boolean {
  try {
    const { protocol, host } = new URL(Deno.env.get("JSR_URL") ?? "https://jsr.io");
    const folder = `${cacheFolder()}/remote/${protocol.slice(0, -1)}/${host.replace(":", "_PORT")}`;
    return STD_FILES.every((path) => {
      const key = createHash("sha256").update(path).digest("hex");
      return Deno.statSync(`${folder}/${key}`).isFile;
    });
  } catch {
    return false;
  }
}

/** What Deno reads to import `STD_MODULE`, at the version that deno.json names. */
const STD_FILES = ["meta.json", "1.0.32_meta.json", "1.0.32/parse_args.ts"].map((file) =>
  `/@std/cli/${file}`
);

/** Deno's download cache, as `deno info` prints it. */
function cacheFolder(): string {
  const named = Deno.env.get("DENO_DIR");
  if (named) return named;
  const home = Deno.env.get("HOME");
  if (Deno.build.os === "windows") return `${Deno.env.get("LOCALAPPDATA")}/deno`;
  if (Deno.build.os === "darwin") return `${home}/Library/Caches/deno`;
  return `${Deno.env.get("XDG_CACHE_HOME") ?? `${home}/.cache`}/deno`;
}
