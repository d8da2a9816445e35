/** @module The index of Python packages that the user has configured for pip. */
import { join } from "node:path";

const PYPI = "https://pypi.org/simple";

/**
 * Looks where pip looks: `PIP_INDEX_URL`, then `index-url` in the user's and the system's `pip.conf`
 * (https://pip.pypa.io/en/stable/topics/configuration/).
 *
 * @returns The index's address, without a trailing slash.
 */
export async function indexUrl(): Promise<string> {
  const url = Deno.env.get("PIP_INDEX_URL") || await configuredUrl() || PYPI;
  return url.replace(/\/+$/, "");
}

async function configuredUrl(): Promise<string | undefined> {
  const home = Deno.env.get("HOME") ?? "";
  const config = Deno.env.get("XDG_CONFIG_HOME") || join(home, ".config");
  const own = Deno.env.get("PIP_CONFIG_FILE");
  const files = [
    join(config, "pip/pip.conf"),
    join(home, ".pip/pip.conf"),
    "/etc/pip.conf",
  ];
  for (const file of own ? [own] : files) {
    const text = await Deno.readTextFile(file).catch(() => "");
    const found = /^\s*index[-_]url\s*[=:]\s*(\S+)/m.exec(text);
    if (found !== null) return found[1];
  }
}
