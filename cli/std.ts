import { createHash } from "node:crypto";

/** `parseArgs` of @std/cli, as far as it is used here. */
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
 * Imports `parseArgs` of @std/cli where Deno has it in its cache; `deno install` puts it there. The
 * cache decides, not an attempt: Deno prints a line about every download it tries, and on a network
 * that swallows packets one import that waits holds up all later ones.
 *
 * @returns The function, or undefined where it is not at hand.
 */
export async function importStdParseArgs(): Promise<StdParseArgs | undefined> {
  if (!isStdCached()) return undefined;
  const std: { parseArgs: StdParseArgs } = await import(STD_MODULE);
  return std.parseArgs;
}

/** In a variable, so that Deno looks for it only when it is imported. */
const STD_MODULE = "@std/cli/parse-args";

/**
 * Whether Deno's cache holds the files that importing std reads, so that it is silent and needs no
 * network. Without the permission to look, no.
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

/** Where Deno keeps what it downloaded, as `deno info` tells. */
function cacheFolder(): string {
  const named = Deno.env.get("DENO_DIR");
  if (named) return named;
  const home = Deno.env.get("HOME");
  if (Deno.build.os === "windows") return `${Deno.env.get("LOCALAPPDATA")}/deno`;
  if (Deno.build.os === "darwin") return `${home}/Library/Caches/deno`;
  return `${Deno.env.get("XDG_CACHE_HOME") ?? `${home}/.cache`}/deno`;
}
