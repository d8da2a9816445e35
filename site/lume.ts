/** The builder that is used wherever it can be reached: Lume, by `_config.ts`. */
import type { SiteRun } from "./views/site_run.ts";

// a constant, so that no type check follows it to a host that may be out of reach
const CONFIG = "./_config.ts";

/**
 * Renders all pages with Lume.
 *
 * @param runs The runs.
 * @param out The site's folder.
 * @returns Whether Lume could be reached; without it nothing was written.
 */
export async function buildWithLume(runs: SiteRun[], out: string): Promise<boolean> {
  const config = await import(CONFIG).catch((error) => {
    if (isUnreachable(error)) return undefined;
    throw error;
  });
  if (config === undefined) return false;
  await config.default(runs, out).build();
  return true;
}

/** Whether a module could not be loaded because of the network, or because network was not allowed. */
function isUnreachable(error: unknown): boolean {
  const { code, message = "" } = error as { code?: string; message?: string };
  return code === "ERR_MODULE_NOT_FOUND" || error instanceof Deno.errors.NotCapable ||
    /Import '|Module not found|Requires import access|error sending request/.test(message);
}
