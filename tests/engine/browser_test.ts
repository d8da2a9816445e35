// The engine in a web page, as a module script: on all cores where the page is isolated, else on one thread.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { CHROMIUM, launch, NO_BROWSER } from "../site/browser.ts";
import { compute } from "./browser_page.ts";
import { ignoreUnless } from "../ignored.ts";

/** The page's program as one file, or why Deno can't make it. */
async function bundle(): Promise<{ script?: string; reason: string }> {
  const page = fileURLToPath(new URL("browser_page.ts", import.meta.url));
  const args = ["bundle", "--no-lock", "--platform", "browser", "--quiet", page];
  const { success, stdout, stderr } = await new Deno.Command("deno", { args }).output();
  const reason = new TextDecoder().decode(stderr).trim().split("\n")[0];
  return success ? { script: new TextDecoder().decode(stdout), reason } : { reason };
}

const { script, reason } = CHROMIUM === undefined ? { reason: NO_BROWSER } : await bundle();

/** What a server says for a page to share memory with workers. */
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

Deno.test({
  name: "simd computes in a web page what it computes here, on threads where the page is isolated",
  ignore: ignoreUnless(script !== undefined, reason),
  // the browser's driver keeps a process and its pipes
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, serve);
    const browser = await launch();
    try {
      const expected = await compute();
      for (const path of ["plain", "isolated"]) {
        const page = await browser.newPage();
        const errors: string[] = [];
        page.on("pageerror", (error: Error) => errors.push(error.message));
        await page.goto(`http://127.0.0.1:${server.addr.port}/${path}`);
        await page.waitForFunction("globalThis.compute !== undefined");
        const found = await page.evaluate("compute()");
        const cores = path === "plain" ? 1 : navigator.hardwareConcurrency;
        const threads = cores === 1 ? "1 thread" : `${Math.min(cores, 16)} threads`;
        assert.deepEqual(errors, []);
        assert.equal(found.description.replace(/^.* on /, ""), threads);
        assert.equal(
          found.description.replace(/ on .*/, ""),
          expected.description.replace(/ on .*/, ""),
        );
        assert.equal(found.values.length, expected.values.length);
        found.values.forEach((value: number, i: number) =>
          assert.ok(Math.abs(value - expected.values[i]) < 1e-5, `value ${i}`)
        );
        await page.close();
      }
    } finally {
      await browser.close();
    }
  },
});

/** A page with the program; one with headers that isolate it, one without. */
function serve(request: Request): Response {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith(".js")) {
    return new Response(script, { headers: { "content-type": "text/javascript" } });
  }
  const headers = { "content-type": "text/html", ...pathname === "/isolated" ? ISOLATED : {} };
  return new Response('<!DOCTYPE html><script type="module" src="page.js"></script>', { headers });
}
