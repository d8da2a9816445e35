// The engine in a plain web page: no server that isolates it, so one thread.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { CHROMIUM, launch, sayIfMissing } from "../../site/browser.ts";
import { compute } from "./browser_page.ts";

/** The page's program as one file; undefined where Deno can't get its bundler. */
async function bundle(): Promise<string | undefined> {
  const page = fileURLToPath(new URL("browser_page.ts", import.meta.url));
  const args = ["bundle", "--no-lock", "--platform", "browser", "--quiet", page];
  const { success, stdout, stderr } = await new Deno.Command("deno", { args }).output();
  if (success) return new TextDecoder().decode(stdout);
  const reason = new TextDecoder().decode(stderr).trim().split("\n")[0];
  console.log(`Skipped: the engine in a browser, there is no bundle of it: ${reason}`);
}

const script = sayIfMissing() ? undefined : await bundle();

Deno.test({
  name: "simd computes in a plain web page, on one thread, what it computes here",
  ignore: CHROMIUM === undefined || script === undefined,
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
