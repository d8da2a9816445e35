/** Serving a site while its runs change: built again when a run folder is written to. */
import { buildSite, type SiteOptions, type SiteReport } from "./site.ts";

/** What a server needs besides what a site is built from. */
export interface ServeOptions extends SiteOptions {
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

/** So long a folder must be quiet before the site is built again. */
const QUIET = 500;

/**
 * Builds a site, serves it on this machine alone, and builds it again when a run folder changes.
 * While a run is training, pages ask the browser to load them again every few seconds.
 *
 * @param options Run folders, the site's folder and sub-path, and the port.
 * @returns The running server.
 * @throws {Error} When the first build fails; later failures go to `onBuild`.
 */
export async function serveSite(options: ServeOptions): Promise<SiteServer> {
  const { runs, out, base = "/", port, onBuild = () => {} } = options;
  let report = await buildSite(options);
  onBuild(report);
  const server = Deno.serve(
    { port, hostname: "127.0.0.1", onListen: () => {} },
    (request) => respond(request, { out, base, live: report.training }),
  );
  const watcher = Deno.watchFs(runs);
  const watching = watch(watcher, async () => {
    try {
      report = await buildSite(options);
      onBuild(report);
    } catch (error) {
      // a file may be half written: the next change builds again
      onBuild(error as Error);
    }
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}${base}`,
    stop: async () => {
      watcher.close();
      await watching;
      await server.shutdown();
    },
  };
}

/** Calls back once a folder that changed has been quiet for a while; never twice at a time. */
async function watch(watcher: Deno.FsWatcher, changed: () => Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let building = Promise.resolve();
  for await (const { kind } of watcher) {
    if (kind === "access") continue;
    clearTimeout(timer);
    timer = setTimeout(() => building = building.then(changed), QUIET);
  }
  clearTimeout(timer);
  await building;
}

async function respond(
  request: Request,
  { out, base, live }: { out: string; base: string; live: boolean },
): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith(base)) return Response.redirect(new URL(base, request.url), 302);
  const path = decodeURIComponent(pathname.slice(base.length)).replace(/(^|\/)$/, "$1index.html");
  const inside = !path.split(/[/\\]/).includes("..");
  const body = inside ? await Deno.readFile(`${out}/${path}`).catch(() => undefined) : undefined;
  if (!body) return new Response("There is no such page.\n", { status: 404 });
  const headers = new Headers({ "content-type": typeOf(path), "cache-control": "no-cache" });
  if (live && path.endsWith(".html")) headers.set("refresh", "5");
  return new Response(body, { headers });
}

const TYPES: Record<string, string> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  jpg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
};

function typeOf(path: string): string {
  return TYPES[path.replace(/^.*\./, "")] ?? "text/plain; charset=utf-8";
}
