/** Chromium for tests: where it is, a server for a folder, and what a page did wrong. */
import assert from "node:assert/strict";
import { ignoreUnless } from "../ignored.ts";

// not in the import map: every `deno task` would install it
const PLAYWRIGHT = "npm:playwright-core@1.65.1";
const AXE = "npm:axe-core@4.14.1/axe.min.js";

/** The browser to test with: `CHROMIUM`, or where Debian has it. */
export const CHROMIUM = findChromium();

/** Why tests in a browser are ignored. */
export const NO_BROWSER = "no browser: set CHROMIUM to its path, or install /usr/bin/chromium";

/** For a test's `ignore`: whether there is no browser. */
export function withoutBrowser(): boolean {
  return ignoreUnless(CHROMIUM !== undefined, NO_BROWSER);
}

// deno-lint-ignore no-explicit-any -- playwright-core is imported dynamically, without its types
export type Any = any;

/** Flags of a browser whose camera is a moving picture of its own, which pages may use without asking. */
export const WITH_CAMERA = [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

/** Starts Chromium without anything that would talk to the network. */
export async function launch(flags: string[] = []): Promise<Any> {
  const { chromium } = await import(PLAYWRIGHT);
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...flags,
    ],
  });
}

/** What axe-core looks for. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules of axe-core that a page breaks, each with the first element that breaks it. */
export async function axeViolations(page: Any, runOnly = RULES): Promise<string[]> {
  const { default: axe } = await import(AXE);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    `axe.run(document, ${JSON.stringify({ resultTypes: ["violations"], runOnly })})`,
  );
  return violations.map((v: Any) =>
    `${v.id}: ${v.nodes[0].html.slice(0, 160)} (${v.nodes.length})`
  );
}

/**
 * Everything a page does wrong by itself: errors, requests to other hosts, pictures that do not load,
 * a width beyond the window's.
 */
export async function faultsOf(page: Any, url: string): Promise<string[]> {
  const faults: string[] = [];
  const own = url.startsWith("file:") ? "file://" : new URL(url).origin + "/repo/";
  page.removeAllListeners();
  page.on("console", (message: Any) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error: Error) => faults.push(`error: ${error.message}`));
  page.on("dialog", (dialog: Any) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request: Any) => {
    if (!request.url().startsWith(own)) faults.push(`foreign request: ${request.url()}`);
  });
  page.on("requestfailed", (request: Any) => {
    // what the page before had still asked for is given up when this one is opened
    const { errorText } = request.failure();
    if (errorText !== "net::ERR_ABORTED") faults.push(`failed, ${errorText}: ${request.url()}`);
  });
  await page.goto(url, { waitUntil: "load" });
  // lazy pictures load when they come near
  await page.evaluate(`(async () => {
    const seen = [...document.images].filter((image) => image.checkVisibility());
    for (const image of seen) image.loading = "eager";
    await Promise.race([
      Promise.all(seen.map((image) => image.decode().catch(() => {}))),
      new Promise((done) => setTimeout(done, 5000)),
    ]);
  })()`);
  faults.push(
    ...await page.evaluate(`[...document.images]
      .filter((image) => image.checkVisibility() && !image.naturalWidth)
      .map((image) => "no picture: " + image.getAttribute("src"))`),
  );
  faults.push(
    ...await page.evaluate(`[...document.querySelectorAll(".drawing-save")]
      .filter((button) => button.checkVisibility() && button.offsetParent !== button.parentElement)
      .map((button) => "beside its drawing: " + button.ariaLabel)`),
    ...await page.evaluate(`[...document.querySelectorAll(".drawing-save")]
      .filter((button) => button.checkVisibility() && button.getBoundingClientRect().top + 1 <
        button.parentElement.querySelector("svg").getBoundingClientRect().bottom)
      .map((button) => "over its drawing: " + button.ariaLabel)`),
  );
  const beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  if (beyond > 0) faults.push(`wider than the window by ${beyond} px`);
  return faults.map((fault) => `${url.replace(/^.*?(?=\/runs|\/index|\/compare)/, "")} ${fault}`);
}

/** Serves a folder under `/repo/`, as GitHub Pages would. */
export function serve(folder: string): { url: string; stop: () => Promise<void> } {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const path = decodeURIComponent(new URL(request.url).pathname);
      if (!path.startsWith("/repo/")) return new Response("outside the site", { status: 404 });
      try {
        const body = await Deno.readFile(folder + path.slice("/repo".length));
        return new Response(body, { headers: { "content-type": typeOf(path) } });
      } catch {
        return new Response("not there", { status: 404 });
      }
    },
  );
  return { url: `http://127.0.0.1:${server.addr.port}/repo`, stop: () => server.shutdown() };
}

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css",
  js: "text/javascript",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  json: "application/json",
};

function typeOf(path: string): string {
  return TYPES[path.replace(/^.*\./, "")] ?? "text/plain";
}

function findChromium(): string | undefined {
  const path = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";
  try {
    return Deno.statSync(path).isFile ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Asserts that a page in the dark fits its window at three widths, shows an element there, and breaks no rule of
 * axe-core.
 *
 * @param url The page.
 * @param selector What must be seen: the first that it selects.
 */
export async function assertLooksRight(url: string, selector: string): Promise<void> {
  const browser = await launch();
  try {
    const page = await browser.newPage({ colorScheme: "dark" });
    for (const width of [390, 1280, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(url);
      assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
      assert.ok(await page.locator(selector).first().isVisible(), `${width}`);
    }
    assert.deepEqual(await axeViolations(page), []);
  } finally {
    await browser.close();
  }
}
