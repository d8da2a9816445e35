// The engine in a plain web page: no server that isolates it, so one thread.
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

Deno.test({
  name: "simd computes in a plain web page, on one thread, what it computes here",
  ignore: ignoreUnless(script !== undefined, reason),
  // the browser's driver keeps a process and its pipes
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const browser = await launch();
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error: Error) => errors.push(error.message));
      await page.addScriptTag({ content: script, type: "module" });
      await page.waitForFunction("globalThis.compute !== undefined");
      const found = await page.evaluate("compute()");
      const expected = await compute();
      assert.deepEqual(errors, []);
      assert.equal(found.threads, 1);
      assert.equal(found.kind, expected.kind);
      assert.equal(found.values.length, expected.values.length);
      found.values.forEach((value: number, i: number) =>
        assert.ok(Math.abs(value - expected.values[i]) < 1e-5, `value ${i}`)
      );
    } finally {
      await browser.close();
    }
  },
});
