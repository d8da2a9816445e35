/** Serving a site while its runs change: built again when a run folder is written to. */
import { policy, predictingPolicy, words } from "./_data.ts";
import { readInside } from "../io/mod.ts";
import { look, watchRuns } from "./changes.ts";
import { buildSite, type SiteOptions, type SiteReport } from "./site.ts";

/** What a server needs besides what a site is built from. */
export interface ServeOptions extends Omit<SiteOptions, "runs"> {
  /** Run folders, or what finds them, each time again: a run that is started later is seen. */
  runs: string[] | (() => Promise<string[]>);
  /** The port; 0 takes a free one. */
  port: number;
  /** Told of each build, and of each that failed. */
  onBuild?: (result: SiteReport | Error) => void;
}

/** A server that runs. */
export interface SiteServer {
  /** The address of the first page. */
  url: string;
  /** Ends it. */
  stop: () => Promise<void>;
}

/**
 * Builds a site, serves it on this machine alone, and builds it again when a run folder changes.
 * While a run is training, its pages ask the browser to load them again every few seconds. It starts
 * without any run, too, and without those that can't be read.
 *
 * @param options Run folders, the site's folder and sub-path, and the port.
 * @returns The running server.
 * @throws {Error} When the port is taken, or the first build can't be written; later failures go to
 *   `onBuild`.
 */
export async function serveSite(options: ServeOptions): Promise<SiteServer> {
  const { runs, out, base = "/", port, onBuild = () => {} } = options;
  const find = typeof runs === "function" ? runs : () => Promise.resolve(runs);
  const first = Promise.withResolvers<void>();
  let reloaded: string[] = [];
  const server = listen(port, async (request) => {
    await first.promise;
    return await respond(request, { out, base, reloaded });
  });
  const build = async (folders: string[]) => {
    const report = await buildSite({ ...options, runs: folders, mayBeEmpty: true });
    const training = report.runs.filter((run) => run.training).map((run) => run.base.slice(1));
    // the first page is loaded again only while it has nothing to show
    reloaded = report.runs.length ? training : ["index.html"];
    onBuild(report);
  };
  const ending = new AbortController();
  try {
    const folders = await find(), seen = await look(folders);
    await build(folders);
    const watching = watchRuns(
      find,
      seen,
      async () => await build(await find()).catch(onBuild),
      ending.signal,
    );
    first.resolve();
    return {
      url: `http://127.0.0.1:${server.addr.port}${base}`,
      stop: async () => {
        ending.abort();
        await watching;
        await server.shutdown();
      },
    };
  } catch (error) {
    first.resolve();
    await server.shutdown();
    throw error;
  }
}

function listen(port: number, handler: (request: Request) => Promise<Response>) {
  try {
    return Deno.serve({
      port,
      hostname: "127.0.0.1",
      onListen: () => {},
      onError: () => answer(500, words.answers.unreadable),
    }, handler);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new Error(
      `Cannot serve at http://127.0.0.1:${port}/: another program uses the port; ` +
        "choose one with --port, 0 takes any that is free",
      { cause: error },
    );
  }
}

/** The names of this machine; any other that leads here is somebody's attempt to read the pages. */
const OURS = new Set(["localhost", "127.0.0.1", "[::1]"]);

async function respond(
  request: Request,
  { out, base, reloaded }: { out: string; base: string; reloaded: string[] },
): Promise<Response> {
  const url = new URL(request.url);
  const host = request.headers.get("host");
  if (host === null || !OURS.has(hostName(host)) || !OURS.has(url.hostname)) {
    return answer(421, words.answers.otherHost);
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    return answer(405, words.answers.onlyShows, { allow: "GET, HEAD" });
  }
  if (!url.pathname.startsWith(base)) return answer(302, "", { location: base });
  const path = pathOf(url.pathname.slice(base.length));
  const body = path === undefined ? undefined : await readInside(out, path).catch(() => undefined);
  if (path === undefined || body === undefined) return answer(404, words.answers.notFound);
  const isReloaded = path.endsWith(".html") && reloaded.some((start) => path.startsWith(start));
  return answer(200, request.method === "HEAD" ? null : body, {
    "content-type": typeOf(path),
    "content-length": String(body.length),
    ...path.endsWith(".html") && { "content-security-policy": policyOf(path) },
    ...isReloaded && { refresh: "5" },
  });
}

/** As the page says it, too. */
function policyOf(path: string): string {
  return /^\/?runs\/[^/]+\/try\//.test(path) ? predictingPolicy : policy;
}

/** `127.0.0.1:8000` without its port; nothing that is no host. */
function hostName(host: string): string {
  return /^([\w.-]+|\[[\da-f:]+\])(:\d+)?$/i.exec(host)?.[1].toLowerCase() ?? "";
}

/** The file of an address; undefined where it can't be one. What begins with a point is no page. */
function pathOf(address: string): string | undefined {
  try {
    const path = decodeURIComponent(address).replace(/(^|\/)$/, "$1index.html");
    return path.split("/").some((part) => part.startsWith(".")) ? undefined : path;
  } catch {
    return undefined;
  }
}

function answer(
  status: number,
  body: Uint8Array<ArrayBuffer> | string | null,
  headers: Record<string, string> = {},
): Response {
  return new Response(typeof body === "string" ? `${body}\n` : body, {
    status,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-cache",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

const TYPES: Record<string, string> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
};

function typeOf(path: string): string {
  return TYPES[path.replace(/^.*\./, "")] ?? "text/plain; charset=utf-8";
}
